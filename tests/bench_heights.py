"""How tall a page is on a desk, as it comes: its questions open, and their answers held back."""

from statistics import median

from bench_page import built_site
from browser.chromium import launch
from browser.serving import served
from helpers.ratios import Row
from playwright.sync_api import sync_playwright

WIDTH = 1280


def rows() -> list[Row]:
    """The height of which half of the pages stay below."""
    with built_site() as site, served(site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": WIDTH, "height": 800})
        heights = []
        for found in sorted(site.rglob("index.html")):
            page.goto(f"{address}{found.parent.relative_to(site).as_posix()}/")
            if (article := page.query_selector("article")) is not None:
                heights.append(article.evaluate("e => e.scrollHeight"))
        browser.close()
    return [Row(f"half of the pages are at {WIDTH} px no taller than", median(heights), "px")]
