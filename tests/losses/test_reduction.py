"""What docs/losses/reduction.md claims."""

import pytest
import torch
from runs import run, twin
from torch import nn
from torch.testing import assert_close

SUM = "losses/reduction/sum_pulls_harder.py"
ROW = "losses/reduction/row_against_column_wrong.py"
MEANS = "losses/reduction/mean_of_means_wrong.py"


def weights(steps):
    return torch.stack([step.after["weight"] for step in steps])


def by_kind():
    """The steps of the mean, of the sum, and of the sum with lr / 100."""
    steps = run(SUM).steps
    return steps[:3], steps[3:6], steps[6:]


@pytest.fixture(scope="module")
def columns(tmp_path_factory):
    """The wrong script with both shapes a column."""
    change = ("model(x) - y", "model(x) - y.unsqueeze(1)")
    return twin(ROW, tmp_path_factory.mktemp("right"), change)


def test_sum_pulls_100_times_as_hard():
    mean, total, _ = by_kind()
    assert_close(total[0].grad["weight"], 100 * mean[0].grad["weight"])


def test_sum_with_the_same_learning_rate_runs_away():
    left = abs(weights(by_kind()[1]) - 2)
    assert (left.diff() > 0).all()
    assert left[0] > 2


def test_sum_with_lr_over_100_is_the_mean():
    mean, _, smaller = by_kind()
    assert_close(weights(smaller), weights(mean))


def test_both_have_their_minimum_at_the_same_place():
    x, y = run(SUM).globals["x"].double(), run(SUM).globals["y"].double()
    best = torch.tensor(2.0, dtype=torch.float64)
    slopes = [
        torch.func.grad(lambda w, r=r: nn.MSELoss(reduction=r)(w * x, y))(best)
        for r in ["mean", "sum"]
    ]
    assert_close(torch.stack(slopes), torch.zeros(2).double())


def test_each_gradient_of_the_mean_is_the_closed_form():
    mean, _, _ = by_kind()
    before = torch.stack([step.before["weight"] for step in mean])
    gradients = torch.stack([step.grad["weight"] for step in mean])
    assert_close(gradients, 2 * (before - 2) * run(SUM).globals["x"].square().mean())


def test_mse_means_over_all_numbers_not_over_samples():
    error = torch.arange(6.0).reshape(2, 3)
    assert_close(nn.MSELoss()(error, torch.zeros(2, 3)), (error**2).sum() / 6)


def test_loss_of_each_sample_is_nothing_to_go_backward_from():
    each = torch.ones(2, requires_grad=True) * 1
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar"):
        each.backward()


def test_column_minus_row_is_a_table():
    assert run(ROW).globals["error"].shape == (100, 100)


def test_with_the_table_the_weight_goes_to_0():
    assert_close(run(ROW).steps[-1].after["model.weight"], torch.zeros(1, 1), atol=1e-4, rtol=0)


def test_with_the_table_the_bias_goes_to_the_mean_of_y():
    script = run(ROW).globals
    assert_close(script["model"].bias[0], script["mean"], atol=1e-4, rtol=0)


def test_with_the_table_the_loss_goes_to_the_variance_of_y():
    assert_close(run(ROW).globals["loss"], run(ROW).globals["variance"])


def test_with_the_table_the_loss_falls_all_the_same():
    assert run(ROW).steps[-1].loss < run(ROW).steps[0].loss


def test_the_wrong_script_is_not_warned():
    assert run(ROW).warnings == []


def test_with_columns_the_weight_goes_to_2(columns):
    assert_close(
        columns.steps[-1].after["model.weight"], torch.full((1, 1), 2.0), atol=1e-4, rtol=0
    )


def test_with_columns_the_loss_goes_to_0(columns):
    assert columns.steps[-1].loss < 1e-8


def test_squeezing_the_predictions_mends_it_too(tmp_path):
    rows = twin(ROW, tmp_path, ("model(x) - y", "model(x).squeeze(1) - y"))
    assert_close(rows.steps[-1].after["model.weight"], torch.full((1, 1), 2.0), atol=1e-4, rtol=0)


def test_mse_loss_warns_of_the_shapes():
    with pytest.warns(
        UserWarning, match=r"Using a target size .* that is different to the input size"
    ):
        nn.MSELoss()(torch.zeros(3, 1), torch.zeros(3))


def test_mse_loss_computes_the_table_all_the_same():
    y_pred, y = torch.randn(5, 1), torch.randn(5)
    with pytest.warns(UserWarning, match="target size"):
        loss = nn.MSELoss()(y_pred, y)
    assert_close(loss, ((y_pred - y) ** 2).mean())


def test_bce_with_logits_refuses_the_shapes():
    with pytest.raises(ValueError, match="must be the same as input size"):
        nn.BCEWithLogitsLoss()(torch.zeros(3, 1), torch.zeros(3))


def test_mean_of_means_is_not_the_loss_of_the_data():
    script = run(MEANS).globals
    assert script["mean_of_means"] > 1.5 * script["of_the_data"]


def test_weighted_by_size_it_is():
    script = run(MEANS).globals
    assert script["weighted"] == pytest.approx(script["of_the_data"])


def test_with_equal_batches_the_mean_of_means_is_right(tmp_path):
    equal = twin(MEANS, tmp_path, (".split(4)", ".split(5)")).globals
    assert equal["mean_of_means"] == pytest.approx(equal["of_the_data"])


def test_ignored_labels_do_not_count_in_the_mean():
    logits, y = torch.randn(4, 3), torch.tensor([0, 2, -100, -100])
    loss = nn.CrossEntropyLoss(ignore_index=-100)(logits, y)
    assert_close(loss, nn.CrossEntropyLoss()(logits[:2], y[:2]))
