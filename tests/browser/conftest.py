"""A real Chromium, and a server for what it is to open."""

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser.chromium import launch
from browser.stepping import Place, Stepper, address_of
from helpers.runs import SNIPPETS
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing about it."""

    def log_message(self, *_):
        pass


@contextmanager
def served(folder: Path, handler: Callable = Quiet) -> Iterator[str]:
    """The address under which a folder can be read while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served_site(site: Path) -> Iterator[str]:
    """The address of the built site."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def engine(browser: Browser) -> Iterator[Page]:
    """A page on which the explorer's modules can be imported by their file names."""
    with served(ROOT / "docs" / "assets" / "explorer") as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.fixture
def stepper(browser, served_site):
    """Open a script's page at a place in its stepper; the settings are Playwright's."""
    contexts = []

    def of(script: str = "linear_regression", place: Place | str = "", **settings) -> Stepper:
        if not isinstance(place, str):
            place = address_of((SNIPPETS / f"{script}.py").read_text("utf-8"), *place)
        contexts.append(browser.new_context(**{"reduced_motion": "reduce", **settings}))
        page = contexts[-1].new_page()
        page.goto(f"{served_site}{script}/{place}")
        found = Stepper(page)
        page.locator(".stepper").first.scroll_into_view_if_needed()
        expect(found.code).to_be_visible()
        return found

    yield of
    for context in contexts:
        context.close()
