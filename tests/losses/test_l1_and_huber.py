"""What docs/losses/l1_and_huber.md claims."""

import pytest
import torch
from printed import table
from runs import run, twin
from torch import nn
from torch.testing import assert_close

PULL = "losses/l1_and_huber/pull_of_an_error.py"
ANSWERS = "losses/l1_and_huber/mean_or_median.py"
HOVERS = "losses/l1_and_huber/l1_hovers.py"
PENALTY = "losses/l1_and_huber/penalty_moves_the_minimum.py"


@pytest.fixture
def pulls():
    """The printed columns: the error, and the slope of each loss."""
    return dict(zip(["error", "mse", "l1", "huber"], _pulls().T, strict=True))


def _pulls():
    return torch.stack([row for row in table_of(PULL) if len(row) == 4])


def table_of(name):
    lines = run(name).output.splitlines()[1:]
    return [torch.tensor([float(n) for n in line.split()]).double() for line in lines]


def y_pred(recording):
    return torch.stack([step.after["y_pred"] for step in recording.steps])


def test_mse_pulls_twice_the_error(pulls):
    assert_close(pulls["mse"], 2 * pulls["error"])


def test_l1_pulls_by_the_sign_alone(pulls):
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


def test_3_5_is_where_hubers_pulls_cancel():
    assert (3.5 - run(ANSWERS).globals["y"]).clamp(-2, 2).sum() == 0


def test_the_median_does_not_notice_a_farther_outlier(tmp_path):
    far = twin(ANSWERS, tmp_path, ("20.0", "2000.0"), ("nn.MSELoss(), ", ""))
    assert "L1Loss     3.0" in far.output


def test_the_mean_does_notice(tmp_path):
    far = twin(ANSWERS, tmp_path, ("20.0", "2000.0"))
    assert "MSELoss    402.4" in far.output


def test_every_step_of_l1_is_as_long_as_the_first():
    way = torch.cat([torch.zeros(1), y_pred(run(HOVERS))])
    assert_close(way.diff().abs(), torch.full((8,), 0.7))


def test_l1_never_settles(tmp_path):
    longer = twin(HOVERS, tmp_path, ("range(8)", "range(200)"))
    assert longer.steps[-1].loss > 0.29


def test_a_smaller_learning_rate_hovers_more_closely(tmp_path):
    smaller = twin(HOVERS, tmp_path, ("range(8)", "range(200)"), ("lr=0.7", "lr=0.07"))
    assert 0.01 < abs(y_pred(smaller)[-1] - 2.5) < 0.06


def test_huber_settles(tmp_path):
    huber = twin(HOVERS, tmp_path, ("range(8)", "range(200)"), ("L1Loss", "HuberLoss"))
    assert_close(y_pred(huber)[-1], torch.tensor(2.5))


def test_mse_alone_is_lowest_at_2():
    assert_close(table(PENALTY, "mse")[0], torch.full((4,), 2.0).double())


def test_penalty_on_the_weight_moves_the_minimum_to_2_minus_a_fortieth():
    last = [
        line.split()[1:] for line in run(PENALTY).output.splitlines() if "of_the_weight" in line
    ]
    assert_close(torch.tensor([float(n) for n in last[0]]), torch.full((4,), 2 - 0.1 / 4))


def test_term_on_the_errors_hovers_around_2():
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
