"""What docs/losses/reduction.md claims."""

import warnings
from itertools import combinations

import pytest
import torch
from helpers.printed_numbers import table
from helpers.runs import run, twin
from torch import nn
from torch.testing import assert_close

SUM = "losses/reduction/sum_pulls_harder.py"
ROW = "losses/reduction/row_against_column_wrong.py"
NOISE = "losses/reduction/batch_size_changes_the_noise.py"


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


def test_sum_with_lr_over_100_reaches_the_weights_of_the_mean():
    mean, _, smaller = by_kind()
    assert_close(weights(smaller), weights(mean))


def test_sum_with_lr_over_100_has_other_gradients_than_the_mean():
    mean, _, smaller = by_kind()
    for_sum = torch.stack([step.grad["weight"] for step in smaller])
    for_mean = torch.stack([step.grad["weight"] for step in mean])
    assert_close(for_sum, 100 * for_mean)


def test_under_adam_the_sum_reaches_the_weights_of_the_mean_at_the_same_learning_rate(tmp_path):
    adam = twin(SUM, tmp_path, ("optim.SGD", "optim.Adam")).steps
    # Adam adds eps = 1e-8 to a gradient's size, here above 1, and lr is 0.05.
    assert_close(weights(adam[3:6]), weights(adam[:3]), rtol=0, atol=1e-6)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_under_a_mean_the_gradient_averaged_over_all_batches_is_that_of_the_data(size):
    assert_close(batches(size, "mean").mean(), batches(6, "mean")[0])


@pytest.mark.parametrize("size", [1, 2, 4])
def test_under_a_sum_the_average_gradient_grows_with_the_batch(size):
    assert_close(batches(size, "sum").mean(), size * batches(6, "mean")[0])


def test_under_a_mean_the_noise_shrinks_as_the_batch_grows():
    spread = torch.stack([batches(size, "mean").std(correction=0) for size in range(1, 7)])
    assert (spread.diff() < 0).all()


def test_near_the_minimum_a_smaller_batch_has_a_longer_gradient():
    # So the size of a batch does change the length of its gradient, by its noise.
    length = [batches(size, "mean", at_the_minimum=True).abs().mean() for size in (1, 3, 6)]
    assert length[0] > 1.5 * length[1] > 0.01 > length[2]


def test_the_printed_averages_stay_under_a_mean_and_grow_under_a_sum():
    size, average, spread = table(NOISE).T
    assert_close(average[:3], average[:1].expand(3))
    # One decimal is shown, and the first is multiplied by up to 50.
    assert_close(average[3:], average[0] * size[3:], rtol=0, atol=0.05 * 51)
    assert (spread[:3].diff() < 0).all()


def batches(size, reduction, at_the_minimum=False):
    """The gradient of each batch of that size that six samples can make."""
    torch.manual_seed(7)
    x = torch.randn(6).double()
    y = 2 * x + torch.randn(6).double()
    weight = (x @ y) / (x @ x) if at_the_minimum else torch.tensor(0.0).double()
    weight = weight.clone().requires_grad_()
    loss_fn = nn.MSELoss(reduction=reduction)
    return torch.stack(
        [
            torch.autograd.grad(loss_fn(weight * x[batch], y[batch]), weight)[0]
            for batch in map(list, combinations(range(6), size))
        ]
    )


def test_mean_and_sum_have_their_minimum_at_the_same_place():
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


def test_one_of_ten_outputs_gets_a_tenth_of_the_pull_that_it_would_get_alone():
    torch.manual_seed(7)
    y_pred, y = torch.randn(4, 10, requires_grad=True), torch.randn(4, 10)
    (together,) = torch.autograd.grad(nn.MSELoss()(y_pred, y), y_pred)
    (alone,) = torch.autograd.grad(nn.MSELoss()(y_pred[:, 3], y[:, 3]), y_pred)
    assert_close(together[:, 3], alone[:, 3] / 10)


def test_reduction_none_keeps_the_loss_of_each_number_not_of_each_sample():
    y_pred, y = torch.randn(4, 10), torch.randn(4, 10)
    assert_close(nn.MSELoss(reduction="none")(y_pred, y), (y_pred - y) ** 2)


def test_backward_refuses_several_losses():
    each = torch.ones(2, requires_grad=True) * 1
    with pytest.raises(RuntimeError, match="grad can be implicitly created only for scalar"):
        each.backward()


def test_column_minus_row_is_a_table():
    assert run(ROW).globals["error"].shape == (100, 100)


def test_with_a_column_minus_a_row_the_weight_goes_to_0():
    assert_close(run(ROW).steps[-1].after["model.weight"], torch.zeros(1, 1), atol=1e-4, rtol=0)


def test_with_a_column_minus_a_row_the_bias_goes_to_the_mean_of_y():
    script = run(ROW).globals
    assert_close(script["model"].bias[0], script["mean"], atol=1e-4, rtol=0)


def test_with_a_column_minus_a_row_the_loss_goes_to_the_variance_of_y():
    assert_close(run(ROW).globals["loss"], run(ROW).globals["variance"])


def test_with_a_column_minus_a_row_the_loss_ends_below_where_it_began():
    assert run(ROW).steps[-1].loss < run(ROW).steps[0].loss


def test_a_loss_written_by_hand_does_not_warn_of_the_shapes():
    assert run(ROW).warnings == []


def test_with_a_column_minus_a_row_the_best_prediction_is_the_mean_of_all_targets():
    torch.manual_seed(7)
    y = torch.randn(6).double()
    slope = torch.func.grad(lambda y_pred: ((y_pred[:, None] - y) ** 2).mean())
    assert_close(slope(y.mean().expand(6)), torch.zeros(6).double(), rtol=0, atol=1e-14)


def test_with_columns_against_columns_the_weight_goes_to_2(columns):
    assert_close(
        columns.steps[-1].after["model.weight"], torch.full((1, 1), 2.0), atol=1e-4, rtol=0
    )


def test_with_columns_against_columns_the_loss_goes_to_0(columns):
    assert columns.steps[-1].loss < 1e-8


def test_with_squeezed_predictions_the_weight_goes_to_2(tmp_path):
    rows = twin(ROW, tmp_path, ("model(x) - y", "model(x).squeeze(1) - y"))
    assert_close(rows.steps[-1].after["model.weight"], torch.full((1, 1), 2.0), atol=1e-4, rtol=0)


def test_mse_loss_warns_of_the_shapes():
    with pytest.warns(
        UserWarning, match=r"Using a target size .* that is different to the input size"
    ):
        nn.MSELoss()(torch.zeros(3, 1), torch.zeros(3))


def test_the_shape_warning_can_be_made_an_error():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pytest's own setting here is "error", too
        nn.MSELoss()(torch.zeros(3, 1), torch.zeros(3))
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="Using a target size"):
            nn.MSELoss()(torch.zeros(3, 1), torch.zeros(3))


def test_mse_loss_computes_the_table_in_spite_of_its_warning():
    y_pred, y = torch.randn(5, 1), torch.randn(5)
    with pytest.warns(UserWarning, match="target size"):
        loss = nn.MSELoss()(y_pred, y)
    assert_close(loss, ((y_pred - y) ** 2).mean())


def test_bce_with_logits_refuses_the_shapes():
    with pytest.raises(ValueError, match="must be the same as input size"):
        nn.BCEWithLogitsLoss()(torch.zeros(3, 1), torch.zeros(3))


def test_ignored_labels_do_not_count_in_the_mean():
    logits, y = torch.randn(4, 3), torch.tensor([0, 2, -100, -100])
    loss = nn.CrossEntropyLoss(ignore_index=-100)(logits, y)
    assert_close(loss, nn.CrossEntropyLoss()(logits[:2], y[:2]))


WAYS = {"class weights": {"weight": torch.tensor([1.0, 2.0, 5.0])}, "ignored": {"ignore_index": 2}}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_each_batch_weighted_by_what_its_mean_divides_by_makes_the_loss_of_the_data(way):
    torch.manual_seed(7)
    logits, y = torch.randn(7, 3).double(), torch.tensor([0, 2, 1, 0, 2, 2, 1])
    way = {name: v.double() if isinstance(v, torch.Tensor) else v for name, v in way.items()}
    loss_fn = nn.CrossEntropyLoss(**way)
    weights = way.get("weight", torch.tensor([1.0, 1.0, 0.0]).double())
    shares = torch.stack([weights[part].sum() for part in y.split(4)])
    losses = torch.stack([loss_fn(*both) for both in zip(logits.split(4), y.split(4), strict=True)])
    assert_close((shares * losses).sum() / shares.sum(), loss_fn(logits, y))
    sizes = torch.tensor([4.0, 3.0]).double()
    assert abs((sizes * losses).sum() / 7 - loss_fn(logits, y)) > 0.01


def test_a_view_with_the_batch_s_size_makes_one_row_of_eight_samples_and_flatten_makes_eight():
    x = torch.zeros(8, 16, 4, 4)
    assert x.view(-1, 8 * 256).shape == (1, 8 * 256)
    assert x.flatten(1).shape == (8, 256)
