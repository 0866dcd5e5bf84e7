"""How tall a page is on a desk, as it comes: its questions open, and their answers held back."""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from statistics import median

from bench_page import built_site
from browser.chromium import launch
from browser.serving import served
from helpers.ratios import Row
from helpers.site_copy import ROOT, build
from playwright.sync_api import sync_playwright

WIDTH = 1280
BEFORE = "11be6fd"  # the last commit whose pages show all that they have below each other


def rows() -> list[Row]:
    """The height of which half of the pages stay below, and beside what it was before."""
    with built_site() as now, site_of(BEFORE) as before:
        heights, old = heights_of(now), heights_of(before)
    both = [heights[page] / old[page] for page in heights.keys() & old.keys()]
    percent = 100 * median(both)
    return [
        Row(f"half of the pages are at {WIDTH} px no taller than", median(heights.values()), "px"),
        Row(f"half of them, beside {BEFORE}, no taller than", percent, "%", at_most=66.7),
    ]


def heights_of(site: Path) -> dict[str, int]:
    """How tall each page is in px, by its address; one that only leads to another is none."""
    found = {}
    with served(site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": WIDTH, "height": 800})
        for path in sorted(site.rglob("index.html")):
            at = path.parent.relative_to(site).as_posix()
            page.goto(f"{address}{at}/")
            article = page.query_selector("article")
            if article is not None and page.url.rstrip("/") == f"{address}{at}".rstrip("/."):
                found[at] = article.evaluate("e => e.scrollHeight")
        browser.close()
    return found


@contextmanager
def site_of(commit: str) -> Iterator[Path]:
    """The folder of the site as it was at a commit of this repository, built for the block."""
    packed = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, capture_output=True, check=True
    ).stdout
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(packed)) as files:
            files.extractall(folder, filter="data")
        done = build(Path(folder))
        if done.returncode:
            raise RuntimeError(done.log)
        yield done.site
