"""What docs/custom_loss.md claims of a check where the answer is known."""

import torch
from helpers.runs import run, twin
from torch.testing import assert_close

NAME = "custom_loss/focal_loss_checked.py"


def test_a_right_focal_loss_passes_both_checks():
    assert run(NAME).output.count("True") == 2


def test_with_one_power_in_both_terms_a_focal_loss_agrees_at_0_and_leads_away_from_targets(
    tmp_path,
):
    slip = twin(NAME, tmp_path, ("* p**gamma", "* (1 - p) ** gamma"))
    assert slip.output == "agrees: True\nsteps lead to the targets: False\n"


def test_a_sum_over_columns_of_first_derivatives_mixes_second_ones_and_column_by_column_does_not():
    x = torch.tensor([[1.0, 2.0], [3.0, 5.0]], requires_grad=True)
    u = x[:, 0] ** 3 * x[:, 1] ** 2
    (first,) = torch.autograd.grad(u.sum(), x, create_graph=True)
    assert_close(first[:, 0], 3 * x[:, 0] ** 2 * x[:, 1] ** 2)  # each sample's own
    xx, xy = 6 * x[:, 0] * x[:, 1] ** 2, 6 * x[:, 0] ** 2 * x[:, 1]
    assert_close(torch.autograd.grad(first.sum(), x, retain_graph=True)[0][:, 0], xx + xy)
    assert_close(torch.autograd.grad(first[:, 0].sum(), x)[0][:, 0], xx)
