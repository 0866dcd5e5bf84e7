"""The stepper asks before it shows, and tells whether the answer was right."""

import pytest
from browser.stepping import every_script
from helpers.statements import (
    BACKWARD,
    FOR,
    STEP,
    ZERO_GRAD,
)
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

# --- Predict, then run

ANSWERS = 6  # five, and to skip


@pytest.mark.parametrize(
    ("script", "lines"),
    [
        ("linear_regression", [(0, BACKWARD), (0, STEP), (1, ZERO_GRAD)]),
        ("classification", [(0, BACKWARD), (0, STEP), (1, ZERO_GRAD)]),
        ("custom_loss", [(0, BACKWARD), (0, STEP), (1, ZERO_GRAD)]),
    ],
)
def test_three_lines_are_asked_about_before_they_are_shown(stepper, script, lines):
    found = stepper(script)
    asked = []
    for _ in range(25):
        found.press("ArrowRight")
        if found.question.count():
            found.question.get_by_role("button", name="Skip").click()
            asked.append(found.place)
    assert asked == lines


def test_a_question_hides_the_answer_until_it_is_given(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    assert found.value("model.weight.grad") == "None"
    assert found.place == (0, ZERO_GRAD)
    found.question.get_by_role("button", name="each .grad", exact=True).click()
    assert found.place == (0, BACKWARD)
    expect(found.says).to_contain_text("Right: each .grad.")


@every_script
@pytest.mark.parametrize("answer", range(ANSWERS))
def test_a_finger_reaches_every_answer_on_a_phone(stepper, script, answer):
    settings = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
    found = stepper(script, (0, ZERO_GRAD), **settings)
    found.press("ArrowRight")
    buttons = found.question.get_by_role("button")
    assert buttons.count() == ANSWERS
    buttons.nth(answer).tap(timeout=2_000)  # refused where something lies above it
    assert found.place == (0, BACKWARD)


def test_a_wrong_answer_is_told_the_right_one(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    found.question.get_by_role("button", name="nothing").click()
    expect(found.says).to_contain_text("No, each .grad.")


def test_a_question_that_is_skipped_by_going_on_gets_no_verdict(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight", "ArrowRight")
    assert found.place == (0, BACKWARD)
    unasked = stepper(place=(0, BACKWARD))
    assert found.says.inner_text() == unasked.says.inner_text()


@every_script
@pytest.mark.parametrize("width", [360, 600, 1280])
def test_no_sentence_outgrows_its_room_whatever_was_answered(stepper, script, width):
    found = stepper(script, (0, FOR), viewport={"width": width, "height": 800})
    most = """box => {
      const text = document.createRange();
      text.selectNodeContents(box.querySelector('.stepper-says'));
      const room = box.querySelector('.stepper-room').getBoundingClientRect();
      return text.getBoundingClientRect().bottom - room.bottom;
    }"""
    answered, over = 0, []
    for _ in range(22):
        found.press("ArrowRight")
        if found.question.count():
            found.question.get_by_role("button", name="nothing").click()
            answered += 1
        over.append(found.box.evaluate(most))
    assert answered == 3
    assert max(over) <= 0


def test_the_focus_returns_where_it_was_before_a_question(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.press("ArrowRight")
    found.page.keyboard.press("Enter")
    assert found.code.evaluate("code => code === document.activeElement")
