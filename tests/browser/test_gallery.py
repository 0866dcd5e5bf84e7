"""The gallery's index: what torch said leads to the loops in which it did, and so does a curve."""

import re

import pytest
from draw.fingerprint import sentence
from helpers.gallery import cases, run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

CASES = cases()
_FITTING = """async ([messages, pasted]) => {
  const { fitting } = await import("../assets/gallery/messages.js");
  return pasted.map((text) => fitting(messages, text));
}"""
_ROWS = """[...document.querySelectorAll("tbody tr")].map((row) => [
  row.cells[0].textContent, [...row.querySelectorAll("a")].map((a) => a.getAttribute("href"))
])"""
_TRACEBACK = """Traceback (most recent call last):
  File "train.py", line 88, in <module>
    loss.backward()
"""


@pytest.fixture(scope="module")
def page(browser, served_site):
    page = browser.new_page()
    page.goto(served_site + "not_learning/")
    yield page
    page.close()


@pytest.fixture(scope="module")
def box(page):
    box = page.get_by_role("textbox", name="Paste torch's message")
    expect(box).to_be_visible()
    return box


def said(case) -> list[str]:
    """All that torch said in a broken script, as it stands in a terminal."""
    seen = run(case.wrong).seen
    raised = [f"{seen.raised}: {seen.message}"] if seen.raised else []
    return raised + seen.warned


def of_another_size(message: str) -> str:
    """The same message in another script."""
    return re.sub(r"\d+", "48", message)


def test_each_message_of_a_broken_loop_leads_to_it_whatever_its_numbers_and_shapes(page, box, site):
    rows = page.evaluate(_ROWS)
    messages = [message for message, _ in rows]
    speaking = [case for case in CASES if case.raises or case.warns]
    pairs = [(case, message) for case in speaking for message in said(case)]
    assert len(pairs) > 10
    pasted = [_TRACEBACK + of_another_size(message) for _, message in pairs]
    for (case, message), fits in zip(
        pairs, page.evaluate(_FITTING, [messages, pasted]), strict=True
    ):
        ways = [way for at in fits for way in rows[at][1]]
        assert heading(site, case) in ways, message
        assert sentence(message.partition(": ")[2]) in messages[fits[0]]


def above_and_below(site, case) -> tuple[str, str]:
    """A family's page, cut at the fingerprint of a case."""
    html = (site / f"not_learning/{case.name.split('/')[0]}/index.html").read_text("utf-8")
    above, below = html.split(f'class="fingerprint" data-of="{case.wrong}"')
    return above, below


def heading(site, case) -> str:
    """Where a case stands, from the index on."""
    last = re.findall(r'<h2 id="([^"]+)"', above_and_below(site, case)[0])[-1]
    return f"{case.name.split('/')[0]}/#{last}"


def losses_of(site, case) -> str:
    """What its fingerprint says of the broken loop's loss."""
    return re.findall(r">loss</th><td>(.*?)</td>", above_and_below(site, case)[1])[0]


def test_a_pasted_traceback_shows_its_message_with_a_link_to_its_loop(page, box):
    box.fill(_TRACEBACK + "AttributeError: 'float' object has no attribute 'backward'")
    results = page.locator(".paste li")
    expect(results).to_have_count(1)
    expect(page.locator(".paste [role=status]")).to_have_text("It is said here:")
    results.get_by_role("link", name=".item() before backward()").click()
    page.wait_for_url("**/not_learning/cut/#float-object-has-no-attribute-backward*")
    page.go_back()


@pytest.mark.parametrize("typed", ["in the loop", "KeyError: 'image_id'", "CUDA out of memory"])
def test_what_no_loop_says_finds_none(page, box, typed):
    box.fill(typed)
    expect(page.locator(".paste [role=status]")).to_contain_text("No message of the gallery fits")
    expect(page.locator(".paste li")).to_have_count(0)


def test_an_empty_box_says_nothing(page, box):
    box.fill("a second time")
    expect(page.locator(".paste li")).to_have_count(1)
    box.fill("")
    expect(page.locator(".paste li")).to_have_count(0)
    expect(page.locator(".paste [role=status]")).to_have_text("")


def test_without_javascript_the_messages_stand_in_a_table(browser, served_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served_site + "not_learning/")
        expect(page.get_by_role("link", name="the table of messages")).to_be_visible()
        expect(page.get_by_role("cell", name="has no attribute 'backward'")).to_be_visible()


def test_each_loop_that_ends_without_an_error_hangs_on_the_wall(page, site):
    ways = page.locator(".wall a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    silent = [case for case in CASES if not case.raises]
    seen = [case for case in silent if not re.search("once|none", losses_of(site, case))]
    assert len(seen) > len(silent) / 2
    assert sorted(ways) == sorted(heading(site, case) for case in seen)
