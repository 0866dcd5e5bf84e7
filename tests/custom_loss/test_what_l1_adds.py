"""What docs/custom_loss.md claims about the part of the gradient that the L1 term adds."""

import torch
from line import features, hessian, least_squares, targets
from runs import run, twin
from series import parameters
from torch.testing import assert_close

NAME = "custom_loss/what_l1_adds.py"


def test_it_takes_the_scripts_own_steps():
    script = parameters(run("custom_loss.py"))
    assert_close(parameters(run(NAME))[:101], script, rtol=0, atol=5e-6)


def test_autograds_pull_of_the_l1_term_is_the_one_by_hand(names):
    _, l1_pull, by_hand = torch.tensor(names["pulls"]).T
    assert_close(l1_pull, by_hand, rtol=0, atol=1e-6)


def test_both_pulls_add_up_to_the_gradient(names):
    mse_pull, l1_pull, _ = torch.tensor(names["pulls"]).T
    steps = [run(NAME).steps[epoch] for epoch in (0, 50, 99)]
    gradient = torch.stack([step.grad["model.weight"].squeeze() for step in steps])
    assert_close(gradient, mse_pull + l1_pull, rtol=1e-5, atol=1e-6)


def test_pull_of_the_mse_fades_within_100_steps(names):
    assert abs(names["mse_pull_last"]) < abs(names["mse_pull_first"]) / 5


def test_pull_of_the_l1_term_does_not(names):
    assert abs(names["l1_pull_last"]) > abs(names["l1_pull_first"]) / 2


def test_minimum_moves_by_little(names):
    assert 0 < abs(names["moved_weight"]) < 0.01
    assert 0 < abs(names["moved_bias"]) < 0.01


def test_minimum_moves_to_where_both_pulls_cancel(names):
    x, n = features(run(NAME)), 100
    signs = (x @ parameters(run(NAME))[-1][:, None] - targets(run(NAME))).sign()
    moved = torch.linalg.solve(hessian(run(NAME)), -0.1 * x.T @ signs / n).squeeze()
    measured = torch.tensor([names["moved_weight"], names["moved_bias"]]).double()
    assert_close(measured, moved, rtol=0, atol=5e-6)


def test_without_the_l1_term_the_minimum_stays(tmp_path):
    plain = twin(NAME, tmp_path, ("loss = mse + 0.1 * l1", "loss = mse"))
    assert_close(parameters(plain)[-1], least_squares(plain), rtol=0, atol=5e-6)
