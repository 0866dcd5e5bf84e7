"""What docs/gradients/index.md claims."""

import re

import pytest
import torch
from helpers.printed_numbers import table
from helpers.runs import run, twin, twin_names
from torch.testing import assert_close

NUDGE = "gradients/nudge_the_weight.py"
SIGN = "gradients/the_sign_says_which_way.py"
MINIMUM = "gradients/at_the_minimum.py"
STEEPEST = "gradients/steepest_way_up.py"
RAVINE = "gradients/not_towards_the_minimum.py"
ROUND = "gradients/a_round_bowl.py"

# Half of the last printed digit, the fifth, and float32's rounding of losses up to 2.5.
PRINTED = 5e-6 + 1e-6


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
    assert_close(change, ratios * nudge, rtol=0, atol=PRINTED)


def test_each_printed_promise_is_the_gradient_times_the_nudge():
    nudge, _, promised = table(NUDGE, begin="nudge").T
    assert_close(promised, run(NUDGE).globals["gradient"] * nudge, rtol=0, atol=PRINTED)


def test_a_nudge_of_a_hundredth_keeps_the_promise_to_half_a_percent():
    # Off by curvature / 2 times the nudge, 2.5 * 0.01 of 5: half a percent, and rounding.
    assert ratio(run(NUDGE), 0.01) == pytest.approx(run(NUDGE).globals["gradient"], rel=0.00501)


def test_a_nudge_of_1_breaks_the_promise_by_half():
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
def test_a_small_move_against_the_sign_lowers_the_loss(weight):
    script = twin_names(SIGN, ("[0.0, 1.0, 2.0, 3.0]", f"[{weight}]"))
    moved = weight - 0.01 * script["w"].grad.sign().item()
    assert ((moved * script["x"] - script["y"]) ** 2).mean() < script["loss"]


@pytest.mark.parametrize("weight", [0.0, 1.0, 3.0], ids="from {}".format)
def test_a_small_move_with_the_sign_raises_the_loss(weight):
    script = twin_names(SIGN, ("[0.0, 1.0, 2.0, 3.0]", f"[{weight}]"))
    moved = weight + 0.01 * script["w"].grad.sign().item()
    assert ((moved * script["x"] - script["y"]) ** 2).mean() > script["loss"]


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_at_the_minimum_the_loss_is_flat_in_the_parameters(parameter):
    assert_close(run(MINIMUM).globals[parameter].grad, torch.tensor(0.0))


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_away_from_the_minimum_the_loss_is_not_flat_in_the_parameters(parameter, tmp_path):
    away = twin(MINIMUM, tmp_path, ("torch.tensor(1.0", "torch.tensor(1.1"))
    assert away.globals[parameter].grad.abs() > 0.1  # 2 · 0.1 · the mean of x² (3.5) or x (1.5)


def test_at_the_minimum_the_loss_is_not_flat_in_the_inputs():
    script = run(MINIMUM).globals
    w, b, x, y = (script[name].detach() for name in ["w", "b", "x", "y"])
    assert_close(script["x"].grad, 2 / 4 * (w * x + b - y) * w)
    assert script["x"].grad.abs().min() > 0.2  # each error is a half, so each slope a quarter


def test_the_line_at_the_minimum_is_the_least_squares_line():
    script = run(MINIMUM).globals
    x, y = script["x"].detach(), script["y"]
    best = torch.linalg.lstsq(torch.stack([x, torch.ones(4)], dim=1), y[:, None]).solution
    assert_close(best.flatten(), torch.stack([script["w"], script["b"]]).detach())


def test_loss_rises_most_along_the_gradient():
    script = run(STEEPEST).globals
    assert abs(script["up"] - script["gradient_angle"]) <= 0.5  # it tries whole degrees


def test_loss_falls_most_against_the_gradient():
    script = run(STEEPEST).globals
    assert abs(script["down"] + 180 - script["gradient_angle"]) <= 0.5


def test_at_a_right_angle_to_the_gradient_the_loss_hardly_changes():
    script = run(STEEPEST).globals
    # The script's angle is off by up to half a degree, whose sine is 0.0088; the curvature adds
    # length · λmax / 2 of the gradient's length, 0.0004.
    assert abs(script["rises"][script["across"]]) < script["rises"].max() / 100


def test_a_nudge_changes_the_loss_by_its_product_with_the_gradient():
    script = run(STEEPEST).globals
    promised = script["length"] * script["directions"] @ script["start"].grad
    inputs = torch.stack([script["x"], torch.ones(3)], dim=1)
    steepest_bend = torch.linalg.eigvalsh(2 * inputs.T @ inputs / 3).max().item()
    bend = script["length"] ** 2 * steepest_bend / 2  # what the loss adds to its slope, at most
    assert_close(script["rises"], promised, atol=1.001 * bend, rtol=0)


def test_over_a_long_way_straight_against_the_gradient_does_not_lower_the_loss_most():
    far = twin_names(STEEPEST, ("length = 0.001", "length = 3.0"))
    assert abs(far["down"] + 180 - far["gradient_angle"]) > 10


def angles_along_the_path(recording):
    """Degrees between downhill and the way to the minimum (2, 1), at each step."""
    steps = recording.steps
    downhill = -torch.tensor([[s.grad["w"].item(), s.grad["b"].item()] for s in steps])
    way = torch.tensor([[2 - s.before["w"].item(), 1 - s.before["b"].item()] for s in steps])
    apart = [torch.atan2(*direction.T.flip(0)).rad2deg() for direction in (downhill, way)]
    return (apart[0] - apart[1] + 180).remainder(360).sub(180).abs()


def test_in_a_ravine_downhill_is_nearly_at_right_angles_to_the_minimum():
    assert angles_along_the_path(run(RAVINE))[0] > 80


def test_printed_angle_is_the_one_of_the_first_step():
    assert_close(run(RAVINE).globals["angle"], angles_along_the_path(run(RAVINE))[0].item())


STARTS = [(1.0, 3.5), (-4.0, 1.5), (2.5, -7.0), (30.0, 40.0)]


def angle_at(x, start):
    """Degrees between downhill and the way to the minimum (2, 1) of a line through these inputs."""
    point = torch.tensor(start).double().requires_grad_()
    x = x.double()
    ((point[0] * x + point[1] - 2 * x - 1) ** 2).mean().backward()
    way = torch.tensor([2.0, 1.0]).double() - point.detach()
    cross = way[0] * -point.grad[1] + way[1] * point.grad[0]
    return torch.atan2(cross.abs(), way @ -point.grad).rad2deg().item()


@pytest.mark.parametrize("start", STARTS, ids="from {}".format)
@pytest.mark.parametrize("count", [3, 10, 100])
def test_with_mean_0_and_spread_1_downhill_points_at_the_minimum(count, start):
    x = torch.randn(count, generator=torch.Generator().manual_seed(count)).double()
    x = (x - x.mean()) / x.std(correction=0)
    # Rounding leaves about count * eps of mean 0 and mean square 1. Of 200 seeds none was off by
    # more than an eighth of this bound.
    assert angle_at(x, start) < torch.rad2deg(torch.tensor(10 * count * 2.0**-52)).item()


@pytest.mark.parametrize("spread", [0.1, 10.0])
def test_with_mean_0_alone_downhill_need_not_point_at_the_minimum(spread):
    x = spread * torch.tensor([-1.0, 0.0, 1.0])
    assert angle_at(x, STARTS[0]) > 20


def printed_angles():
    """Degrees between the two directions in each row that the script of the round bowl prints."""
    rows = [re.findall(r"([+-]\d+)°", line) for line in run(ROUND).output.splitlines()]
    return torch.tensor([[float(degrees) for degrees in row] for row in rows]).diff().abs()[:, 0]


def test_each_printed_angle_is_the_one_between_downhill_and_the_minimum():
    angles = [angle_at(x, STARTS[0]) for x in run(ROUND).globals["inputs"].values()]
    # Each of two directions is printed as a whole degree, so off by a half at most.
    assert_close(printed_angles(), torch.tensor(angles), rtol=0, atol=1.01)


def test_downhill_and_the_way_to_the_minimum_agree_in_the_last_printed_row_only():
    assert (printed_angles() == 0).tolist() == [False, False, True]


def test_the_first_steps_in_a_ravine_cross_it_and_come_back():
    uphill_of_the_weight = [step.grad["w"].sign().item() for step in run(RAVINE).steps[:4]]
    assert uphill_of_the_weight in ([1, -1, 1, -1], [-1, 1, -1, 1])


def test_a_hundred_steps_do_not_reach_the_minimum_of_the_ravine():
    last = run(RAVINE).steps[-1].after
    assert torch.stack([last["w"] - 2, last["b"] - 1]).norm() > 0.5


def test_a_hundred_steps_reach_the_minimum_of_a_round_bowl(tmp_path):
    bowl = twin(RAVINE, tmp_path, ("[2.0, 3.0, 4.0]", "[-1.0, 0.0, 1.0]"))
    last = bowl.steps[-1].after
    assert_close(torch.stack([last["w"], last["b"]]), torch.tensor([2.0, 1.0]), atol=1e-3, rtol=0)
