"""What docs/linear_regression.md claims about where steps lead, and when they arrive."""

import torch
from helpers.least_squares import distances, hessian, offsets
from helpers.runs import run, twin
from helpers.series import ROUNDED, parameters
from torch.func import grad, jacrev
from torch.testing import assert_close

NAME = "linear_regression/when_the_weights_arrive.py"


def test_first_100_steps_are_the_scripts_own():
    script = parameters(run("linear_regression.py"))
    assert torch.equal(parameters(run(NAME))[:101], script)


def test_100_steps_lead_where_the_hessian_predicts(names):
    predicted = torch.tensor([names["predicted_weight"], names["predicted_bias"]]).double()
    assert_close(parameters(run(NAME))[100], predicted, rtol=0, atol=ROUNDED)


def test_100_steps_of_another_learning_rate_lead_elsewhere_than_was_predicted(tmp_path):
    other = twin(NAME, tmp_path, ("lr=0.01", "lr=0.02"))
    assert abs(parameters(other)[100, 0] - other.globals["predicted_weight"]) > 0.1


def test_100_steps_leave_a_fifth_of_the_error_along_one_axis_and_a_tenth_along_the_other(names):
    axes = torch.linalg.eigh(hessian(run(NAME))).eigenvectors
    before, after = offsets(run(NAME))[[0, 100]] @ axes
    assert before.abs().min() > 0.1
    left = torch.tensor([names["left_high"], names["left_low"]]).double()
    # After 100 steps float32 is at most ROUNDED off; that is 5e-5 of a start 0.1 away.
    assert_close(after / before, left, rtol=0, atol=5e-5)
    assert_close(left, torch.tensor([0.2, 0.1]).double(), rtol=0, atol=0.01)


def test_best_line_is_the_bottom_of_the_loss(names):
    slope = grad(lambda at: run(NAME).loss_of(**at))
    best = torch.tensor([[names["best_weight"]]]), torch.tensor([names["best_bias"]])
    at_best = slope(dict(zip(["model.weight", "model.bias"], best, strict=True)))
    assert_close(torch.cat([at_best["model.weight"][0], at_best["model.bias"]]), torch.zeros(2))


def test_curvatures_are_the_eigenvalues_of_the_hessian_that_autograd_finds(names):
    def loss(at):
        return run(NAME).loss_of(**{"model.weight": at[:1].view(1, 1), "model.bias": at[1:]})

    # torch.func.hessian would warn: its forward mode still loads torch.jit.script.
    hessian = jacrev(grad(loss))(torch.zeros(2))
    eigenvalues = torch.linalg.eigvalsh(hessian)
    curvatures = torch.tensor([names["curvature_low"], names["curvature_high"]])
    assert_close(curvatures, eigenvalues)


def test_steps_to_2_and_1_are_the_first_within_a_twentieth(names):
    off = (parameters(run(NAME)) - torch.tensor([2.0, 1.0])).abs().amax(dim=1)
    assert names["steps_to_truth"] == (off < 0.05).nonzero()[0].item()


def test_training_on_settles_on_the_best_line_and_not_on_2_and_1():
    assert distances(run(NAME))[-1] < 1e-4
    assert (parameters(run(NAME))[-1] - torch.tensor([2.0, 1.0])).abs().amax() > 0.01
