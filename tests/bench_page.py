"""The built site, or a folder, in a browser whose processor can be slowed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser.chromium import launch
from browser.serving import served
from helpers.site_copy import build, copy_site
from playwright.sync_api import Page, sync_playwright

FRAME_MS = 1000 / 60
SLOWER = 4


@contextmanager
def built_site() -> Iterator[Path]:
    """The folder of the whole site, built for the block."""
    with tempfile.TemporaryDirectory() as folder:
        done = build(copy_site(Path(folder)))
        if done.returncode:
            raise RuntimeError(done.log)
        yield done.site


@contextmanager
def chromium(folder: Path) -> Iterator[Page]:
    """A browser's page on a served folder."""
    with served(folder) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        yield page
        browser.close()


def slow_down(page: Page) -> None:
    """From now on the page's processor seems four times slower."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
