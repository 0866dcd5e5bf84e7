"""What holds on every page, light and dark, on a desk and on a phone."""

import re
from dataclasses import dataclass
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.cursors import settle
from helpers.sources import addresses, moved

pytestmark = [pytest.mark.site, pytest.mark.browser]

PAGES = [*addresses(), "404.html"]
every_page = pytest.mark.parametrize("address", PAGES, ids=lambda address: address or "home")
light_and_dark = pytest.mark.parametrize("scheme", ["light", "dark"])

# What depends on colours. In the dark nothing else is asked again; and as axe does by itself in the
# light, it describes only what is wrong: what is right took it a fifth of the time.
OF_COLOURS = {
    "runOnly": ["color-contrast", "link-in-text-block"],
    "resultTypes": ["violations"],
}
# Code has the same few marks and colours everywhere, and of thousands of words axe would take most
# of the time: it is asked of a script by itself, and of one that is wrong, right and different.
CODE_TOO = {"linear_regression/", "losses/accuracy/"}


@dataclass(frozen=True)
class Visit:
    """What one look at a page showed, in the light and then in the dark."""

    foreign: list[str]  # requests to other hosts
    errors: list[str]  # on the console, or thrown
    violations: dict[str, list[str]]  # what axe is sure of, by scheme
    # What axe could not decide. Of contrast it cannot in drawings, formulas and beside markers that
    # a style sheet adds; there tests/test_colours.py decides.
    doubts: list[str]
    too_wide: int  # pixels that a phone, 360 px wide, would have to scroll sideways
    # How far below what it is about each caption begins, in px, on a desk and on a phone.
    captions: dict[str, list[int]]


@pytest.fixture(scope="session")
def visit(browser, served_site):
    """Look at a page once."""
    another_host = re.compile(rf"(?!{re.escape(served_site)})(https?|wss?):")

    @cache
    def look(address: str) -> Visit:
        foreign, errors = [], []
        context = browser.new_context(color_scheme="light", reduced_motion="reduce")
        page = context.new_page()

        def refuse(route):
            foreign.append(route.request.url)
            route.abort()

        context.route(another_host, refuse)
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
        of = None if address in CODE_TOO else {"exclude": ["pre code"]}
        found = Axe().run(page, context=of).response
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(IN_THE_DARK)
        dark = Axe().run(page, context=of, options=OF_COLOURS).response
        # As for a reader who does not want to be asked: nothing is held back.
        page.evaluate("document.documentElement.classList.add('unasked')")
        captions = {"desk": page.evaluate(CAPTIONS)}
        page.set_viewport_size({"width": 360, "height": 740})
        settle(page)  # what is drawn is drawn anew for this width
        captions["phone"] = page.evaluate(CAPTIONS)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        context.close()
        violations = {"light": _said(found["violations"]), "dark": _said(dark["violations"])}
        doubts = [f for f in found["incomplete"] if f["id"] != "color-contrast"]
        return Visit(foreign, errors, violations, _said(doubts), wide, captions)

    return look


# The palette has turned, and no colour is still on its way.
IN_THE_DARK = """() => document.body.dataset.mdColorScheme === "slate"
    && document.getAnimations().every((each) => !(each instanceof CSSTransition))"""

CAPTIONS = """() => [...document.querySelectorAll("figure > figcaption")].map((caption) => {
  const shown = [...caption.parentElement.children].filter((e) => e !== caption);
  const seen = shown.map((e) => e.getBoundingClientRect()).filter((r) => r.height);
  return Math.round(caption.getBoundingClientRect().top - Math.max(...seen.map((r) => r.bottom)));
})"""


def _said(findings: list[dict]) -> list[str]:
    return [f"{f['id']}: {node['html'][:120]}" for f in findings for node in f["nodes"]]


@every_page
def test_nothing_is_asked_of_another_host(visit, address):
    assert visit(address).foreign == []


@every_page
def test_the_console_stays_empty(visit, address):
    assert visit(address).errors == []


@every_page
@light_and_dark
def test_axe_finds_nothing(visit, address, scheme):
    assert visit(address).violations[scheme] == []


@every_page
def test_axe_doubts_nothing(visit, address):
    assert visit(address).doubts == []


@every_page
def test_a_phone_need_not_scroll_sideways(visit, address):
    assert visit(address).too_wide == 0


@every_page
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_each_caption_stands_under_its_figure(visit, address, width):
    away = visit(address).captions[width]
    assert [0 <= below < 40 for below in away] == [True] * len(away), away


def test_every_page_was_visited(site):
    built = {p.parent.relative_to(site).as_posix() for p in site.rglob("index.html")}
    assert built == {address.rstrip("/") or "." for address in addresses() + moved()}
