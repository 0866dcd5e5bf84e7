"""What docs/optimizers/momentum.md claims."""

import math
from itertools import pairwise

import pytest
import torch
from line import offsets
from runs import run, twin

SUMS = "optimizers/momentum/buffer_sums.py"
OVER = "optimizers/momentum/overshoots.py"
RAVINE = "optimizers/momentum/ravine.py"

N = torch.arange(1, 101, dtype=torch.float64)
GEOMETRIC = {
    "plain": torch.ones_like(N),
    "momentum": (1 - 0.9**N) / (1 - 0.9),
    "nesterov": (1 - 0.9 ** (N + 1)) / (1 - 0.9),
    "averaged": torch.ones_like(N),
}


def lengths(recording, kind):
    """Each step of one kind, in units of lr."""
    name = f"weights['{kind}']"
    moves = [s.before[name] - s.after[name] for s in recording.steps if name in s.before]
    return torch.cat(moves) / 0.01


def signs_of_the_error(recording):
    """The sides of the least-squares weight on which the run's weights are."""
    return set(offsets(recording)[1:, 0].sign().tolist())


@pytest.mark.parametrize("kind", GEOMETRIC)
def test_a_steady_gradient_makes_steps_of_a_geometric_sum(kind):
    torch.testing.assert_close(lengths(run(SUMS), kind), GEOMETRIC[kind])


def test_another_momentum_makes_another_sum(tmp_path):
    half = twin(SUMS, tmp_path, ('"momentum": {"momentum": 0.9}', '"momentum": {"momentum": 0.5}'))
    assert lengths(half, "momentum")[-1].item() == pytest.approx(2)


def test_momentum_carries_the_weight_past_the_minimum():
    assert signs_of_the_error(run(OVER)) == {-1, 1}


def test_plain_sgd_stays_on_its_side_of_the_minimum(tmp_path):
    plain = twin(OVER, tmp_path, (", momentum=0.9", ""))
    assert signs_of_the_error(plain) == {-1}


def test_the_loss_rises_as_often_as_the_page_says():
    losses = [step.loss for step in run(OVER).steps]
    assert (
        sum(after > before for before, after in pairwise(losses)) == run(OVER).globals["rises"] > 0
    )


def test_the_loss_of_plain_sgd_never_rises(tmp_path):
    assert twin(OVER, tmp_path, (", momentum=0.9", "")).globals["rises"] == 0


def test_after_100_steps_momentum_has_the_lower_loss():
    assert run(OVER).steps[-1].loss < 0.2 * run("linear_regression.py").steps[-1].loss


def test_plain_sgd_crawls_along_the_ravine_as_predicted():
    # After the first step only the flat direction is left, 0.5 * 0.99 ** (2 n), of 50.5.
    predicted = math.log(1e-6 * 50.5 / 0.5) / (2 * math.log(0.99))
    assert run(RAVINE).globals["plain"] == math.ceil(predicted)


def test_swings_shrink_by_the_root_of_momentum():
    predicted = math.log(1e-6) / math.log(0.9)  # the loss is the distance squared
    assert run(RAVINE).globals["momentum"] == pytest.approx(predicted, rel=0.1)


def test_nesterov_arrives_before_momentum_and_momentum_before_plain():
    names = run(RAVINE).globals
    assert names["nesterov"] < names["momentum"] < names["plain"]


def test_without_a_ravine_momentum_gains_nothing(tmp_path):
    # Along = across: at a learning rate of 1 / curvature plain SGD is there at once.
    round_bowl = twin(RAVINE, tmp_path, ("along, across = 1.0", "along, across = 100.0"))
    names = round_bowl.globals
    assert names["plain"] < names["momentum"]
