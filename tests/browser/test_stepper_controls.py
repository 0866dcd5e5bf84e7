"""A reader goes where they ask to, and sees what they need wherever that is."""

import pytest
from browser.stepping import every_script
from helpers.runs import run
from helpers.statements import (
    BACKWARD,
    FOR,
    IF,
    STEP,
    ZERO_GRAD,
    statement_on,
)
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

# --- Controls

MOVES = [
    ("First line", "Home", (0, FOR)),
    ("Back an epoch", "PageUp", (16, BACKWARD)),
    ("Back a line", "ArrowLeft", (17, ZERO_GRAD)),
    ("Back a line", "ArrowUp", (17, ZERO_GRAD)),
    ("On a line", "ArrowRight", (17, STEP)),
    ("On a line", "ArrowDown", (17, STEP)),
    ("On an epoch", "PageDown", (18, BACKWARD)),
    ("Last line", "End", (99, IF)),
]


@pytest.mark.parametrize("by", ["key", "button"])
@pytest.mark.parametrize(("name", "key", "place"), MOVES, ids=[key for _, key, _ in MOVES])
def test_keys_and_buttons_lead_where_they_say(standing, name, key, place, by):
    found = standing(place=(17, BACKWARD))
    if by == "key":
        found.press(key)
    else:
        found.button(name).click()
    assert found.place == place


def test_a_button_can_be_tapped(stepper):
    found = stepper(place=(17, BACKWARD), has_touch=True)
    found.button("On a line").tap()
    assert found.place == (17, STEP)


def test_the_slider_leads_to_the_same_line_of_another_epoch(standing):
    found = standing(place=(17, BACKWARD))
    found.box.get_by_role("slider", name="Epoch").fill("42")
    assert found.place == (42, BACKWARD)


def test_the_slider_goes_by_keys(standing):
    found = standing(place=(17, BACKWARD))
    found.box.get_by_role("slider").press("ArrowRight")
    assert found.place == (18, BACKWARD)


@pytest.mark.parametrize("by", ["key", "button"])
def test_the_stepper_plays_and_pauses(standing, by):
    found = standing(place=(17, BACKWARD))
    found.box.get_by_label("Speed").select_option("15")
    if by == "key":
        found.press(" ")
    else:
        found.button("Play").click()
    expect(found.box.locator(".at")).to_contain_text("18 of 99")
    if by == "key":
        found.press(" ")
    else:
        found.button("Pause").click()
    place = found.place
    found.page.wait_for_timeout(300)
    assert found.place == place


def test_play_goes_on_after_the_answer_to_a_question(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.page.clock.install()
    found.button("Play").click()
    found.page.clock.run_for(10_000)
    assert found.place == (0, ZERO_GRAD)  # it waits
    found.question.get_by_role("button", name="each .grad", exact=True).click()
    assert found.place == (0, BACKWARD)
    expect(found.button("Pause")).to_be_visible()
    found.page.clock.run_for(400)
    expect(found.question).to_contain_text("optimizer.step()")  # the next question


def test_who_steps_up_to_a_question_is_not_played_on_after_it(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    found.page.clock.install()
    found.press("ArrowRight")
    found.question.get_by_role("button", name="each .grad", exact=True).click()
    found.page.clock.run_for(10_000)
    assert found.place == (0, BACKWARD)


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_a_line_that_is_clicked_is_gone_to_in_the_same_epoch(stepper, touch):
    found = stepper(place=(17, BACKWARD), has_touch=touch)
    row = found.code.locator(".row", has_text="optimizer.step()")
    row.tap() if touch else row.click()
    assert found.place == (17, STEP)


@pytest.mark.parametrize("text", ["import torch", "optimizer = optim.SGD", 'print(f"epoch'])
def test_a_click_on_a_line_that_did_not_run_in_this_epoch_leads_nowhere(stepper, text):
    found = stepper(place=(17, BACKWARD))
    row = found.code.locator(".row", has_text=text).first
    row.scroll_into_view_if_needed()
    row.click()
    assert found.place == (17, BACKWARD)


def test_marking_text_of_the_code_leads_nowhere(stepper):
    found = stepper(place=(17, BACKWARD))
    row = found.code.locator(".row", has_text="optimizer.step()")
    row.dblclick()  # marks a word; its first click went to the line
    assert found.place == (17, STEP)
    found.press("ArrowLeft")
    row.evaluate("row => row.click()")
    assert found.place == (17, BACKWARD)


@pytest.mark.parametrize("speed", ["1", "3", "15"])
def test_play_goes_as_fast_as_it_says(stepper, speed):
    found = stepper(place=(17, BACKWARD))
    found.page.clock.install(time=0)
    found.page.clock.pause_at(1_000)
    found.box.get_by_label("Speed").select_option(speed)
    found.button("Play").click()
    found.page.clock.run_for(3000)
    lines = run("linear_regression.py").lines
    ran = [(line.epoch, statement_on(lines.source.text, line.number)) for line in lines.lines]
    walked = ran.index(found.place) - ran.index((17, BACKWARD))
    assert walked / 3 == pytest.approx(int(speed), rel=0.15)


@every_script
def test_each_control_has_a_name_and_a_visible_focus(standing, script):
    found = standing(script)
    found.settle()
    controls = found.box.locator(
        ".stepper-live :is(button, select, input, [tabindex]):visible"
    ).all()
    assert len(controls) >= 10
    bare = []
    for control in controls:
        found.page.keyboard.press("Tab")  # so that focus is of the keyboard
        control.focus()
        outline = control.evaluate("c => getComputedStyle(c).outlineStyle")
        named = control.evaluate("c => c.ariaLabel || c.labels?.[0]?.textContent || ''")
        bare += [control.inner_text()] if outline == "none" or not named.strip() else []
    assert bare == []


@every_script
def test_a_weight_and_its_gradient_are_in_view_with_the_line_on_a_desk(stepper, script):
    found = stepper(script, "#epoch=17", viewport={"width": 1280, "height": 800})
    expect(found.code.locator("[aria-current=step]")).to_be_in_viewport(ratio=1)
    for name in ("model.weight", "model.weight.grad"):
        value = found.box.locator(f"output[data-name='{name}']")
        expect(value).to_be_in_viewport(ratio=1)
