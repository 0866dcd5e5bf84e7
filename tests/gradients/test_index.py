"""What docs/gradients/index.md claims."""

import pytest
import torch
from printed import table
from runs import run, twin
from torch.testing import assert_close

NUDGE = "gradients/nudge_the_weight.py"
SIGN = "gradients/the_sign_says_which_way.py"
MINIMUM = "gradients/at_the_minimum.py"
STEEPEST = "gradients/steepest_way_up.py"
RAVINE = "gradients/not_towards_the_minimum.py"


def ratio(recording, nudge):
    """Change of the loss at weight 1 per nudge, in float64."""
    x, y = recording.globals["x"].double(), recording.globals["y"].double()
    before, after = (((weight * x - y) ** 2).mean().item() for weight in [1.0, 1.0 + nudge])
    return (after - before) / nudge


def test_gradient_is_the_closed_form():
    script = run(NUDGE).globals
    x, y = script["x"], script["y"]
    assert_close(script["gradient"], (2 * (1.0 * x - y) * x).mean().item())


@pytest.mark.parametrize("nudge", [1.0, 0.1, 0.01, -0.01])
def test_prediction_is_off_by_half_the_curvature_times_the_nudge(nudge):
    x = run(NUDGE).globals["x"].double()
    curvature = (2 * x**2).mean().item()
    gradient = run(NUDGE).globals["gradient"]
    assert_close(ratio(run(NUDGE), nudge) - gradient, curvature / 2 * nudge)


def test_each_printed_change_is_the_ratio_times_the_nudge():
    nudge, change, _ = table(NUDGE, begin="nudge").T
    ratios = torch.tensor([ratio(run(NUDGE), by) for by in nudge.tolist()]).double()
    assert_close(change, ratios * nudge, rtol=0, atol=6e-6)


def test_each_printed_promise_is_the_gradient_times_the_nudge():
    nudge, _, promised = table(NUDGE, begin="nudge").T
    assert_close(promised, run(NUDGE).globals["gradient"] * nudge, rtol=0, atol=6e-6)


def test_a_small_nudge_keeps_the_promise_to_half_a_percent():
    assert ratio(run(NUDGE), 0.01) == pytest.approx(run(NUDGE).globals["gradient"], rel=0.00501)


def test_a_large_nudge_breaks_the_promise_by_half():
    assert_close(ratio(run(NUDGE), 1.0), run(NUDGE).globals["gradient"] / 2)


def test_a_small_nudge_tells_of_a_gradient_of_another_loss(tmp_path):
    other = twin(NUDGE, tmp_path, ("loss = loss_at(w)", "loss = 2 * loss_at(w)"))
    assert ratio(other, 0.01) != pytest.approx(other.globals["gradient"], rel=0.4)


@pytest.mark.parametrize(
    ("weight", "sign"),
    [(0.0, -1), (1.0, -1), (2.0, 0), (3.0, 1)],
    ids=["at 0", "at 1", "at 2", "at 3"],
)
def test_sign_is_negative_below_the_best_weight_and_positive_above(weight, sign, tmp_path):
    changed = twin(SIGN, tmp_path, ("[0.0, 1.0, 2.0, 3.0]", f"[{weight}]"))
    assert changed.globals["w"].grad.sign().item() == sign


@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0], ids="from {}".format)
def test_a_small_move_against_the_sign_lowers_the_loss(weight, tmp_path):
    script = twin(SIGN, tmp_path, ("[0.0, 1.0, 2.0, 3.0]", f"[{weight}]")).globals
    moved = weight - 0.01 * script["w"].grad.sign().item()
    assert ((moved * script["x"] - script["y"]) ** 2).mean() < script["loss"]


@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0], ids="from {}".format)
def test_a_small_move_with_the_sign_raises_the_loss(weight, tmp_path):
    script = twin(SIGN, tmp_path, ("[0.0, 1.0, 2.0, 3.0]", f"[{weight}]")).globals
    moved = weight + 0.01 * script["w"].grad.sign().item()
    assert ((moved * script["x"] - script["y"]) ** 2).mean() > script["loss"]


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_at_the_minimum_the_loss_is_flat_in_the_parameters(parameter):
    assert_close(run(MINIMUM).globals[parameter].grad, torch.tensor(0.0))


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_away_from_the_minimum_it_is_not_flat(parameter, tmp_path):
    away = twin(MINIMUM, tmp_path, ("torch.tensor(0.5", "torch.tensor(0.6"))
    assert away.globals[parameter].grad.abs() > 0.1


def test_at_the_minimum_the_loss_is_not_flat_in_the_inputs():
    script = run(MINIMUM).globals
    w, b, x, y = (script[name].detach() for name in ["w", "b", "x", "y"])
    assert_close(script["x"].grad, 2 / 3 * (w * x + b - y) * w)
    assert script["x"].grad.abs().min() > 0.1


def test_that_line_is_the_least_squares_line():
    script = run(MINIMUM).globals
    x, y = script["x"].detach(), script["y"]
    best = torch.linalg.lstsq(torch.stack([x, torch.ones(3)], dim=1), y[:, None]).solution
    assert_close(best.flatten(), torch.stack([script["w"], script["b"]]).detach())


def test_loss_rises_most_along_the_gradient():
    script = run(STEEPEST).globals
    assert abs(script["up"] - script["gradient_angle"]) <= 0.5


def test_loss_falls_most_against_the_gradient():
    script = run(STEEPEST).globals
    assert abs(script["down"] + 180 - script["gradient_angle"]) <= 0.5


def test_half_way_between_both_the_loss_hardly_changes():
    script = run(STEEPEST).globals
    assert abs(script["rises"][script["across"]]) < script["rises"].max() / 100


def test_a_nudge_changes_the_loss_by_its_product_with_the_gradient():
    script = run(STEEPEST).globals
    promised = script["length"] * script["directions"] @ script["start"].grad
    assert_close(script["rises"], promised, atol=1.5e-5, rtol=0)


def test_far_away_the_gradient_is_not_the_steepest_way(tmp_path):
    far = twin(STEEPEST, tmp_path, ("length = 0.001", "length = 3.0")).globals
    assert abs(far["down"] + 180 - far["gradient_angle"]) > 10


def angles_along_the_path(recording):
    """Degrees between downhill and the way to the minimum (2, 1), at each step."""
    steps = recording.steps
    downhill = -torch.tensor([[s.grad["w"].item(), s.grad["b"].item()] for s in steps])
    way = torch.tensor([[2 - s.before["w"].item(), 1 - s.before["b"].item()] for s in steps])
    return torch.nn.functional.cosine_similarity(downhill, way).acos().rad2deg()


def test_in_a_ravine_downhill_is_nearly_at_right_angles_to_the_minimum():
    assert angles_along_the_path(run(RAVINE))[0] > 80


def test_printed_angle_is_the_one_of_the_first_step():
    assert_close(run(RAVINE).globals["angle"], angles_along_the_path(run(RAVINE))[0].item())


def test_in_a_round_bowl_downhill_points_nearly_at_the_minimum(tmp_path):
    bowl = twin(RAVINE, tmp_path, ("[2.0, 3.0, 4.0]", "[-1.0, 0.0, 1.0]"))
    assert angles_along_the_path(bowl)[0] < 12


def test_the_first_steps_cross_the_ravine_and_come_back():
    uphill_of_the_weight = [step.grad["w"].sign().item() for step in run(RAVINE).steps[:4]]
    assert uphill_of_the_weight in ([1, -1, 1, -1], [-1, 1, -1, 1])


def test_a_hundred_steps_do_not_reach_the_minimum_of_the_ravine():
    last = run(RAVINE).steps[-1].after
    assert torch.stack([last["w"] - 2, last["b"] - 1]).norm() > 0.5


def test_a_hundred_steps_reach_the_minimum_of_a_round_bowl(tmp_path):
    bowl = twin(RAVINE, tmp_path, ("[2.0, 3.0, 4.0]", "[-1.0, 0.0, 1.0]"))
    last = bowl.steps[-1].after
    assert_close(torch.stack([last["w"], last["b"]]), torch.tensor([2.0, 1.0]), atol=1e-3, rtol=0)
