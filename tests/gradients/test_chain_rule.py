"""What docs/gradients/chain_rule.md claims."""

import pytest
import torch
from helpers.runs import run, twin, twin_names
from torch import optim
from torch.testing import assert_close

BY_HAND = "gradients/chain_rule/one_sample_by_hand.py"
TWICE = "gradients/chain_rule/a_weight_used_twice.py"
BATCH = "gradients/chain_rule/a_batch_averages.py"
OWN = "gradients/chain_rule/a_derivative_of_your_own.py"
FIRST = "gradients/chain_rule/ways_are_summed_first.py"


@pytest.mark.parametrize("parameter", ["w", "b"])
def test_product_of_local_derivatives_is_the_gradient_of_one_sample(parameter):
    script = run(BY_HAND).globals
    assert script[parameter].grad.item() == script[f"{parameter}_by_hand"]


@pytest.mark.parametrize("link", ["loss_by_error = 2", "error_by_y_pred = 1", "y_pred_by_w = x"])
def test_a_wrong_local_derivative_makes_the_product_wrong(link):
    name = link.split(" = ")[0]
    wrong = twin_names(BY_HAND, (link, f"{name} = 3 * {link.split(' = ')[1]}"))
    assert wrong["w"].grad.item() != wrong["w_by_hand"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("y_pred", 2), ("error", -3), ("loss", 9), ("w_by_hand", -12), ("b_by_hand", -6)],
)
def test_the_number_worked_out_on_the_page_is_that_of_the_run(name, value):
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


def test_at_input_zero_the_weight_has_a_gradient_of_0():
    zero = twin_names(BY_HAND, ("torch.tensor(2.0)", "torch.tensor(0.0)"))
    assert zero["w"].grad.item() == 0


def test_at_input_zero_the_bias_still_has_a_gradient():
    zero = twin_names(BY_HAND, ("torch.tensor(2.0)", "torch.tensor(0.0)"))
    assert zero["b"].grad.item() == 2 * zero["error"].item() != 0


def test_two_ways_to_the_loss_add():
    script = run(TWICE).globals
    assert script["w"].grad.item() == script["direct"] + script["through_hidden"]


def test_two_ways_agree_with_the_formula_without_a_hidden_step():
    script = run(TWICE).globals
    w, x, y = (script[name].detach() for name in ["w", "x", "y"])
    assert_close(script["w"].grad, 2 * (w**2 * x - y) * 2 * w * x)


def test_with_one_of_two_ways_detached_the_gradient_is_that_of_the_other():
    closed = twin_names(TWICE, ("hidden = w * x", "hidden = w.detach() * x"))
    assert closed["w"].grad.item() == closed["direct"]


def powers_of_a_leaf(ways):
    """A leaf of 3, what reaches it, and a graph with so many ways from it to its power."""
    w = torch.tensor(3.0, requires_grad=True)
    reached = []
    w.register_hook(lambda gradient: reached.append(gradient.item()))
    return w, reached, lambda: torch.stack([w] * ways).prod()


@pytest.mark.parametrize("ways", [1, 2, 5])
def test_one_backward_sums_all_ways_before_the_leaf_is_reached_once(ways):
    _, reached, power = powers_of_a_leaf(ways)
    power().backward()
    assert reached == [ways * 3.0 ** (ways - 1)]


@pytest.mark.parametrize("ways", [1, 2, 5])
def test_a_second_backward_reaches_the_leaf_a_second_time_and_grad_adds_both(ways):
    w, reached, power = powers_of_a_leaf(ways)
    power().backward()
    power().backward()
    assert reached == [ways * 3.0 ** (ways - 1)] * 2
    assert w.grad.item() == sum(reached)


@pytest.mark.parametrize("ways", [1, 2, 5])
def test_autograd_grad_sums_the_ways_and_adds_nothing_to_grad(ways):
    w, _, power = powers_of_a_leaf(ways)
    w.grad = torch.tensor(7.0)
    (gradient,) = torch.autograd.grad(power(), [w])
    assert gradient.item() == ways * 3.0 ** (ways - 1)
    assert w.grad.item() == 7


def test_the_script_shows_one_sum_for_each_backward_and_none_added_by_autograd_grad():
    script = run(FIRST).globals
    assert script["reached"][:2] == [6.0, 6.0]
    assert (script["gradient"].item(), script["w"].grad.item()) == (6.0, 12.0)


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
def test_with_a_sum_the_gradient_is_not_the_mean(parameter):
    summed = twin_names(BATCH, ("**2).mean()", "**2).sum()"))
    assert_close(summed[parameter].grad, 3 * summed[f"{parameter}_of_each"].mean())


def test_the_gradient_of_rounding_is_zero_everywhere():
    numbers = torch.arange(-3, 3, 0.125, requires_grad=True)
    numbers.round().sum().backward()
    assert numbers.grad.count_nonzero() == 0
    assert run(OWN).globals["plain"] == 0


def test_plain_sgd_leaves_a_rounded_weight_where_it_is():
    w = torch.tensor(1.4, requires_grad=True)
    optimizer = optim.SGD([w], lr=0.1)
    ((w.round() - 3) ** 2).backward()
    optimizer.step()
    assert_close(w.detach(), torch.tensor(1.4), rtol=0, atol=0)


def test_a_function_lets_a_value_computed_by_numpy_take_part_in_the_chain():
    class Square(torch.autograd.Function):
        @staticmethod
        def forward(ctx, number):
            ctx.save_for_backward(number)
            return torch.from_numpy(number.detach().numpy() ** 2)

        @staticmethod
        def backward(ctx, gradient):
            (number,) = ctx.saved_tensors
            return 2 * number * gradient

    w = torch.tensor([3.0], dtype=torch.float64, requires_grad=True)
    (5 * Square.apply(w)).sum().backward()
    assert w.grad.item() == 5 * 2 * 3
    assert torch.autograd.gradcheck(Square.apply, w)


def test_a_function_passes_on_the_gradient_that_it_chose():
    script = run(OWN).globals
    assert script["own"] == 2 * (round(1.4) - 3)


def test_autograd_does_not_check_the_derivative_of_a_function(tmp_path):
    wrong = twin(OWN, tmp_path, ("return gradient", "return 1000 * gradient"))
    assert wrong.globals["own"] == 1000 * run(OWN).globals["own"]


def test_gradcheck_notices_that_the_derivative_of_a_function_is_not_the_true_one():
    straight_through = run(OWN).globals["RoundStraightThrough"].apply
    number = torch.tensor(1.4, dtype=torch.float64, requires_grad=True)
    assert not torch.autograd.gradcheck(straight_through, number, raise_exception=False)
