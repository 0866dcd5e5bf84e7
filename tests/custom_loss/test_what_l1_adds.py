"""What docs/custom_loss.md claims about the part of the gradient that the L1 term adds."""

import torch
from helpers.least_squares import features, hessian, least_squares, rest, targets
from helpers.runs import run, twin
from helpers.series import ROUNDED, parameters
from torch.testing import assert_close

NAME = "custom_loss/what_l1_adds.py"


def test_first_100_steps_are_the_scripts_own():
    script = parameters(run("custom_loss.py"))
    assert_close(parameters(run(NAME))[:101], script, rtol=0, atol=ROUNDED)


def test_autograds_pull_of_the_l1_term_is_the_one_by_hand(names):
    _, l1_pull, by_hand = torch.tensor(list(names["pulls"].values())).T
    assert_close(l1_pull, by_hand, rtol=0, atol=1e-6)


def pulls(names):
    """Those of the MSE and of the L1 term on the weight, at the steps that the snippet prints."""
    mse_pull, l1_pull, _ = torch.tensor(list(names["pulls"].values())).T
    return mse_pull, l1_pull


def test_both_pulls_add_up_to_the_gradient(names):
    mse_pull, l1_pull = pulls(names)
    steps = [run(NAME).steps[epoch] for epoch in (0, 50, 99, 200, 1099)]
    gradient = torch.stack([step.grad["model.weight"].squeeze() for step in steps])
    assert_close(gradient, mse_pull + l1_pull, rtol=1e-5, atol=1e-6)


def test_pull_of_the_mse_fades_to_less_than_a_fifth_within_100_steps(names):
    mse_pull, _ = pulls(names)
    assert abs(mse_pull[2]) < abs(mse_pull[0]) / 5


def test_pull_of_the_l1_term_keeps_over_half_its_strength_for_100_steps(names):
    _, l1_pull = pulls(names)
    assert (l1_pull[1:3].abs() > l1_pull[0].abs() / 2).all()


def test_pull_of_the_l1_term_fades_to_less_than_a_tenth_near_the_noise(names):
    _, l1_pull = pulls(names)
    x, y = features(run(NAME)), targets(run(NAME))
    errors = x @ parameters(run(NAME))[200][:, None] - y
    assert errors.abs().median() < 0.1  # the noise's standard deviation
    assert abs(l1_pull[3]) < abs(l1_pull[0]) / 10


def test_pulls_are_equal_and_opposite_at_the_end(names):
    mse_pull, l1_pull = pulls(names)
    # SGD stands still once lr * gradient is less than half of the weight's last digit, 6e-8 for a
    # weight below 2: at lr 0.01 that leaves up to 6e-6. The rest is float32's mean of 100 numbers.
    assert_close(mse_pull[-1], -l1_pull[-1], rtol=0, atol=2e-5)


def test_minimum_moves_by_little(names):
    assert 0 < abs(names["moved_weight"]) < 0.01
    assert 0 < abs(names["moved_bias"]) < 0.01


def test_minimum_moves_to_where_both_pulls_cancel(names):
    x, n = features(run(NAME)), 100
    signs = (x @ parameters(run(NAME))[-1][:, None] - targets(run(NAME))).sign()
    moved = torch.linalg.solve(hessian(run(NAME)), -0.1 * x.T @ signs / n).squeeze()
    measured = torch.tensor([names["moved_weight"], names["moved_bias"]]).double()
    # The snippet finds the line without the L1 term in float32, too.
    assert_close(measured, moved, rtol=0, atol=2 * rest(run(NAME)))


def test_without_the_l1_term_the_minimum_stays(tmp_path):
    plain = twin(NAME, tmp_path, ("loss = mse + 0.1 * l1", "loss = mse"))
    assert_close(parameters(plain)[-1], least_squares(plain), rtol=0, atol=rest(plain))


def test_the_l1_term_moves_the_minimum_by_more_than_rounding_can():
    moved = (parameters(run(NAME))[-1] - least_squares(run(NAME))).norm()
    assert moved > 100 * rest(run(NAME))
