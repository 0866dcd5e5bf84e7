"""Every number on the screen of the stepper is what torch computed, and its sentences hold."""

import contextlib
import json
import re
import shutil
from itertools import pairwise

import pytest
import torch
from browser.serving import served
from browser.stepping import SCRIPTS, Place, Stepper, address_of
from draw.pictures import stepper as make_stepper
from helpers.runs import ROOT, run
from helpers.statements import (
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
)
from playwright.sync_api import expect
from record.recorder import record
from record.seen import Gist

pytestmark = [pytest.mark.site, pytest.mark.browser]

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
def test_every_number_on_the_screen_is_torch_s(standing, script, epoch, statement):
    shown = standing(script, (epoch, statement)).values()
    recorded = after(run(f"{script}.py").lines, statement, epoch)
    expected = {n: flat(told(v)) for n, v in recorded.items() if n in shown and " is " not in n}
    assert len(expected) >= 5
    assert {name: read(shown[name]) for name in expected} == expected


def test_none_is_shown_as_none_before_the_first_backward(standing):
    found = standing(place=(0, ZERO_GRAD))
    assert found.value("model.weight.grad") == "None"
    place = found.box.locator("output[data-name='model.weight.grad']")
    expect(place).to_have_text("None")


def test_a_name_that_is_not_there_yet_has_no_value(standing):
    assert standing(place=(0, FORWARD)).value("loss") == ""


SIGNS = {"m.2.45h.5m-.25-.25v.5": 1, "m.2.45h.5": -1, "m.4.45h.1": 0}


def drawn(svg) -> tuple[dict, dict]:
    """Of each cell (row, column) the sign, and the shade from -4 to 4."""
    paths = svg.evaluate("svg => [...svg.querySelectorAll('path')].map(p => p.getAttribute('d'))")
    *shades, signs = (re.findall(r"M(\d) (\d)([^M]*)", path) for path in paths)
    return (
        {(int(y), int(x)): SIGNS[d] for x, y, d in signs},
        {
            (int(y), int(x)): shade
            for shade, cells in enumerate(shades, start=-4)
            for x, y, _ in cells
        },
    )


@pytest.mark.parametrize("name", ["model.weight", "model.weight.grad"])
def test_thirty_weights_are_drawn_in_the_hue_of_their_sign_the_larger_the_stronger(standing, name):
    found = standing("classification", (17, STEP))
    numbers = after(run("classification.py").lines, STEP, epoch=17)[name]
    signs, shades = drawn(found.signs(name))
    places = [(row, column) for row in range(3) for column in range(10)]
    assert sorted(signs) == sorted(shades) == places
    assert all(signs[at] == numbers[at].sign() for at in places)
    assert all(shades[at] * numbers[at] > 0 for at in places)
    by_shade = [[abs(numbers[at]) for at in places if abs(shades[at]) == n] for n in (1, 2, 3, 4)]
    assert all(max(less) < min(more) for less, more in pairwise(by_shade))


def test_a_zero_is_drawn_as_a_dot_and_nan_as_no_size(standing):
    found = standing("classification", (17, STEP))
    svg = found.signs("model.bias")
    draw = "import('/assets/stepper/signs.js').then(m => m.drawSigns(svg, value))"
    svg.evaluate(f"(svg, value) => {draw}", {"numbers": [0, -4, 1], "shape": [3]})
    assert drawn(svg) == ({(0, 0): 0, (0, 1): -1, (0, 2): 1}, {(0, 0): 0, (0, 1): -4, (0, 2): 1})
    svg.evaluate(f"svg => {{ const value = {{numbers: [NaN, -4, 1], shape: [3]}}; {draw} }}")
    assert drawn(svg)[1] == {}


def test_a_gradient_that_goes_to_none_leaves_no_sign(standing):
    found = standing("classification", (17, LOSS))
    signs = found.signs("model.weight.grad")
    assert len(drawn(signs)[0]) == 30
    found.press("ArrowRight")
    assert found.place == (17, ZERO_GRAD)
    found.settle()
    assert drawn(signs) == ({}, {})


def test_a_gradient_of_none_has_no_numbers_to_open(standing):
    found = standing("classification", (17, ZERO_GRAD))
    button = found.button("The numbers in model.weight.grad")
    expect(found.signs("model.weight")).to_be_visible()
    expect(found.signs("model.weight.grad")).to_be_hidden()
    expect(button).to_be_hidden()
    found.press("ArrowRight")
    assert found.place == (17, BACKWARD)
    expect(found.signs("model.weight.grad")).to_be_visible()
    expect(button).to_be_visible()


def test_thirty_weights_open_from_signs_to_numbers(standing):
    found = standing("classification", (17, STEP))
    cell = found.box.locator("output[data-name='model.weight[0, 0]']")
    weight = after(run("classification.py").lines, STEP, epoch=17)["model.weight"][0, 0].item()
    expect(cell).to_be_hidden()
    found.button("The numbers in model.weight").click()
    expect(cell).to_have_text(f"{weight:.4f}")
    expect(cell).to_be_visible()
    expect(found.signs("model.weight")).to_be_hidden()
    found.button("The numbers in model.weight").click()
    expect(found.signs("model.weight")).to_be_visible()


def test_opened_numbers_follow_the_reader(standing):
    found = standing("classification", (17, BACKWARD))
    found.button("The numbers in model.weight.grad").click()
    assert float(found.value("model.weight.grad[2, 9]"))
    while found.place != (18, ZERO_GRAD):  # where gradients are None
        found.press("ArrowRight")
    assert found.value("model.weight.grad[2, 9]") == "None"


def test_the_focus_stays_on_a_button_whose_numbers_go(standing):
    found = standing("classification", (17, LOSS))
    button = found.button("The numbers in model.weight.grad")
    button.focus()
    found.page.keyboard.press("ArrowRight")
    assert found.place == (17, ZERO_GRAD)  # each .grad is None
    found.settle()
    expect(button).to_be_focused()


def test_opened_numbers_of_a_row_stand_in_one_column(standing):
    found = standing("classification", (17, STEP))
    found.button("The numbers in model.weight").click()
    left = [
        found.box.locator(f"output[data-name='model.weight[{at}]']").bounding_box()["x"]
        for at in ("0, 0", "0, 9", "1, 0")
    ]
    assert left[0] == pytest.approx(left[1], abs=10)
    assert left[2] > left[0] + 20


def test_what_changed_is_bold(standing):
    found = standing(place=(17, STEP))
    bold = [
        place.get_attribute("data-name")
        for place in found.box.locator(".stepper-field output[data-what=after]").all()
        if int(place.evaluate("p => getComputedStyle(p).fontWeight")) >= 600
    ]
    assert bold == ["model.weight", "model.bias"]


def test_cards_say_what_a_line_wrote_and_what_it_read(standing):
    found = standing(place=(17, BACKWARD))
    found.settle()
    did = {
        card.locator("output").first.get_attribute("data-name"): card.locator(".tag").inner_text()
        for card in found.box.locator(".stepper-field").all()
    }
    grads = {"model.weight.grad": "written", "model.bias.grad": "written", "loss": "read"}
    assert did == {"model.weight": "", "model.bias": "", **grads}


def test_the_formula_of_a_step_is_filled_with_its_numbers(standing):
    found = standing(place=(17, STEP))
    lines = run("linear_regression.py").lines
    old, new = (after(lines, at, epoch=17)["model.weight"].item() for at in (BACKWARD, STEP))
    grad = after(lines, STEP, epoch=17)["model.weight.grad"].item()
    formula = found.box.locator(".stepper-formulas p").first
    assert grad < 0
    expect(formula).to_contain_text(f"{old:.4f} − 0.01 · (−{-grad:.4f}) = {new:.4f}")
    expect(formula).to_be_visible()
    found.press("ArrowLeft")
    expect(formula).to_be_hidden()


def test_what_is_out_of_view_follows_what_is_in_view(stepper):
    found = stepper(place=(17, BACKWARD), viewport={"width": 800, "height": 250})
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


# --- The link


@pytest.mark.parametrize("place", [(0, FOR), (17, BACKWARD), (99, IF)])
def test_model_and_optimizer_hold_one_object(standing, place):
    found = standing(place=place)
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
            shutil.copytree(ROOT / "docs/assets", tmp_path / "assets")
            made = make_stepper(record(tmp_path / "script.py"))
            for name, content in made.files.items():
                (tmp_path / name).parent.mkdir(exist_ok=True)
                (tmp_path / name).write_text(content, "utf-8")
            script = '<script type="module" src="assets/start.js"></script>'
            page_text = f"<!doctype html><title>A script</title>{made}{script}"
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
