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


@pytest.mark.parametrize(("name", "key", "place"), MOVES, ids=[key for _, key, _ in MOVES])
def test_a_key_leads_where_it_says(stepper, name, key, place):
    found = stepper(place=(17, BACKWARD))
    found.press(key)
    assert found.place == place


@pytest.mark.parametrize(("name", "key", "place"), MOVES, ids=[key for _, key, _ in MOVES])
def test_a_button_leads_where_it_says(stepper, name, key, place):
    found = stepper(place=(17, BACKWARD))
    found.button(name).click()
    assert found.place == place


def test_a_button_can_be_tapped(stepper):
    found = stepper(place=(17, BACKWARD), has_touch=True)
    found.button("On a line").tap()
    assert found.place == (17, STEP)


def test_the_slider_leads_to_the_same_line_of_another_epoch(stepper):
    found = stepper(place=(17, BACKWARD))
    found.box.get_by_role("slider", name="Epoch").fill("42")
    assert found.place == (42, BACKWARD)


def test_the_slider_goes_by_keys(stepper):
    found = stepper(place=(17, BACKWARD))
    found.box.get_by_role("slider").press("ArrowRight")
    assert found.place == (18, BACKWARD)


@pytest.mark.parametrize("by", ["key", "button"])
def test_the_stepper_plays_and_pauses(stepper, by):
    found = stepper(place=(17, BACKWARD))
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
def test_each_control_has_a_name_and_a_visible_focus(stepper, script):
    found = stepper(script)
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
def test_the_marked_line_is_in_view_wherever_the_reader_goes(stepper, script):
    found = stepper(script)
    hidden = []
    for key in ["Home", "End", *["ArrowRight"] * 12, "PageDown", *["ArrowLeft"] * 12]:
        found.press(key)
        inside = found.code.evaluate(
            """box => {
              const row = box.querySelector('[aria-current]').getBoundingClientRect();
              const view = box.getBoundingClientRect();
              return row.top >= view.top - 1 && row.bottom <= view.bottom + 1;
            }"""
        )
        hidden += [] if inside else [found.place]
    assert hidden == []


@every_script
def test_a_weight_and_its_gradient_are_in_view_with_the_line_on_a_desk(stepper, script):
    found = stepper(script, "#epoch=17", viewport={"width": 1280, "height": 800})
    expect(found.code.locator("[aria-current=step]")).to_be_in_viewport(ratio=1)
    for name in ("model.weight", "model.weight.grad"):
        value = found.box.locator(f"output[data-name='{name}']")
        expect(value).to_be_in_viewport(ratio=1)


@every_script
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_below_moves_wherever_the_reader_goes(stepper, script, width):
    found = stepper(script, viewport={"width": width, "height": 800})
    places = []
    for key in ["Home", *["ArrowRight"] * 14, "PageDown", "End", "Home"]:  # with three questions
        found.press(key)
        places.append(
            found.box.evaluate(
                """box => [box, ...box.querySelectorAll('.stepper-live :is(tr, svg)')].map(
                  each => each.getBoundingClientRect().bottom - box.getBoundingClientRect().top
                )"""
            )
        )
    assert len(places[0]) > 12
    assert all(place == places[0] for place in places)


# --- The whole way


@every_script
def test_the_way_leads_through_every_line_that_ran(stepper, script):
    found = stepper(script)
    walked = found.box.evaluate(
        """async box => {
          const code = box.querySelector('.stepper-code');
          const says = box.querySelector('.stepper-says');
          const asks = () => box.querySelector('.stepper-question:not([hidden])');
          const on = { key: 'ArrowRight', bubbles: true, repeat: true };
          const seen = [];
          for (let before = ''; asks() || before !== says.textContent; ) {
            before = says.textContent;
            const { line } = code.querySelector('[aria-current]').dataset;
            if (!asks()) seen.push([+box.querySelector('input').value, +line]);
            code.dispatchEvent(new KeyboardEvent('keydown', on));
          }
          return seen;
        }"""
    )
    ran = [[line.epoch, line.number] for line in run(f"{script}.py").lines.lines]
    assert walked == ran
