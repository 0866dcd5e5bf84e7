"""What docs/custom_loss.md claims about how training with an L1 term ends."""

import torch
from helpers.runs import run, twin_names

NAME = "custom_loss/hovers_near_the_minimum.py"


def nearest(names):
    """The smallest error of each data set at the end."""
    return names["errors"].abs().amin(dim=1)


def minima(x, y):
    """The errors at each data set's minimum of MSE + 0.1 * L1, and what stands for their signs.

    By duality, without a learning rate or a path: the minimum is where some `signs` in [-1, 1]
    balance the pull of the squares, and each is 1 or -1 except where its error is 0.
    """
    features = torch.stack([x, torch.ones_like(x)], dim=2)  # (data set, sample, 2)
    line_of = torch.linalg.solve(features.mT @ features, features.mT)  # least squares
    best_errors = features @ (line_of @ y[:, :, None]) - y[:, :, None]
    signs = best_errors.sign()
    for _ in range(12_000):  # a factor below 40 converges; the last data set takes 10,000 rounds
        errors = best_errors - 0.05 * (features @ (line_of @ signs))
        signs = (signs + 38 * errors).clamp(-1, 1)
    return errors.squeeze(2), signs.squeeze(2)


def test_mse_alone_comes_to_rest_on_each_of_100_data_sets():
    assert "MSE: 0 of 100 hover" in run(NAME).output.splitlines()


def test_with_l1_some_data_sets_hover_and_some_do_not(names):
    assert 20 < names["how_many"] < 80


def test_just_those_runs_hover_whose_minimum_lies_where_an_error_is_0(names):
    errors, signs = minima(names["x"], names["y"])
    at_0 = signs.abs() < 1
    assert errors[at_0].abs().max() < 1e-12 < errors[~at_0].abs().min()
    assert torch.equal(signs[~at_0], errors[~at_0].sign())
    assert torch.equal(at_0.any(dim=1), names["hovering"])


def test_an_error_may_be_nearer_to_0_where_a_run_rests_than_where_one_hovers(names):
    rests, hovers = nearest(names)[~names["hovering"]], nearest(names)[names["hovering"]]
    assert names["nearest_at_rest"] == rests.min() < hovers.median() / 10


def test_where_a_run_with_an_l1_term_hovers_an_error_is_within_one_crossing_of_0(names):
    # One crossing moves an error by lr * 2 * 0.1 / n * (x² + 1).
    crossing = 0.1 * 0.2 / 100 * (names["x"].square().amax(dim=1) + 1)
    assert (nearest(names) < crossing)[names["hovering"]].all()


def test_where_a_run_with_an_l1_term_hovers_300_more_steps_leave_the_gradient_about_as_long(
    names, tmp_path
):
    longer = twin_names(NAME, ("range(300)", "range(600)"))
    assert torch.equal(longer["hovering"], names["hovering"])
    assert longer["typical_length"] > names["typical_length"] / 3


def test_where_a_run_with_an_l1_term_rests_the_gradient_is_gone(names):
    assert (names["lengths"][~names["hovering"]] < 1e-12).all()


def test_a_smaller_learning_rate_makes_the_jumps_shorter_and_does_not_end_them(names):
    assert names["later_step"] < names["step_length"] / 5
    assert torch.equal(names["later_lengths"] > 1e-6, names["hovering"])
