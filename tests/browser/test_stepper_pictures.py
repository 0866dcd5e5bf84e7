"""The stepper's pictures are those of the worlds, at the moment that the reader is at."""

import math

import pytest
from browser.cursors import settle
from helpers.runs import run
from helpers.statements import BACKWARD, FORWARD, LOSS, STEP, ZERO_GRAD

pytestmark = [pytest.mark.site, pytest.mark.browser]

WORLDS = {
    "linear_regression": ["data", "map", "loss"],
    "custom_loss": ["data", "map", "loss"],
    "classification": ["loss"],  # thirty weights have no map
}


def drawn(found) -> dict[str, str]:
    """What is on each picture, but the map's ground, which stands still."""
    settle(found.page)
    found.settle()
    return found.box.locator("[data-world]").evaluate_all(
        "all => Object.fromEntries(all.map((view) =>"
        " [view.dataset.world, view.querySelector('canvas[role]').toDataURL()]))"
    )


def pictured(standing, place):
    """A stepper at a place, once it has drawn its pictures."""
    found = standing(place=place)
    loss = found.box.locator("[data-world=loss] canvas")
    loss.scroll_into_view_if_needed()
    some = "canvas => canvas.getContext('2d').getImageData(0, 0, 100, 100).data.some(Boolean)"
    found.page.wait_for_function(some, arg=loss.element_handle())
    return found


@pytest.mark.parametrize(("script", "worlds"), WORLDS.items())
def test_each_script_has_the_worlds_that_its_model_has(standing, script, worlds):
    views = standing(script).box.locator("[data-world]")
    assert views.evaluate_all("all => all.map((view) => view.dataset.world)") == worlds


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        (FORWARD, set()),
        (LOSS, {"loss"}),
        (ZERO_GRAD, {"map"}),
        (BACKWARD, {"map"}),
        (STEP, {"data", "map"}),
    ],
    ids=["forward", "loss", "zero_grad", "backward", "step"],
)
def test_a_line_changes_the_pictures_of_what_it_changes(standing, line, changes):
    found = pictured(standing, (17, line))
    found.press("ArrowLeft")
    before = drawn(found)
    found.press("ArrowRight")
    assert found.place[1].startswith(line)
    after = drawn(found)
    assert {world for world in after if after[world] != before[world]} == changes


# Within the frame there is nothing else.
A_CURVE = """canvas => {
    const { width, height } = canvas;
    const inside = [0.3 * width, 0.1 * height, 0.6 * width, 0.6 * height].map(Math.round);
    return canvas.getContext("2d").getImageData(...inside).data.some(Boolean);
}"""


@pytest.mark.parametrize("line", [FORWARD, LOSS])
def test_the_losses_ahead_are_drawn_before_the_first_one_is_there_and_after(standing, line):
    found = pictured(standing, (0, line))
    drawn(found)
    assert found.box.locator("[data-world=loss] canvas").evaluate(A_CURVE)


STANDING = """async ([epoch, line]) => {
    const { Run } = await import("/assets/stepper/recording.js");
    const { standing } = await import("/assets/stepper/pictures.js");
    const stepper = document.querySelector(".stepper");
    const answer = await fetch(`/assets/stepper/data/${stepper.dataset.recording}`);
    const run = new Run(await answer.json());
    const moment = run.find(epoch, line);
    const of = stepper.querySelector("[data-world=map]").dataset.of.split(" ");
    const { at, found } = standing(null, run, of.map((series) => run.look(Number(series), moment)));
    return [at, found ?? null];
}"""


def stands(standing, line) -> tuple[int, list[float] | None]:
    """After how many steps the map stands in epoch 17 at a line, and with what in .grad."""
    found = standing(place=(17, line))
    number = int(found.code.locator("[aria-current=step]").get_attribute("data-line"))
    return tuple(found.page.evaluate(STANDING, [17, number]))


def gradient(step) -> list[float]:
    return [grad.item() for grad in run("linear_regression.py").steps[step].grad.values()]


def test_the_map_has_no_gradient_after_zero_grad_and_the_line_stands_where_it_stood(standing):
    at, found = stands(standing, ZERO_GRAD)
    assert at == 17
    assert all(map(math.isnan, found))


def test_the_map_has_after_backward_the_gradient_from_where_the_line_stands(standing):
    assert stands(standing, BACKWARD) == (17, gradient(17))


def test_the_map_has_after_step_the_step_that_was_taken_and_what_it_found(standing):
    assert stands(standing, STEP) == (18, None)
    # At the next line that computes, .grad is still what that step found.
    assert stands(standing, FORWARD) == (17, None)
