"""The stepper asks before it shows, and tells whether the answer was right."""

import pytest
from browser.stepping import LINE, address_of, every_script
from helpers.statements import (
    BACKWARD,
    STEP,
    ZERO_GRAD,
)
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

# --- Predict, then run

ANSWERS = 6  # five, and to skip


def test_a_question_hides_the_answer_until_it_is_given(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    assert found.value("model.weight.grad") == "None"
    assert found.place == (0, ZERO_GRAD)
    found.question.get_by_role("button", name="each .grad", exact=True).click()
    assert found.place == (0, BACKWARD)
    expect(found.says).to_contain_text("Right: each .grad.")


@every_script
def test_a_finger_reaches_every_answer_on_a_phone(stepper, script):
    settings = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    found = stepper(script, (0, ZERO_GRAD), **settings)
    found.press("ArrowRight")
    buttons = found.question.get_by_role("button").all()
    assert len(buttons) == ANSWERS
    for button in buttons:
        button.tap(trial=True, timeout=2_000)  # refused where something lies above it
    buttons[-1].tap()
    assert found.place == (0, BACKWARD)


def test_a_wrong_answer_is_told_the_right_one(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    found.question.get_by_role("button", name="nothing").click()
    expect(found.says).to_contain_text("No, each .grad.")


def test_a_question_that_is_skipped_by_going_on_gets_no_verdict(stepper, standing):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight", "ArrowRight")
    assert found.place == (0, BACKWARD)
    unasked = standing(place=(0, BACKWARD))
    assert found.says.inner_text() == unasked.says.inner_text()


def test_the_focus_returns_where_it_was_before_a_question(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    found.page.keyboard.press("Enter")
    assert found.code.evaluate("code => code === document.activeElement")


def test_the_focus_of_a_reader_who_has_left_a_question_stays_when_it_closes(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    link = found.page.locator("article a[href]").first
    link.focus()
    found.page.evaluate("address => location.hash = address", address_of(LINE, 3, STEP))
    expect(found.box.locator(".at")).to_contain_text("3 of")
    expect(found.box.locator(".stepper-question:not([hidden])")).to_have_count(0)
    assert link.evaluate("link => link === document.activeElement")


def test_a_reader_who_does_not_want_to_be_asked_is_not_asked_here(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.page.evaluate("localStorage.setItem('questions', '{\"silent\": true}')")
    found.press("ArrowRight")
    assert found.place == (0, BACKWARD)
