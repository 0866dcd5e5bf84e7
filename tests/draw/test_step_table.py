"""The table of steps shows what each step found: its loss, the gradients and the parameters."""

from dataclasses import replace
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from draw.step_table import step_table
from helpers.marks import falsified_tests
from helpers.runs import run
from torch import Tensor


@pytest.fixture(
    scope="module",
    params=[
        "linear_regression.py",
        "classification.py",  # parameters of several numbers, shown by their norms
        "losses/mse/halves_the_error.py",  # few steps, of one parameter
        "optimizers/sgd_by_hand.py",
        "gradients/backward/retain_graph_hides_an_old_loss_wrong.py",
    ],
)
def script(request):
    return run(request.param)


@pytest.fixture(scope="module")
def drawn(script):
    return step_table(script)


def rows(table: str) -> list[list[str]]:
    body = ElementTree.fromstring(table).find(".//tbody")
    return [["".join(cell.itertext()) for cell in row] for row in body]


def shown(table: str) -> dict[int, list[float]]:
    """The numbers of each row, by the step that the row is of."""
    return {
        int(row[0]): [float(cell.replace("−", "-")) for cell in row[1:]]
        for row in rows(table)
        if row[0] != "⋮"
    }


def one_number(tensor: Tensor) -> float:
    """The number, with its sign; of several the norm."""
    return tensor.item() if tensor.numel() == 1 else tensor.norm().item()


def test_row_of_a_step_is_what_the_step_found_to_four_digits(script, drawn):
    names = script.steps[0].before
    found = [
        [s.loss, *(one_number(s.grad[n]) for n in names), *(one_number(s.before[n]) for n in names)]
        for s in script.steps
    ]
    of_rows = shown(drawn)
    half_a_digit = 0.5e-4 * (1 + 1e-6)
    assert of_rows == {
        number: pytest.approx(found[number], rel=0, abs=half_a_digit) for number in of_rows
    }


def test_rows_are_of_all_steps_or_of_the_first_five_and_the_last_two(script, drawn):
    numbers = [row[0] for row in rows(drawn)]
    every = [str(number) for number in range(len(script.steps))]
    assert numbers == (every if len(every) <= 8 else [*every[:5], "⋮", *every[-2:]])


def test_columns_are_headed_by_what_they_hold(script, drawn):
    heads = ["".join(head.itertext()) for head in ElementTree.fromstring(drawn).iter("th")]
    names = list(script.steps[0].before)
    assert [head.strip("‖") for head in heads] == [
        "step", "loss", *(f"{name}.grad" for name in names), *names,
    ]  # fmt: skip


def with_after_for_before(script):
    steps = [replace(step, before=step.after) for step in script.steps]
    return step_table(SimpleNamespace(steps=steps))


def with_gradients_upside_down(script):
    steps = [replace(s, grad={n: -2 * g for n, g in s.grad.items()}) for s in script.steps]
    return step_table(SimpleNamespace(steps=steps))


def with_one_row_less(script):
    return step_table(SimpleNamespace(steps=script.steps[:-1]), last=1)


def with_the_names_of_another_script(script):
    return step_table(script).replace("<code>", "<code>other")


TestFalsified = falsified_tests(
    "linear_regression.py",
    {
        with_after_for_before: [test_row_of_a_step_is_what_the_step_found_to_four_digits],
        with_gradients_upside_down: [test_row_of_a_step_is_what_the_step_found_to_four_digits],
        with_one_row_less: [test_rows_are_of_all_steps_or_of_the_first_five_and_the_last_two],
        with_the_names_of_another_script: [test_columns_are_headed_by_what_they_hold],
    },
    globals(),
)
