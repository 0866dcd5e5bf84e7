"""A reader walks through a run: what stands on the screen is what torch computed."""

import contextlib
import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser.conftest import served
from build import copy_site
from playwright.sync_api import expect
from record.recorder import record
from record.seen import Gist
from runs import ROOT, SNIPPETS, run
from statements import (
    BACKWARD,
    FOR,
    FORWARD,
    IF,
    L1,
    LOSS,
    MSE,
    PRINT,
    RETURN,
    STEP,
    ZERO_GRAD,
    after,
    line_of,
    statement_on,
)
from stepper.stepper import stepper as make_stepper
from stepper.stepper import write_recordings

pytestmark = [pytest.mark.site, pytest.mark.browser]

SCRIPTS = ["linear_regression", "classification", "custom_loss"]
every_script = pytest.mark.parametrize("script", SCRIPTS)
KB = 1024


# The epoch, and the statement of a line.
Place = tuple[int, str]

LINE = (SNIPPETS / "linear_regression.py").read_text("utf-8")


def address_of(source: str, epoch: int, statement: str) -> str:
    """The part of an address that leads a script's stepper to a place."""
    return f"#epoch={epoch}&line={line_of(source, statement)}"


class Stepper:
    """A page's stepper, as a reader meets it."""

    def __init__(self, page):
        self.page = page
        self.box = page.locator(".stepper").first
        self.code = self.box.locator(".stepper-code")
        self.says = self.box.locator(".stepper-says")
        self.question = self.box.locator(".stepper-question:visible")

    def press(self, *keys: str) -> None:
        self.code.focus()
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str):
        return self.box.get_by_role("button", name=name, exact=True)

    def signs(self, name: str):
        """The drawing of a tensor's signs."""
        return self.box.locator(f".numbers:has([aria-label='The numbers in {name}']) > svg")

    def settle(self) -> None:
        """What is out of view is filled 50 milliseconds later."""
        self.page.evaluate("new Promise(done => setTimeout(done, 60))")

    def value(self, name: str) -> str:
        self.settle()
        return self.box.locator(f"output[data-name='{name}']").get_attribute("data-value")

    def values(self) -> dict[str, str]:
        self.settle()
        return self.box.evaluate(
            "box => Object.fromEntries([...box.querySelectorAll('output')]"
            ".map(o => [o.dataset.name, o.dataset.value]))"
        )

    @property
    def place(self) -> Place:
        """Epoch and statement, as the reader sees them."""
        epoch, line = re.fullmatch(
            r"(\d+) of \d+, line (\d+)", self.box.locator(".at").inner_text()
        ).groups()
        marked = self.code.locator("[aria-current=step]")
        assert marked.get_attribute("data-line") == line
        return int(epoch), statement_on(marked.locator("> :last-child").inner_text(), 1)


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


# --- What stands on the screen is what torch computed


def told(value) -> str:
    """A recorded value as `data-value` must have it, written without the stepper."""
    if value is None:
        return "None"
    if isinstance(value, Gist):
        shape, first = list(value.shape), list(value.first)
        return {
            "shape": shape,
            "norm": value.norm,
            "min": value.minimum,
            "max": value.maximum,
            "first": first,
        }
    return value.tolist() if isinstance(value, torch.Tensor) else value


def read(text: str):
    """A `data-value` as a script would read it."""
    return "None" if text == "None" else json.loads(text)


def flat(value):
    """A tensor of one number is told as that number."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value


PLACES = {
    "linear_regression": [(0, FOR), (0, BACKWARD), (1, LOSS), (17, STEP), (50, PRINT), (99, IF)],
    "classification": [
        (0, BACKWARD),
        (0, STEP),
        (1, ZERO_GRAD),
        (17, FORWARD),
        (50, STEP),
        (99, STEP),
    ],
    "custom_loss": [(0, MSE), (0, LOSS), (1, L1), (17, STEP), (50, RETURN), (99, BACKWARD)],
}


@pytest.mark.parametrize(
    ("script", "epoch", "statement"), [(s, *place) for s in SCRIPTS for place in PLACES[s]]
)
def test_every_number_on_the_screen_is_torch_s(stepper, script, epoch, statement):
    shown = stepper(script, (epoch, statement)).values()
    recorded = after(run(f"{script}.py").lines, statement, epoch)
    expected = {n: flat(told(v)) for n, v in recorded.items() if n in shown and " is " not in n}
    assert len(expected) >= 5
    assert {name: read(shown[name]) for name in expected} == expected


def test_the_numbers_are_those_of_a_run_by_hand(stepper):
    torch.manual_seed(7)
    x = torch.randn(100, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1)
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(18):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
    found = stepper(place=(17, STEP))
    shown = [float(found.value(n)) for n in ("loss", "model.weight", "model.weight.grad")]
    assert shown == [loss.item(), model.weight.item(), model.weight.grad.item()]


def test_none_is_shown_as_none_before_the_first_backward(stepper):
    found = stepper(place=(0, ZERO_GRAD))
    assert found.value("model.weight.grad") == "None"
    place = found.box.locator("output[data-name='model.weight.grad']")
    expect(place).to_have_text("None")


def test_a_name_that_is_not_there_yet_has_no_value(stepper):
    assert stepper(place=(0, FORWARD)).value("loss") == ""


SIGNS = {"m.2.45h.5m-.25-.25v.5": 1, "m.2.45h.5": -1, "m.4.45h.1": 0}


def drawn(svg) -> tuple[dict, dict]:
    """Of each cell (row, column) the sign, and the shade from 0 to 4."""
    paths = svg.evaluate("svg => [...svg.querySelectorAll('path')].map(p => p.getAttribute('d'))")
    *shades, signs = (re.findall(r"M(\d) (\d)([^M]*)", path) for path in paths)
    return (
        {(int(y), int(x)): SIGNS[d] for x, y, d in signs},
        {(int(y), int(x)): shade for shade, cells in enumerate(shades) for x, y, _ in cells},
    )


@pytest.mark.parametrize("name", ["model.weight", "model.weight.grad"])
def test_thirty_weights_are_drawn_as_signs_the_larger_the_stronger(stepper, name):
    found = stepper("classification", (17, STEP))
    numbers = after(run("classification.py").lines, STEP, epoch=17)[name]
    signs, shades = drawn(found.signs(name))
    places = [(row, column) for row in range(3) for column in range(10)]
    assert sorted(signs) == sorted(shades) == places
    assert all(signs[at] == numbers[at].sign() for at in places)
    by_shade = [[abs(numbers[at]) for at in places if shades[at] == n] for n in (1, 2, 3, 4)]
    assert all(max(less) < min(more) for less, more in pairwise(by_shade))


def test_a_zero_is_drawn_as_a_dot_and_nan_as_no_size(stepper):
    found = stepper("classification", (17, STEP))
    svg = found.signs("model.bias")
    draw = "import('/assets/stepper/sketches.js').then(m => m.drawSigns(svg, value))"
    svg.evaluate(f"(svg, value) => {draw}", {"numbers": [0, -4, 1], "shape": [3]})
    assert drawn(svg) == ({(0, 0): 0, (0, 1): -1, (0, 2): 1}, {(0, 0): 0, (0, 1): 4, (0, 2): 1})
    svg.evaluate(f"svg => {{ const value = {{numbers: [NaN, -4, 1], shape: [3]}}; {draw} }}")
    assert drawn(svg)[1] == {}


def test_a_gradient_that_goes_to_none_leaves_no_sign(stepper):
    found = stepper("classification", (17, LOSS))
    signs = found.signs("model.weight.grad")
    assert len(drawn(signs)[0]) == 30
    found.press("ArrowRight")
    assert found.place == (17, ZERO_GRAD)
    found.settle()
    assert drawn(signs) == ({}, {})


def test_thirty_weights_open_from_signs_to_numbers(stepper):
    found = stepper("classification", (17, STEP))
    cell = found.box.locator("output[data-name='model.weight[0, 0]']")
    weight = after(run("classification.py").lines, STEP, epoch=17)["model.weight"][0, 0].item()
    expect(cell).to_be_hidden()
    found.button("The numbers in model.weight").click()
    expect(cell).to_have_text(f"{weight:.4f}")
    expect(cell).to_be_visible()
    expect(found.signs("model.weight")).to_be_hidden()
    found.button("The numbers in model.weight").click()
    expect(found.signs("model.weight")).to_be_visible()


def test_opened_numbers_follow_the_reader(stepper):
    found = stepper("classification", (17, BACKWARD))
    found.button("The numbers in model.weight.grad").click()
    assert float(found.value("model.weight.grad[2, 9]"))
    while found.place != (18, ZERO_GRAD):  # where gradients are None
        found.press("ArrowRight")
    assert found.value("model.weight.grad[2, 9]") == "None"


def test_the_focus_stays_on_a_button_whose_numbers_go(stepper):
    found = stepper("classification", (17, LOSS))
    button = found.button("The numbers in model.weight.grad")
    button.focus()
    found.page.keyboard.press("ArrowRight")
    assert found.place == (17, ZERO_GRAD)  # each .grad is None
    found.settle()
    expect(button).to_be_focused()


def test_opened_numbers_of_a_row_stand_in_one_column(stepper):
    found = stepper("classification", (17, STEP))
    found.button("The numbers in model.weight").click()
    left = [
        found.box.locator(f"output[data-name='model.weight[{at}]']").bounding_box()["x"]
        for at in ("0, 0", "0, 9", "1, 0")
    ]
    assert left[0] == pytest.approx(left[1], abs=10)
    assert left[2] > left[0] + 20


def test_what_changed_is_bold(stepper):
    found = stepper(place=(17, STEP))
    bold = [
        place.get_attribute("data-name")
        for place in found.box.locator(".stepper-values output[data-what=after]").all()
        if int(place.evaluate("p => getComputedStyle(p).fontWeight")) >= 600
    ]
    assert bold == ["model.weight", "model.bias"]


def test_what_changed_is_marked_by_a_sign(stepper):
    found = stepper(place=(17, BACKWARD))
    marked = found.box.locator("tr:has(output:text('Δ')) th").all_inner_texts()
    assert [name.strip() for name in marked] == ["model.weight.grad", "model.bias.grad"]


def test_what_is_out_of_view_follows_what_is_in_view(stepper):
    found = stepper(place=(17, BACKWARD), viewport={"width": 1280, "height": 400})
    found.box.locator(".stepper-controls").scroll_into_view_if_needed()
    found.press("ArrowRight")
    shown = found.box.locator("output[data-name='model.weight']")
    expect(shown).not_to_be_in_viewport()
    weight = after(run("linear_regression.py").lines, STEP, epoch=17)["model.weight"].item()
    expect(shown).to_have_attribute("data-value", str(weight))


def test_a_scroll_finds_no_stale_value(stepper):
    found = stepper("classification", (17, BACKWARD), viewport={"width": 1280, "height": 400})
    weight = after(run("classification.py").lines, STEP, epoch=17)["model.weight"].tolist()
    seen = found.box.evaluate(
        """async box => {
          box.scrollIntoView();
          await new Promise(requestAnimationFrame);
          const on = { key: 'ArrowRight', bubbles: true };
          const shown = box.querySelector("output[data-name='model.weight']");
          box.querySelector('.stepper-code').dispatchEvent(new KeyboardEvent('keydown', on));
          shown.scrollIntoView();
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          return shown.dataset.value;
        }"""
    )
    assert json.loads(seen) == weight


# --- The sentence's arithmetic holds

N = r"\(?(-?[\d.]+(?:e-?\d+)?)\)?"


@pytest.mark.parametrize("script", ["linear_regression", "custom_loss"])
@pytest.mark.parametrize("epoch", [0, 17, 99])
def test_the_sgd_sentence_s_arithmetic_holds(stepper, script, epoch):
    text = stepper(script, (epoch, STEP)).says.inner_text()
    found = re.findall(rf"{N} → {N}, that is {N} - {N} · {N}", text)
    assert len(found) == 2
    off = [float(b) - float(lr) * float(g) - float(after) for _, after, b, lr, g in found]
    assert max(map(abs, off)) <= 1.5e-4  # each number has four decimals


@pytest.mark.parametrize("epoch", [0, 17, 99])
def test_the_adam_sentence_s_arithmetic_holds(stepper, epoch):
    text = stepper("classification", (epoch, STEP)).says.inner_text()
    found = re.findall(rf"{N} → {N}, that is {N} - {N} · {N} / \(√{N} \+ 1e-08\)", text)
    assert len(found) == 2
    off = [
        float(before) - float(lr) * float(m) / float(v) ** 0.5 - float(after)
        for _, after, before, lr, m, v in found
    ]
    assert max(map(abs, off)) <= 2e-4


@pytest.mark.parametrize(("average", "decay"), [("exp_avg", 0.9), ("exp_avg_sq", 0.999)])
def test_the_adam_sentence_corrects_its_averages(stepper, average, decay):
    text = stepper("classification", (17, STEP)).says.inner_text()
    (raw, steps, corrected), *_ = re.findall(
        rf"{average} is {N} / \(1 - {decay}\^(\d+)\) = {N}", text
    )
    assert steps == "18"
    assert float(raw) / (1 - decay**18) == pytest.approx(float(corrected), rel=5e-3)


@every_script
def test_the_words_of_the_page_s_table_are_those_of_the_stepper(stepper, script):
    found = stepper(script)
    rows = found.box.locator(".stepper-epoch tbody tr").all()
    said = [row.text_content() for row in rows]
    words = []
    first = run(f"{script}.py").lines
    walked = [line.number for line in first.lines if line.epoch == 1]
    found.press("PageDown")
    for number in walked:
        words.append(str(number) + found.says.text_content().replace(": ", "", 1))
        found.press("ArrowRight")
        if found.question.count():
            found.question.get_by_role("button", name="Skip").click()
    assert [w.strip() for w in words] == [s.strip() for s in said]


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
    ran = [(line.epoch, statement_on(lines.source, line.number)) for line in lines.lines]
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


# --- The link


@pytest.mark.parametrize("place", [(0, FOR), (17, BACKWARD), (99, IF)])
def test_model_and_optimizer_hold_one_object(stepper, place):
    found = stepper(place=place)
    held = 'optimizer.param_groups[0]["params"][0]'
    assert found.value(f"model.weight is {held}") == "true"
    assert found.value(held) == found.value("model.weight")
    assert found.value(f"{held}.grad") == found.value("model.weight.grad")
    assert found.value(f"id({held})") == found.value("id(model.weight)") == "1"


REPLACED = """
import torch
from torch import nn, optim
torch.manual_seed(0)
x, y = torch.randn(8, 1), torch.randn(8, 1)
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(2):
    ((model(x) - y) ** 2).mean().backward()
    optimizer.step()
    model = torch.nn.Linear(1, 1)
"""
REPLACE = "model = torch.nn.Linear(1, 1)"


@pytest.fixture
def stepper_of(browser, tmp_path):
    """The stepper of a script given as text, on a page of its own."""
    with contextlib.ExitStack() as stack:

        def of(source: str, place: Place) -> Stepper:
            (tmp_path / "script.py").write_text(source.lstrip(), "utf-8")
            shutil.copytree(ROOT / "docs/assets/stepper", tmp_path / "assets/stepper")
            html = make_stepper(record(tmp_path / "script.py"))
            write_recordings(tmp_path)
            script = '<script type="module" src="assets/stepper/start.js"></script>'
            page_text = f"<!doctype html><title>A script</title>{html}{script}"
            (tmp_path / "index.html").write_text(page_text, "utf-8")
            address = stack.enter_context(served(tmp_path))
            page = browser.new_page()
            stack.callback(page.close)
            page.goto(f"{address}{address_of(source.lstrip(), *place)}")
            found = Stepper(page)
            expect(found.code).to_be_visible()
            return found

        yield of


def test_a_replaced_layer_is_another_object_than_the_optimizer_s(stepper_of):
    found = stepper_of(REPLACED, (0, REPLACE))
    held = 'optimizer.param_groups[0]["params"][0]'
    assert found.value(f"model.weight is {held}") == "false"
    assert (found.value("id(model.weight)"), found.value(f"id({held})")) == ("3", "1")
    assert found.value(f"{held} of the optimizer") == ""  # the model's value is not its value
    assert float(found.value(held)) != float(found.value("model.weight"))


def test_a_layer_is_the_optimizer_s_before_it_is_replaced(stepper_of):
    found = stepper_of(REPLACED, (0, STEP))
    held = 'optimizer.param_groups[0]["params"][0]'
    assert found.value(f"model.weight is {held}") == "true"
    assert found.value("id(model.weight)") == found.value(f"id({held})") == "1"


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


# --- The address


def test_a_linked_place_is_shown_and_in_view(stepper):
    found = stepper(place=(17, STEP))
    assert found.place == (17, STEP)
    expect(found.code).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_linked_place_is_not_behind_the_header(stepper, width):
    found = stepper(place=(17, STEP), viewport={"width": width, "height": 800})
    header = found.page.locator(".md-header").bounding_box()
    expect(found.code).to_be_in_viewport()
    assert found.code.bounding_box()["y"] >= header["y"] + header["height"]


def test_the_address_follows_the_reader(stepper):
    found = stepper(place=(17, STEP))
    found.press("PageDown", "ArrowLeft")
    expect(found.page).to_have_url(re.compile(f"{address_of(LINE, 18, BACKWARD)}$"))


def test_back_leads_to_the_place_before(stepper):
    found = stepper(place=(17, BACKWARD))
    found.button("On a line").click()
    found.button("On an epoch").click()
    assert found.place == (18, STEP)
    expect(found.page).to_have_url(re.compile(f"{address_of(LINE, 18, STEP)}$"))
    found.page.go_back()
    assert found.place == (17, STEP)
    found.page.go_back()
    assert found.place == (17, BACKWARD)
    found.page.go_forward()
    assert found.place == (17, STEP)


def test_a_line_that_did_not_run_then_leads_to_the_one_before_it(stepper):
    assert stepper(place=(17, PRINT)).place == (17, IF)


@pytest.mark.parametrize("place", ["#epoch=4000&line=9000", "#epoch=-3&line=x", "#the-script"])
def test_a_place_that_is_none_leads_to_one_that_is(stepper, place):
    stepper(place=place).place  # noqa: B018


# --- Other ways to read


def test_without_javascript_there_is_one_epoch_line_by_line(stepper_without_script):
    rows = stepper_without_script.locator(".stepper-epoch tbody tr")
    expect(rows).to_have_count(7)
    expect(rows.nth(5)).to_contain_text("that is")
    expect(stepper_without_script.locator(".stepper-live")).to_be_hidden()


@pytest.fixture
def stepper_without_script(browser, served_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_site}linear_regression/")
    yield page
    context.close()


def test_paper_has_the_table_and_not_the_controls(stepper):
    found = stepper()
    expect(found.box.locator(".stepper-epoch")).to_be_hidden()
    found.page.emulate_media(media="print")
    expect(found.box.locator(".stepper-epoch")).to_be_visible()
    expect(found.box.locator(".stepper-live")).to_be_hidden()


def test_a_voice_hears_the_sentence_and_not_each_number(stepper):
    found = stepper()
    expect(found.says).to_have_attribute("aria-live", "polite")
    loud = found.box.locator("[aria-live]:not(output):not(.stepper-says)")
    expect(loud).to_have_count(0)
    expect(found.box.locator("output:not([aria-live=off])")).to_have_count(0)


def test_a_voice_is_quiet_while_it_plays(stepper):
    found = stepper(place=(17, STEP))
    found.button("Play").click()
    expect(found.says).to_have_attribute("aria-live", "off")
    found.button("Pause").click()
    expect(found.says).to_have_attribute("aria-live", "polite")


@every_script
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_in_an_awake_stepper(stepper, script, scheme, width):
    size = {"width": width, "height": 900}
    found = stepper(script, (0, ZERO_GRAD), color_scheme=scheme, viewport=size)
    found.press("ArrowRight")  # to a question
    for button in found.box.locator("[aria-expanded]").all()[:1]:
        button.click()
    findings = Axe().run(found.page).response["violations"]
    assert [f"{f['id']}: {n['html'][:150]}" for f in findings for n in f["nodes"]] == []


@every_script
def test_a_phone_need_not_scroll_sideways_at_any_line(stepper, script):
    found = stepper(script, viewport={"width": 360, "height": 740})
    wide = []
    for key in ["ArrowRight"] * 14:
        found.press(key)
        wide.append(
            found.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )
    assert set(wide) == {0}


# --- Weight


@every_script
@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_lays_out_no_more_than_boxes_of_its_own(stepper, script, width):
    found = stepper(script, (0, FOR), viewport={"width": width, "height": 800})
    layouts, _ = walk(found)
    assert len(layouts) >= 20
    assert [layout for layout in layouts if not layout["partialLayout"]] == []


@every_script
@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_leaves_the_page_s_layers_as_they_are(stepper, script, width):
    found = stepper(script, (0, FOR), viewport={"width": width, "height": 800})
    found.page.evaluate(ONLY_IN_VIEW)
    layouts, composed = walk(found)
    assert len(layouts) >= 20
    assert composed == 0


# What is out of view is filled in a frame of its own.
ONLY_IN_VIEW = "const set = setTimeout; setTimeout = (act, ms) => ms === 50 || set(act, ms)"


def walk(found) -> tuple[list[dict], int]:
    """What Chromium did while a reader went on by lines and to the ends."""
    steps = ["ArrowRight"] * 24
    found.press(*steps, "PageDown", "Home", "End", "Home")  # so that no question is open
    return traced(found.page, lambda: found.press(*steps, "PageDown", "Home", "End"))


def test_a_word_outside_of_such_a_box_lays_out_the_page(stepper):
    found = stepper()
    note = found.box.locator(".stepper-note")
    act = "n => (n.firstChild.data = 'word')"
    (layout,), _ = traced(found.page, lambda: note.evaluate(act))
    assert not layout["partialLayout"]


def test_a_layer_that_goes_is_seen(stepper):
    found = stepper("classification", (0, STEP))
    act = "svg => svg.replaceChildren()"
    signs = found.signs("model.weight")
    _, composed = traced(found.page, lambda: signs.evaluate(act))
    assert composed > 0


def traced(page, act) -> tuple[list[dict], int]:
    """Each layout of a page during an act, and how often Chromium composed its layers anew."""
    client = page.context.new_cdp_session(page)
    own = client.send("Page.getFrameTree")["frameTree"]["frame"]["id"]  # icons are pages too
    events, done = [], []
    client.on("Tracing.dataCollected", lambda sent: events.extend(sent["value"]))
    client.on("Tracing.tracingComplete", lambda sent: done.append(sent))
    frame = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    page.evaluate(frame)
    categories = {"includedCategories": ["devtools.timeline", "blink"]}
    client.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
    act()
    page.evaluate(frame)
    client.send("Tracing.end")
    while not done:
        page.wait_for_timeout(10)
    begun = [e["args"]["beginData"] for e in events if "beginData" in e.get("args", {})]
    layouts = [each for each in begun if each.get("frame") == own and "partialLayout" in each]
    return layouts, sum(e["name"] == "PaintArtifactCompositor::Update" for e in events)


def test_nothing_is_loaded_before_the_stepper_comes_into_view(browser, served_site):
    context = browser.new_context(viewport={"width": 1280, "height": 300})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{served_site}linear_regression/")
    page.wait_for_load_state("networkidle")
    early = list(asked)
    page.locator(".stepper").scroll_into_view_if_needed()
    expect(page.locator(".stepper-live")).to_be_visible()
    context.close()
    assert "stepper.js" not in early
    assert not any(name.endswith(".json") for name in early)
    assert any(name.startswith("linear_regression-") for name in asked)


@every_script
def test_a_recording_weighs_at_most_15_kb(site, script):
    (data,) = (site / "assets/stepper/data").glob(f"{script}-*.json")
    assert len(gzip.compress(data.read_bytes())) <= 15 * KB


def test_the_modules_weigh_at_most_8_kb_together():
    modules = sorted((ROOT / "docs/assets/stepper").glob("*.js"))
    assert len(modules) >= 8
    assert sum(len(gzip.compress(module.read_bytes())) for module in modules) <= 8 * KB


# --- While the site is served


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serving(tmp_path):
    """`mkdocs serve` in a copy of the site: the copy, and its address."""
    copy = copy_site(tmp_path / "copy", whole=["linear_regression.md"])
    for lab in (copy / "docs/labs").glob("*.py"):
        lab.unlink()
    config = (copy / "mkdocs.yml").read_text("utf-8")
    without_lab = re.sub(r"  - Lab:\n(    .*\n)+", "", config)
    (copy / "mkdocs.yml").write_text(without_lab, "utf-8")
    port = free_port()
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"],
        cwd=copy,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "OMP_NUM_THREADS": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        until(lambda: answers(port), 120, tmp_path / "log")
        yield copy, f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()
        log.close()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds, seconds: float, log: Path) -> None:
    """Wait until something holds; fails with the log if it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.25)


def test_an_edited_snippet_shows_new_values_while_the_site_is_served(browser, serving, tmp_path):
    copy, address = serving
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}linear_regression/{address_of(LINE, 17, STEP)}")
    shown = page.locator("output[data-name='model.weight']")
    expect(shown).to_have_attribute("data-value", re.compile(r"\d"))
    before = after(run("linear_regression.py").lines, STEP, epoch=17)["model.weight"].item()
    assert float(shown.get_attribute("data-value")) == before

    snippet = copy / "snippets/linear_regression.py"
    snippet.write_text(snippet.read_text("utf-8").replace("lr=0.01", "lr=0.02"), "utf-8")
    new = after(record(snippet).lines, STEP, epoch=17)["model.weight"].item()
    assert new != before
    # The page reloads itself.
    expect(shown).to_have_attribute("data-value", str(new), timeout=60_000)
    context.close()


def test_the_three_scripts_are_there():
    assert all((SNIPPETS / f"{script}.py").is_file() for script in SCRIPTS)
