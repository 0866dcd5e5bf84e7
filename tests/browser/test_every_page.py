"""What holds on every page, light and dark, on a desk and on a phone."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers.sources import addresses

pytestmark = [pytest.mark.site, pytest.mark.browser]

PAGES = [*addresses(), "404.html"]
every_page = pytest.mark.parametrize("address", PAGES, ids=lambda address: address or "home")
light_and_dark = pytest.mark.parametrize("scheme", ["light", "dark"])


@dataclass(frozen=True)
class Visit:
    """What one look at a page showed."""

    foreign: list[str]  # requests to other hosts
    errors: list[str]  # on the console, or thrown
    violations: list[str]  # what axe is sure of
    # What axe could not decide. Of contrast it cannot in drawings, formulas and beside markers that
    # a style sheet adds; there tests/test_colours.py decides.
    doubts: list[str]
    too_wide: int  # pixels that a phone, 360 px wide, would have to scroll sideways


@pytest.fixture(scope="session")
def visit(browser, served_site):
    """Look at a page once, in a colour scheme."""

    @cache
    def look(address: str, scheme: str) -> Visit:
        foreign, errors = [], []
        context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        home = urlsplit(served_site).netloc

        def route(request):
            if urlsplit(request.request.url).netloc == home:
                request.continue_()
            else:
                foreign.append(request.request.url)
                request.abort()

        context.route(lambda url: url.startswith(("http:", "https:", "ws:")), route)
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(served_site + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        # What is folded of a script, and the versions of it that were not chosen.
        for hidden, shown in ((".fold", "open"), (".version", "chosen")):
            page.evaluate(
                f"document.querySelectorAll('{hidden}').forEach(e => e.classList.add('{shown}'))"
            )
        page.wait_for_load_state("networkidle")
        found = Axe().run(page).response
        page.set_viewport_size({"width": 360, "height": 740})
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        context.close()
        doubts = [f for f in found["incomplete"] if f["id"] != "color-contrast"]
        return Visit(foreign, errors, _said(found["violations"]), _said(doubts), wide)

    return look


def _said(findings: list[dict]) -> list[str]:
    return [f"{f['id']}: {node['html'][:120]}" for f in findings for node in f["nodes"]]


@every_page
@light_and_dark
def test_nothing_is_asked_of_another_host(visit, address, scheme):
    assert visit(address, scheme).foreign == []


@every_page
@light_and_dark
def test_the_console_stays_empty(visit, address, scheme):
    assert visit(address, scheme).errors == []


@every_page
@light_and_dark
def test_axe_finds_nothing(visit, address, scheme):
    assert visit(address, scheme).violations == []


@every_page
@light_and_dark
def test_axe_doubts_nothing(visit, address, scheme):
    assert visit(address, scheme).doubts == []


@every_page
def test_a_phone_need_not_scroll_sideways(visit, address):
    assert visit(address, "light").too_wide == 0


def test_every_page_was_visited(site):
    built = {p.parent.relative_to(site).as_posix() for p in site.rglob("index.html")}
    assert built == {address.rstrip("/") or "." for address in addresses()}
