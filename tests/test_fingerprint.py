"""What a script leaves behind, seen from outside: docs/hooks/record/fingerprint.py."""

import json
import math

import pytest
from record.fingerprint import Fingerprint, fingerprint

HEAD = """
import torch
from torch import nn, optim

torch.manual_seed(7)
x = torch.randn(8, 1)
model = nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1))
optimizer = optim.SGD(model.parameters(), lr=0.1)
"""
STEP = """
loss = model(x).square().mean()
optimizer.zero_grad()
loss.backward()
optimizer.step()
"""


@pytest.fixture
def seen(tmp_path):
    """A function from a script to its fingerprint."""

    def of(*parts: str) -> Fingerprint:
        path = tmp_path / "script.py"
        path.write_text("".join(parts), "utf-8")
        return fingerprint(path)

    return of


def grads(found: Fingerprint) -> dict[str, str]:
    return {place.name: place.grad for place in found.places if place.kind == "parameter"}


def moved(found: Fingerprint) -> dict[str, str]:
    return {place.name: place.moved for place in found.places}


def test_a_step_moves_parameters_and_the_forward_pass_moves_buffers(seen):
    found = seen(HEAD, STEP)
    assert (found.backwards, found.steps, found.seed, found.raised) == (1, 1, 7, "")
    assert moved(found)["model.1.bias"] == "yes"
    assert moved(found)["model.1.running_mean"] == "yes"
    assert {place.held for place in found.places if place.kind == "parameter"} == {True}


def test_a_parameter_that_is_no_module_s_is_seen(seen):
    bare = "w = torch.tensor(1.0, requires_grad=True)\nfixed = torch.tensor(1.0)\nloss = w**2\n"
    found = seen("import torch\n", bare, "loss.backward()\n")
    assert (grads(found), moved(found)) == ({"w": "finite"}, {"w": "no"})


def test_what_a_module_is_given_between_backward_and_step_is_seen(seen):
    given = STEP.replace("optimizer.step()", "model.append(nn.Linear(1, 1))\noptimizer.step()")
    assert moved(seen(HEAD, given))["model.2.weight"] == "no"


def test_what_a_script_raises_is_seen_with_its_own_line(seen):
    found = seen(HEAD, "loss = model(x).mean().item()\nloss.backward()\n")
    assert (found.raised, found.at) == ("AttributeError", "loss.backward()")
    assert found.message == "'float' object has no attribute 'backward'"


def test_the_losses_are_what_the_name_stood_for_though_nothing_was_computed_of_them(seen):
    found = seen("for i in range(3):\n    loss = 1.5 * i\n")
    assert (found.losses, found.backwards) == ([0, 1.5, 3], 0)


def test_without_that_name_they_are_what_backward_was_called_on(seen):
    found = seen(HEAD, STEP.replace("loss", "error"), STEP.replace("loss", "error"))
    assert len(found.losses) == found.backwards == 2


def test_held_out_losses_what_is_shown_and_what_is_printed_are_kept(seen):
    told = """
shown = []
for held_out in (3.0, 2.0):
    shown.append(torch.tensor(held_out / 2))
    print(held_out)
"""
    found = seen(HEAD, told)
    assert (found.held_out, found.shown, found.printed) == ([3.0, 2.0], [1.5, 1.0], "3.0\n2.0\n")
    assert Fingerprint.unpacked(found.packed()) == found


@pytest.mark.parametrize(
    ("script", "grad"),
    [
        (STEP + STEP, "finite"),
        (STEP + STEP.replace("optimizer.zero_grad()", ""), "growing"),
        (
            STEP + STEP.replace("\noptimizer.step", "\noptimizer.zero_grad()\noptimizer.step"),
            "None",
        ),
        (STEP + STEP.replace("model(x)", "(0 * model(x))"), "zero"),
        (STEP + STEP.replace("model(x)", "(float('nan') * model(x))"), "nan"),
        (STEP + "optimizer.step()\n", "left over"),
        # Several backwards before one step, by plan.
        (
            STEP + STEP.replace("\noptimizer.step", "\nmodel(x).mean().backward()\noptimizer.step"),
            "finite",
        ),
    ],
    ids=["new", "added up", "cleared", "flat", "nan", "old", "accumulated by plan"],
)
def test_a_gradient_is_told_as_the_last_step_found_it(seen, script, grad):
    assert grads(seen(HEAD, script))["model.1.bias"] == grad


def test_what_was_loaded_before_the_optimizer_was_made_has_not_moved(seen):
    made = "optimizer = optim.SGD(model.parameters(), lr=0.1)\n"
    loads = "nn.init.ones_(model[0].weight)\n"
    assert set(moved(seen(HEAD.replace(made, loads + made))).values()) == {"no"}


def test_a_layer_that_stands_in_another_s_place_has_its_name(seen):
    replaced = "model[1] = nn.BatchNorm1d(1)\n"
    (place,) = [p for p in seen(HEAD, replaced, STEP).places if p.name == "model.1.bias"]
    assert (place.moved, place.held, place.grad) == ("no", False, "finite")


def test_a_tensor_that_a_module_keeps_and_does_not_list_is_no_parameter(seen):
    found = seen(HEAD, "model.kept = torch.ones(2)\n", STEP)
    kinds = {place.name: place.kind for place in found.places}
    assert kinds["model.kept"] == "tensor"
    assert kinds["model.1.running_var"] == "buffer"


def test_a_parameter_that_is_nan_has_not_moved_but_is_nan(seen):
    found = seen(HEAD, STEP.replace("model(x)", "(float('nan') * model(x))"))
    assert moved(found)["model.0.weight"] == "nan"


def test_json_keeps_a_fingerprint_even_of_nan(seen):
    found = seen(HEAD, STEP, "loss = float('nan')\n")
    again = Fingerprint.unpacked(json.loads(json.dumps(found.packed())))
    assert math.isnan(again.losses.pop())
    found.losses.pop()
    assert again == found
