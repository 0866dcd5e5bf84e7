"""What docs/losses/l1_and_huber.md claims."""

import pytest
import torch
from helpers.printed_numbers import table
from helpers.runs import run, twin
from torch import nn
from torch.testing import assert_close

AGAIN = "losses/l1_and_huber/outlier_counts_once.py"
PULL = "losses/l1_and_huber/pull_of_an_error.py"
ANSWERS = "losses/l1_and_huber/mean_or_median.py"
HOVERS = "losses/l1_and_huber/l1_hovers.py"
SCHEDULE = "losses/l1_and_huber/a_schedule_settles.py"
PENALTY = "losses/l1_and_huber/penalty_moves_the_minimum.py"


@pytest.fixture
def pulls():
    """The printed columns: the error, and the slope of each loss."""
    return dict(zip(["error", "mse", "l1", "huber"], _pulls().T, strict=True))


def test_an_outlier_moves_the_line_of_mse_more_than_eight_times_as_far_as_those_of_l1_and_huber():
    rows = [line.split() for line in run(AGAIN).output.splitlines()]
    moved = {name: abs(float(weight) - 2) for name, _, weight in rows}
    assert moved["MSELoss"] > 8 * max(moved["L1Loss"], moved["HuberLoss"]) > 0


@pytest.mark.parametrize("outlier", [-1e6, -30.0, 9.0, 11.0, 30.0, 1e6])
def test_line_of_l1_stands_still_wherever_the_outlier_is(outlier):
    # Beside the weight 2 the loss rises to both sides, as it is convex everywhere.
    below, above = (_gradient_of_l1(2 + by, outlier) for by in (-1e-9, 1e-9))
    assert below < 0 < above


@pytest.mark.parametrize("outlier", [-30.0, 30.0])
def test_the_outlier_pulls_at_l1s_line_with_5_where_the_other_four_hold_with_10(outlier):
    # From each side of the weight, so that what changes with the side is what the four can hold.
    below, above = (5 * _gradient_of_l1(2 + by, outlier) for by in (-1e-9, 1e-9))
    assert (above - below) / 2 == pytest.approx(1 + 2 + 3 + 4)
    assert abs(above + below) / 2 == pytest.approx(5)


def _gradient_of_l1(at: float, outlier: float) -> float:
    x, y = (run(AGAIN).globals[name].double().clone() for name in ("x", "y"))
    y[4] = outlier
    weight = torch.tensor(at, dtype=torch.float64, requires_grad=True)
    nn.L1Loss()(weight * x, y).backward()
    return weight.grad.item()


def _pulls():
    return torch.stack([row for row in table_of(PULL) if len(row) == 4])


def table_of(name):
    lines = run(name).output.splitlines()[1:]
    return [torch.tensor([float(n) for n in line.split()]).double() for line in lines]


def y_pred(recording):
    return torch.stack([step.after["y_pred"] for step in recording.steps])


def test_mse_pulls_twice_the_error(pulls):
    assert_close(pulls["mse"], 2 * pulls["error"])


def test_l1_pulls_by_the_sign_of_the_error_alone(pulls):
    assert_close(pulls["l1"], pulls["error"].sign())


def test_l1_has_slope_0_at_its_kink(pulls):
    assert pulls["l1"][pulls["error"] == 0].tolist() == [0.0]


def test_huber_pulls_the_error_up_to_delta(pulls):
    assert_close(pulls["huber"], pulls["error"].clamp(-1, 1))


@pytest.mark.parametrize("delta", [0.5, 1.0, 3.0])
def test_huber_is_the_formula_on_the_page(delta):
    e = torch.linspace(-5, 5, 101, dtype=torch.float64)
    formula = torch.where(e.abs() <= delta, e**2 / 2, delta * (e.abs() - delta / 2))
    loss = nn.HuberLoss(delta=delta, reduction="none")(e, torch.zeros_like(e))
    assert_close(loss, formula)


def test_huber_near_0_is_half_the_squared_error():
    e = torch.tensor([-0.5, 0.1, 1.0])
    half = nn.MSELoss()(e, torch.zeros(3)) / 2
    assert_close(nn.HuberLoss(delta=1.0)(e, torch.zeros(3)), half)


@pytest.mark.parametrize(
    ("loss", "answer"), [("MSELoss", 6.4), ("L1Loss", 3.0), ("HuberLoss", 3.5)]
)
def test_each_loss_ends_at_its_own_answer(loss, answer):
    (line,) = [line for line in run(ANSWERS).output.splitlines() if line.startswith(loss)]
    assert float(line.split()[1]) == pytest.approx(answer)


def test_hubers_pulls_on_the_five_samples_cancel_at_3_5():
    assert (3.5 - run(ANSWERS).globals["y"]).clamp(-2, 2).sum() == 0


def test_the_median_stays_where_it_is_with_a_farther_outlier(tmp_path):
    far = twin(ANSWERS, tmp_path, ("20.0", "2000.0"), ("nn.MSELoss(), ", ""))
    assert "L1Loss     3.0" in far.output


def test_the_mean_moves_with_a_farther_outlier(tmp_path):
    far = twin(ANSWERS, tmp_path, ("20.0", "2000.0"))
    assert "MSELoss    402.4" in far.output


def test_every_step_of_l1_is_as_long_as_the_first():
    way = torch.cat([torch.zeros(1), y_pred(run(HOVERS))])
    assert_close(way.diff().abs(), torch.full((8,), 0.7))


def test_with_one_sample_l1_jumps_around_the_minimum_in_200_steps_as_in_8(tmp_path):
    longer = twin(HOVERS, tmp_path, ("range(8)", "range(200)"))
    errors = y_pred(longer)[3:].double() - 2.5
    # 200 additions of 0.7 to numbers below 4 are off by less than 200 * 4 * 1.2e-7 = 1e-4.
    assert_close(errors.abs(), torch.tensor([0.3, 0.4] * 99)[:197].double(), rtol=0, atol=1e-4)
    assert (errors[1:] * errors[:-1] < 0).all()


def test_between_the_two_middle_samples_of_an_even_number_l1_rests(tmp_path):
    two = ("torch.tensor(2.5)", "torch.tensor([2.0, 3.0])")
    even = twin(HOVERS, tmp_path, two, ("loss_fn(y_pred, y)", "loss_fn(y_pred.expand(2), y)"))
    assert [step.grad["y_pred"].item() for step in even.steps] == [-1, -1, -1, 0, 0, 0, 0, 0]


def test_a_learning_rate_that_shrinks_brings_l1_to_rest_at_the_minimum(tmp_path):
    longer = twin(SCHEDULE, tmp_path, ("range(61)", "range(200)"))
    moved = y_pred(longer).diff()[-20:]
    assert_close(moved, torch.zeros(20), rtol=0, atol=1e-6)
    # 200 sums of numbers below 4, each rounded.
    assert_close(y_pred(longer)[-1], torch.tensor(2.5), rtol=0, atol=200 * 4 * 6e-8)


@pytest.mark.parametrize("target", [0.1, 1.0, 2.5, 4.0, 6.5])
def test_at_the_minimum_l1_stays_within_the_shrinking_learning_rate(target, tmp_path):
    shrinks = twin(SCHEDULE, tmp_path, ("tensor(2.5)", f"tensor({target})"))
    left = abs(y_pred(shrinks)[30:].double() - target)
    rate = 0.7 * 0.9 ** torch.arange(30, 61).double()
    assert (left <= rate + 61 * 7 * 6e-8).all()


@pytest.mark.parametrize("lr", [0.7, 0.07, 0.007])
def test_l1_hovers_within_one_learning_rate_of_the_minimum(lr, tmp_path):
    hovers = twin(HOVERS, tmp_path, ("range(8)", "range(500)"), ("lr=0.7", f"lr={lr}"))
    errors = y_pred(hovers)[400:] - 2.5
    # 500 sums of numbers below 4, each rounded.
    assert errors.abs().max() < lr + 500 * 4 * 6e-8
    assert errors.abs().max() >= lr / 2 - 500 * 4 * 6e-8


def test_a_smaller_learning_rate_may_hover_further_away(tmp_path):
    smaller = twin(HOVERS, tmp_path, ("range(8)", "range(500)"), ("lr=0.7", "lr=0.65"))
    furthest = abs(y_pred(smaller)[400:] - 2.5).max()
    # Steps of 0.65 lead to 1.95 and 2.6, steps of 0.7 to 2.1 and 2.8.
    assert furthest > 0.5 > abs(y_pred(run(HOVERS))[4:] - 2.5).max()


def test_a_learning_rate_that_shrinks_too_soon_stops_l1_short_of_the_minimum(tmp_path):
    soon = twin(SCHEDULE, tmp_path, ("gamma=0.9", "gamma=0.7"), ("range(61)", "range(200)"))
    # All steps together are 0.7 / (1 - 0.7) long, and the way is 2.5.
    assert_close(y_pred(soon)[-1], torch.tensor(0.7 / (1 - 0.7)))


def test_huber_comes_to_rest_where_l1_hovers(tmp_path):
    huber = twin(HOVERS, tmp_path, ("range(8)", "range(200)"), ("L1Loss", "HuberLoss"))
    assert_close(y_pred(huber)[-1], torch.tensor(2.5))


def test_mse_without_a_penalty_ends_at_2():
    assert_close(table(PENALTY, "mse")[0], torch.full((4,), 2.0).double())


def test_penalty_on_the_weight_moves_the_minimum_to_2_minus_a_fortieth():
    last = [
        line.split()[1:] for line in run(PENALTY).output.splitlines() if "of_the_weight" in line
    ]
    assert_close(torch.tensor([float(n) for n in last[0]]), torch.full((4,), 2 - 0.1 / 4))


def test_the_number_on_the_page_is_the_weight_that_the_penalty_found():
    steps = run(PENALTY).steps
    assert len(steps) == 150
    assert_close(steps[99].before["weight"], torch.tensor(2 - 0.1 / 4))


@pytest.mark.parametrize("samples", [1, 2, 5, 10])
def test_the_penalty_lowers_the_weight_and_raises_the_mse(samples):
    torch.manual_seed(7)
    x, y = torch.randn(samples).double(), torch.randn(samples).double()
    weight = torch.linspace(-10, 10, 200001).double()
    mse = x.square().mean() * weight**2 - 2 * (x * y).mean() * weight + y.square().mean()
    without, found = mse.argmin(), (mse + 0.1 * weight.abs()).argmin()
    assert abs(weight[found]) < abs(weight[without])
    assert mse[found] > mse[without]


def test_with_the_term_on_the_errors_sgd_hovers_around_2():
    last = [
        line.split()[1:] for line in run(PENALTY).output.splitlines() if "of_the_errors" in line
    ]
    left = torch.tensor([float(n) for n in last[0]]) - 2
    assert (left[1:] * left[:-1] < 0).all()
    assert (left.abs() < 0.01).all()


def test_mse_of_the_penalty_snippet_is_the_parabola_on_the_page():
    x = run(PENALTY).globals["x"]
    w = torch.linspace(-1, 4, 11)
    assert_close(((w[:, None] * x - 2 * x) ** 2).mean(dim=1), 2 * (w - 2) ** 2)


@pytest.mark.parametrize("d", [0.5, 1.0, 4.0])
def test_smooth_l1_is_huber_divided_by_delta(d):
    e = torch.linspace(-9, 9, 37)
    huber = nn.HuberLoss(delta=d)(e, torch.zeros_like(e))
    assert_close(nn.SmoothL1Loss(beta=d)(e, torch.zeros_like(e)), huber / d)


def test_the_defaults_of_huber_and_smooth_l1_are_the_same():
    e = torch.linspace(-9, 9, 37)
    assert_close(nn.SmoothL1Loss()(e, e.flip(0)), nn.HuberLoss()(e, e.flip(0)))
