"""What docs/gradients/chain_rule.md claims."""

import pytest
import torch
from runs import run, twin
from torch.testing import assert_close

BY_HAND = "gradients/chain_rule/one_sample_by_hand.py"
TWICE = "gradients/chain_rule/a_weight_used_twice.py"
BATCH = "gradients/chain_rule/a_batch_averages.py"
OWN = "gradients/chain_rule/a_derivative_of_your_own.py"


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_product_of_local_derivatives_is_the_gradient(parameter):
    script = run(BY_HAND).globals
    assert script[parameter].grad.item() == script[f"{parameter}_by_hand"]


@pytest.mark.parametrize("link", ["loss_by_error = 2", "error_by_y_pred = 1", "y_pred_by_w = x"])
def test_every_link_counts(link, tmp_path):
    name = link.split(" = ")[0]
    wrong = twin(BY_HAND, tmp_path, (link, f"{name} = 3 * {link.split(' = ')[1]}")).globals
    assert wrong["w"].grad.item() != wrong["w_by_hand"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("y_pred", 2), ("error", -3), ("loss", 9), ("w_by_hand", -12), ("b_by_hand", -6)],
)
def test_numbers_worked_out_on_the_page(name, value):
    assert torch.as_tensor(run(BY_HAND).globals[name]).item() == value


def test_graph_splits_at_the_sum_to_the_bias_and_by_the_product_to_the_weight():
    graph = run(BY_HAND).graph
    edges = [(graph.nodes[a]["label"], graph.nodes[b]["label"]) for a, b in graph.edges]
    assert edges == [
        ("loss", "PowBackward0"),
        ("PowBackward0", "SubBackward0"),
        ("SubBackward0", "AddBackward0"),
        ("AddBackward0", "MulBackward0"),
        ("AddBackward0", "b"),
        ("MulBackward0", "w"),
    ]


def test_at_input_zero_the_weight_has_no_gradient(tmp_path):
    zero = twin(BY_HAND, tmp_path, ("torch.tensor(2.0)", "torch.tensor(0.0)")).globals
    assert zero["w"].grad.item() == 0


def test_at_input_zero_the_bias_still_has_one(tmp_path):
    zero = twin(BY_HAND, tmp_path, ("torch.tensor(2.0)", "torch.tensor(0.0)")).globals
    assert zero["b"].grad.item() == 2 * zero["error"].item() != 0


def test_two_ways_to_the_loss_add():
    script = run(TWICE).globals
    assert script["w"].grad.item() == script["direct"] + script["through_hidden"]


def test_two_ways_agree_with_the_formula_without_a_hidden_step():
    script = run(TWICE).globals
    w, x, y = (script[name].detach() for name in ["w", "x", "y"])
    assert_close(script["w"].grad, 2 * (w**2 * x - y) * 2 * w * x)


def test_one_way_closed_leaves_the_other(tmp_path):
    closed = twin(TWICE, tmp_path, ("hidden = w * x", "hidden = w.detach() * x")).globals
    assert closed["w"].grad.item() == closed["direct"]


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_gradient_of_a_batch_is_the_mean_of_its_samples(parameter):
    script = run(BATCH).globals
    assert_close(script[parameter].grad, script[f"{parameter}_of_each"].mean())


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_each_sample_alone_has_the_gradient_that_it_adds(parameter):
    script = run(BATCH).globals
    leaf = script[parameter]
    losses = (script["w"] * script["x"] + script["b"] - script["y"]) ** 2
    alone = [torch.autograd.grad(loss, leaf, retain_graph=True)[0] for loss in losses]
    assert_close(torch.stack(alone), script[f"{parameter}_of_each"])


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_with_a_sum_the_gradient_is_not_the_mean(parameter, tmp_path):
    summed = twin(BATCH, tmp_path, ("** 2).mean()", "** 2).sum()")).globals
    assert_close(summed[parameter].grad, 3 * summed[f"{parameter}_of_each"].mean())


def test_rounding_stops_the_gradient():
    assert run(OWN).globals["plain"] == 0


def test_a_function_passes_on_the_gradient_that_it_chose():
    script = run(OWN).globals
    assert script["own"] == 2 * (round(1.4) - 3)


def test_autograd_does_not_check_the_derivative_of_a_function(tmp_path):
    wrong = twin(OWN, tmp_path, ("return gradient", "return 1000 * gradient"))
    assert wrong.globals["own"] == 1000 * run(OWN).globals["own"]


def test_gradcheck_does():
    straight_through = run(OWN).globals["RoundStraightThrough"].apply
    number = torch.tensor(1.4, dtype=torch.float64, requires_grad=True)
    assert not torch.autograd.gradcheck(straight_through, number, raise_exception=False)
