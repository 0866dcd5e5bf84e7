"""A real Chromium, and what it is to open."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from browser.chromium import launch
from browser.serving import served
from browser.stepping import Place, Stepper, address_of
from helpers.runs import SNIPPETS
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright waits five seconds. On a machine that is busy beside, a page took longer to load.
    expect.set_options(timeout=30_000)
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
    with served(ROOT / "docs" / "assets") as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.fixture(scope="session")
def open_stepper(browser, served_site):
    """What opens a script's page at a place in its stepper; the settings are Playwright's."""

    @contextmanager
    def opened(script: str, place: Place | str = "", **settings) -> Iterator[Stepper]:
        with browser.new_context(**{"reduced_motion": "reduce", **settings}) as context:
            page = context.new_page()
            page.goto(f"{served_site}{script}/{_address(script, place)}")
            found = Stepper(page)
            found.box.scroll_into_view_if_needed()
            expect(found.code).to_be_visible()
            yield found

    return opened


@pytest.fixture
def stepper(open_stepper):
    """Open a stepper that no other test has touched."""
    with ExitStack() as stack:

        def of(script: str = "linear_regression", place: Place | str = "", **settings) -> Stepper:
            return stack.enter_context(open_stepper(script, place, **settings))

        yield of


@pytest.fixture(scope="session")
def standing(open_stepper):
    """A script's stepper that stays open, and is led from place to place."""
    with ExitStack() as stack:

        @cache
        def opened(script: str) -> Stepper:
            return stack.enter_context(open_stepper(script))

        def at(script: str = "linear_regression", place: Place | str = "") -> Stepper:
            found = opened(script)
            found.box.evaluate(_LEAD, _address(script, place))
            return found

        yield at


# As if the page were opened there: nothing is unfolded, nothing has the focus.
_LEAD = """(box, address) => {
  for (const open of box.querySelectorAll('button[aria-expanded=true]')) open.click();
  document.activeElement.blur();
  box.scrollIntoView();
  history.replaceState(null, '', address || '#');
  dispatchEvent(new PopStateEvent('popstate'));
}"""


def _address(script: str, place: Place | str) -> str:
    if isinstance(place, str):
        return place
    return address_of((SNIPPETS / f"{script}.py").read_text("utf-8"), *place)


# A reader who does not want to be asked, so that nothing is held back.
UNASKED = """localStorage.setItem("questions", '{"silent": true, "answers": {}}')"""


@pytest.fixture(scope="module")
def kept_open(browser, served_site):
    """Pages at a figure, each opened once for all that is asked of it; and nothing is thrown."""
    pages, errors = {}, []

    def at(address: str, figure: str, **options) -> Page:
        options = {"reduced_motion": "reduce", **options}
        key = (address, figure, repr(sorted(options.items())))
        if key not in pages:
            page = pages[key] = browser.new_context(**options).new_page()
            page.add_init_script(UNASKED)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(served_site + address)
            page.locator(figure).scroll_into_view_if_needed()
        return pages[key]

    yield at
    thrown = [*errors]  # what a page is still loading when it is closed is no error of its own
    for page in pages.values():
        page.context.close()
    assert thrown == [], thrown
