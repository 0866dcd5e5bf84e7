"""A question holds its answer back from eye and ear alike, until it is answered or not wanted."""

import json

import pytest
from browser.late import held_back, unreachable_once
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

ADDRESS = "losses/mse/"
RESULT = "loss 10.000  gradient -10.000  then weight 1.000"
FORMULA = ".formula >> nth=0"


@pytest.fixture
def open_page(browser, served_site):
    """Open the page in a browser of its own; the settings are Playwright's."""
    contexts = []

    def of(address: str = ADDRESS, **settings) -> Page:
        contexts.append(browser.new_context(reduced_motion="reduce", **settings))
        page = contexts[-1].new_page()
        page.goto(served_site + address)
        return page

    yield of
    for context in contexts:
        context.close()


def question(page: Page):
    """The first question of a page, ready to be answered."""
    found = page.locator(".ask").first
    found.scroll_into_view_if_needed()
    expect(found.locator("li button").first).to_be_visible()
    return found


def heard(page: Page) -> str:
    """What a screen reader has to read of the page's text."""
    return page.locator("article").aria_snapshot()


def expect_held_back(page: Page) -> None:
    """The results are neither seen nor heard, and the code is both."""
    expect(page.locator(".printed samp", has_text=RESULT)).to_be_hidden()
    expect(page.locator(FORMULA)).to_be_hidden()
    said = heard(page)
    assert "then weight 1.000" not in said
    assert "large steps far away" not in said
    assert "Held back until you answer" in said
    assert "loss_fn(weight * x, y)" in said.replace("\\", "")


def expect_open(page: Page) -> None:
    """The results are seen and heard."""
    expect(page.locator(".printed samp", has_text=RESULT)).to_be_visible()
    expect(page.locator(FORMULA)).to_be_visible()
    said = heard(page)
    assert "then weight 1.000" in said
    assert "large steps far away" in said


def kept(page: Page) -> dict:
    return json.loads(page.evaluate("localStorage.getItem('questions') ?? '{}'"))


def test_an_answer_is_held_back_from_eye_and_ear_until_it_is_given(open_page):
    page = open_page()
    asked = question(page)
    told = asked.get_by_role("status")
    expect_held_back(page)
    # The whole file has its results in it, and they wait, too.
    page.get_by_role("button", name="Whole file").first.click()
    expect(page.locator(".line.result").first).to_be_hidden()
    height = page.locator(FORMULA).evaluate("e => e.offsetHeight")

    choice = asked.get_by_role("button", name="It halves the loss, too.")
    choice.focus()
    page.keyboard.press("Enter")
    expect(told).to_contain_text("No. That would be so")
    expect(told).to_contain_text("It leaves a quarter of the loss.")
    expect(choice).to_be_focused()
    expect(page.locator(".line.result").first).to_be_visible()
    expect_open(page)
    assert page.locator(FORMULA).evaluate("e => e.offsetHeight") == height

    # Another reply may be read, and the first answer counts.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(told).to_contain_text("Right. The loss is the distance squared")
    (answer,) = kept(page)["answers"].values()
    assert answer == [0, False]

    page.reload()
    expect_open(page)
    expect(question(page)).to_contain_text("No. That would be so")
    asked.get_by_role("button", name="Ask me again").click()
    expect_held_back(page)
    assert kept(page)["answers"] == {}
    page.locator(".veil-says button").first.click()
    expect_open(page)


def test_a_reader_who_does_not_want_to_be_asked_is_shown_all(open_page):
    page = open_page()
    asked = question(page)
    asked.get_by_role("button", name="Don’t ask me").click()
    expect_open(page)
    expect(asked.locator(".reply").nth(1)).to_be_visible()
    expect(asked.locator("li button")).to_have_count(0)
    page.reload()
    expect_open(page)
    page.locator(".ask").first.get_by_role("button", name="Ask me").click()
    expect_held_back(page)


def test_without_scripts_and_in_print_all_is_open(open_page):
    page = open_page(java_script_enabled=False)
    expect(page.locator(".printed samp", has_text=RESULT)).to_be_visible()
    expect(page.locator(FORMULA)).to_be_visible()
    replies = page.locator(".ask").first.locator(".reply")
    for reply in replies.all():
        expect(reply).to_be_visible()
    expect(page.locator(".ask button:visible")).to_have_count(0)

    printed = open_page()
    question(printed)
    printed.emulate_media(media="print")
    expect_open(printed)
    for reply in printed.locator(".ask").first.locator(".reply").all():
        expect(reply).to_be_visible()


def test_a_slider_that_was_moved_before_its_script_came_says_where_it_stands(open_page):
    page = open_page("training_loop/when_to_stop/")
    asked = page.locator(".ask:has(input)").last
    asked.locator("input").evaluate("slider => { slider.value = 5; }")  # and nothing is told
    expect(asked.locator("output")).to_have_text("1 times")
    asked.scroll_into_view_if_needed()
    expect(asked.locator("output")).to_have_text("5 times")


def test_a_guess_is_answered_and_the_score_is_kept_until_it_is_forgotten(open_page):
    page = open_page("training_loop/when_to_stop/")
    asked = page.locator(".ask:has(input)").last
    asked.scroll_into_view_if_needed()
    guess = asked.get_by_role("slider", name="Your guess")
    score = page.locator(".score")
    expect(score).to_contain_text("kept in this browser and nowhere else")
    guess.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(asked.locator("output")).to_have_text("4 times")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(asked.get_by_role("status")).to_contain_text("It was 8 times. No. ")
    expect(guess).to_be_hidden()
    expect(score).to_contain_text("Of these 3 questions: 1 answered, 0 right. On all pages: 1")
    score.get_by_role("button", name="Forget my answers").click()
    expect(guess).to_be_visible()
    assert page.evaluate("localStorage.getItem('questions')") is None


def test_a_button_pressed_while_its_script_is_on_its_way_is_pressed_once_it_is_there(open_page):
    page = open_page("")
    _, let_through = held_back(page, "ask/ask.js")
    page.goto(page.url + ADDRESS)
    shown = page.locator(".ask").first.get_by_role("button", name="Show me")
    shown.click()
    expect(page.locator(".printed samp", has_text=RESULT)).to_be_hidden()
    let_through()
    expect_open(page)


def test_what_is_unfolded_while_a_question_s_script_is_on_its_way_stays_open(open_page):
    page = open_page("")
    _, let_through = held_back(page, "ask/ask.js")
    page.goto(page.url + "classification/")
    fold = page.locator(".veil .unfold").first
    with page.expect_request("**/ask/ask.js"):
        fold.scroll_into_view_if_needed()
    page.wait_for_timeout(200)  # all that came into view waits for it
    fold.click()
    expect(fold).to_have_attribute("aria-expanded", "true")
    let_through()
    expect(page.locator(".ask li button[aria-pressed]").first).to_be_visible()  # it is there
    page.wait_for_timeout(100)
    expect(fold).to_have_attribute("aria-expanded", "true")


def test_the_next_press_asks_again_for_a_script_that_could_not_be_had(browser, served_site):
    with unreachable_once(browser, "ask/ask.js", reduced_motion="reduce") as (page, asked, thrown):
        page.set_viewport_size({"width": 1280, "height": 300})  # no other part of it is in view
        page.goto(served_site + ADDRESS)
        shown = page.locator(".ask").first.get_by_role("button", name="Show me")
        with page.expect_event("pageerror"):  # the failure is not kept quiet
            shown.scroll_into_view_if_needed()
        shown.click()
        expect_open(page)
        assert len(asked) == 2
        assert all("ask/ask.js" in failure for failure in thrown)
