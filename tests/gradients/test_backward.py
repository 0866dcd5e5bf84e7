"""What docs/gradients/backward.md claims."""

import math

import networkx as nx
import pytest
import torch
from helpers.runs import SNIPPETS, run, twin, twin_names
from record.errors import RecordingError
from record.recorder import record
from torch import nn, optim
from torch.testing import assert_close

NO_OPTIMIZER = "gradients/backward/backward_needs_no_optimizer.py"
WHO = "gradients/backward/who_gets_a_gradient.py"
ADD = "gradients/backward/gradients_add_up.py"
GRAPH = "gradients/backward/the_forward_pass_makes_the_graph.py"
RETAIN = "gradients/backward/retain_graph_hides_an_old_loss_wrong.py"
ONE_NUMBER = "gradients/backward/a_loss_is_one_number.py"
NOTHING = "gradients/backward/nothing_to_go_back_to.py"
ONE_PASS = "gradients/backward/two_losses_of_one_forward_pass.py"

SECOND_TIME = "Trying to backward through the graph a second time"
NO_GRAD_FN = "element 0 of tensors does not require grad and does not have a grad_fn"


@pytest.fixture
def no_optimizer_can_be_made(monkeypatch):
    def refuse(self, *args, **kwargs):
        raise AssertionError("an optimizer was made")

    monkeypatch.setattr(optim.Optimizer, "__init__", refuse)


@pytest.mark.usefixtures("no_optimizer_can_be_made")
def test_backward_writes_grad_where_no_optimizer_can_be_made():
    script = record(SNIPPETS / NO_OPTIMIZER).globals
    assert script["model"].weight.grad is not None


@pytest.mark.usefixtures("no_optimizer_can_be_made")
def test_a_script_with_an_optimizer_would_be_noticed():
    with pytest.raises(RecordingError, match="an optimizer was made"):
        record(SNIPPETS / RETAIN)


def test_before_backward_each_grad_is_none():
    assert run(NO_OPTIMIZER).output.splitlines()[0] == "before: None None"


def test_backward_writes_the_closed_form():
    script = run(NO_OPTIMIZER).globals
    error = (script["model"](script["x"]) - script["y"]).detach()
    assert_close(script["weight_gradient"], (2 * error * script["x"]).mean().item())
    assert_close(script["bias_gradient"], (2 * error).mean().item())


def test_backward_moves_no_parameter():
    model = nn.Sequential(nn.Linear(1, 3), nn.ReLU(), nn.Linear(3, 1))
    before = [parameter.detach().clone() for parameter in model.parameters()]
    model(torch.ones(2, 1)).sum().backward()
    assert_close([p.detach() for p in model.parameters()], before, rtol=0, atol=0)


def test_the_script_without_an_optimizer_prints_that_the_weight_did_not_move():
    script = run(NO_OPTIMIZER).globals
    assert script["model"].weight.item() == script["weight_before"]
    assert run(NO_OPTIMIZER).output.splitlines()[-1] == "did the weight move? False"


def test_backward_returns_nothing():
    w = torch.tensor(1.0, requires_grad=True)
    assert (w**2).backward() is None


def test_the_graph_of_the_loss_leads_to_the_weight_and_the_bias():
    graph = run(NO_OPTIMIZER).graph
    (loss,) = (node for node, above in graph.in_degree if above == 0)
    reached = {graph.nodes[node]["label"] for node in nx.descendants(graph, loss)}
    assert {"model.weight", "model.bias"} <= reached


@pytest.mark.parametrize("name", ["x", "frozen", "unused", "detached"])
def test_a_leaf_that_is_not_asked_or_not_reached_keeps_none(name):
    assert run(WHO).globals[name].grad is None


def test_a_leaf_that_is_asked_and_reached_gets_its_gradient():
    script = run(WHO).globals
    w, x = script["w"].item(), script["x"].item()
    assert script["w"].grad.item() == 2 * (w * x + 2) * x


@pytest.mark.parametrize(
    ("name", "cut", "whole"),
    [
        ("x", "x = torch.tensor(3.0)", "x = torch.tensor(3.0, requires_grad=True)"),
        ("frozen", "frozen.requires_grad_(False)\n", "\n"),
        ("unused", "(w * x", "(unused + w * x"),
        ("detached", "detached.detach()", "detached"),
    ],
    ids=["x", "frozen", "unused", "detached"],
)
def test_each_leaf_gets_a_gradient_once_it_is_asked_and_reached(name, cut, whole):
    assert twin_names(WHO, (cut, whole))[name].grad is not None


def test_a_leaf_that_is_not_reached_keeps_the_gradient_that_it_had():
    unused = torch.tensor(1.0, requires_grad=True)
    unused.grad = torch.tensor(7.0)
    torch.tensor(1.0, requires_grad=True).backward()
    assert unused.grad.item() == 7


@pytest.mark.parametrize(
    ("start", "loss"),
    [(1.0, lambda w: w * 0), (-200.0, torch.sigmoid)],
    ids=["flat", "rounded to 0"],
)
def test_a_way_to_the_loss_that_is_flat_or_nearly_so_gives_a_gradient_of_zero(start, loss):
    w = torch.tensor(start, requires_grad=True)
    loss(w).backward()
    assert w.grad.item() == 0


def test_a_slope_that_float32_rounds_to_zero_is_above_zero_in_float64():
    w = torch.tensor(-200.0, dtype=torch.float64, requires_grad=True)
    w.sigmoid().backward()
    assert w.grad.item() == pytest.approx(math.exp(-200))


@pytest.mark.parametrize(("to_none", "left"), [(False, 0.0), (True, None)], ids=["zeros", "None"])
def test_zero_grad_decides_whether_an_unused_weight_shows_zero_or_none(to_none, left):
    unused, used = (torch.tensor(1.0, requires_grad=True) for _ in range(2))
    optimizer = optim.SGD([unused, used], lr=0.1)
    (unused + used).backward()
    optimizer.zero_grad(set_to_none=to_none)
    used.backward()
    assert (unused.grad if unused.grad is None else unused.grad.item()) == left


def grads_of(recording):
    """What the script printed of .grad, in order."""
    return [line.split()[-1] for line in recording.output.splitlines()]


def test_gradients_go_from_none_to_a_number_to_a_sum():
    w, target = 1.0, 3.0
    first = 2 * (w - target)
    sums = [first, 2 * first, 2 * first + w, first + w]
    assert grads_of(run(ADD)) == ["None", *map(str, sums)]


def test_gradients_that_are_cleared_between_two_backwards_do_not_add(tmp_path):
    cleared = twin(ADD, tmp_path, ("  # the same loss", "; w.grad = None  # the same loss"))
    assert grads_of(cleared)[1:3] == ["-4.0", "-4.0"]


def test_backward_of_each_of_two_graphs_gives_the_gradient_of_their_sum():
    together = float(grads_of(run(ADD))[-1])
    w = torch.tensor(1.0, requires_grad=True)
    ((w - 3) ** 2).backward()
    (0.5 * w**2).backward()
    assert w.grad.item() == together


@pytest.fixture(params=["one layer", "two layers"])
def model(request):
    torch.manual_seed(0)
    if request.param == "one layer":
        return nn.Linear(1, 1).double()
    return nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1)).double()


def two_losses(model):
    """Mean squared and mean absolute error of one forward pass."""
    x = torch.tensor([[1.0], [2.0]]).double()  # (sample=2, feature=1)
    y_pred = model(x)
    return nn.functional.mse_loss(y_pred, 2 * x), nn.functional.l1_loss(y_pred, 2 * x)


def gradients(model):
    """Every parameter's gradient, taken away from it."""
    found = [parameter.grad for parameter in model.parameters()]
    model.zero_grad()
    return found


def test_two_losses_of_one_forward_pass_cannot_each_call_backward(model):
    mse, l1 = two_losses(model)
    mse.backward()
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        l1.backward()


def test_the_sum_of_two_losses_of_one_forward_pass_gives_the_gradient_of_both(model):
    sum(two_losses(model)).backward()
    together = gradients(model)
    two_losses(model)[0].backward()  # a forward pass for each
    two_losses(model)[1].backward()
    assert_close(together, gradients(model))


def test_a_graph_retained_once_lets_two_losses_of_one_forward_pass_call_backward(model):
    sum(two_losses(model)).backward()
    together = gradients(model)
    mse, l1 = two_losses(model)
    mse.backward(retain_graph=True)
    l1.backward()
    assert_close(together, gradients(model))


def test_the_script_of_two_losses_prints_the_closed_form_twice_and_the_error_between():
    errors, x = torch.tensor([-1.0, -2.0]), torch.tensor([1.0, 2.0])
    both = (2 * errors * x).mean() + (errors.sign() * x).mean()
    said = [line.split(": ")[1] for line in run(ONE_PASS).output.splitlines()]
    assert said == [str(both.item()), SECOND_TIME, str(both.item())]


def test_forward_makes_the_graph():
    w = torch.tensor(3.0, requires_grad=True)
    loss = w**2
    assert loss.grad_fn.next_functions[0][0].variable is w


def test_backward_leaves_the_loss_with_the_graph_of_the_forward_pass():
    w = torch.tensor(3.0, requires_grad=True)
    loss = w**2
    made = loss.grad_fn
    loss.backward()
    assert loss.grad_fn is made


def test_backward_frees_what_was_saved():
    loss = run(GRAPH).globals["loss"]
    with pytest.raises(RuntimeError, match="after they have already been freed"):
        _ = loss.grad_fn._saved_self


def test_a_second_backward_through_one_graph_raises():
    assert run(GRAPH).globals["message"].startswith(SECOND_TIME)


def test_a_second_backward_through_the_loss_computed_again_raises_nothing(tmp_path):
    again = twin(GRAPH, tmp_path, ("try:\n    loss", "try:\n    loss = w**2\n    loss"))
    assert "message" not in again.globals


def test_a_graph_that_saved_nothing_allows_a_second_backward():
    assert run(GRAPH).globals["w"].grad.item() == 1 + 1


def test_retained_graph_shows_the_first_loss_at_every_step():
    assert {step.loss for step in run(RETAIN).steps} == {run(RETAIN).steps[0].loss}


def test_retained_graph_gives_the_first_gradient_at_every_step():
    grads = {step.grad["w"].item() for step in run(RETAIN).steps}
    assert grads == {run(RETAIN).steps[0].grad["w"].item()}


def test_retained_graph_walks_through_the_target_and_away():
    weights = [step.after["w"].item() for step in run(RETAIN).steps]
    assert weights[0] < 2 < weights[-1]
    assert weights == sorted(weights)


def test_retained_graph_hides_that_the_loss_of_the_last_weight_is_larger():
    script = run(RETAIN).globals
    by_hand = ((script["w"] - 2) ** 2 * script["x"] ** 2).mean().item()
    assert script["loss_now"] == pytest.approx(by_hand)
    assert by_hand > 5 * script["loss"].item()


def test_loss_computed_in_the_loop_finds_the_target(tmp_path):
    line = "loss = ((w * x - y) ** 2).mean()"
    fixed = twin(
        RETAIN,
        tmp_path,
        (f"{line}  # belongs inside the loop\n", ""),
        ("    optimizer.zero_grad()\n", f"    {line}\n    optimizer.zero_grad()\n"),
        ("retain_graph=True", ""),
    )
    # Each step keeps 1 - 0.1 · 5 of the error of 2, so 8 steps leave 2/256, or 0.0078.
    assert fixed.globals["w"].item() == pytest.approx(2, abs=0.01)


def test_without_retain_graph_the_old_loss_is_an_error():
    source = (SNIPPETS / RETAIN).read_text("utf-8")
    with pytest.raises(RuntimeError, match=SECOND_TIME):
        exec(source.replace("retain_graph=True", ""), {})


def test_in_two_layers_the_old_loss_is_an_in_place_error():
    model = nn.Sequential(nn.Linear(1, 2), nn.Linear(2, 1))
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    loss = model(torch.ones(1, 1)).sum()
    loss.backward(retain_graph=True)
    optimizer.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward(retain_graph=True)


def test_backward_from_several_numbers_raises():
    assert run(ONE_NUMBER).globals["message"] == (
        "grad can be implicitly created only for scalar outputs"
    )


def test_backward_from_the_sum_of_several_numbers_raises_nothing(tmp_path):
    single = twin(
        ONE_NUMBER, tmp_path, ("losses.backward()\n", "losses.sum().backward(retain_graph=True)\n")
    )
    assert "message" not in single.globals


def test_a_weight_of_one_half_for_each_of_two_losses_gives_the_gradient_of_their_mean():
    means = [line.split()[-1] for line in run(ONE_NUMBER).output.splitlines()[1:]]
    assert means == ["-5.0", "-5.0"]


@pytest.mark.parametrize(
    "cause", ["a count of errors", "logits detached", "under no_grad", "all frozen"]
)
def test_a_loss_without_a_graph_raises(cause):
    with pytest.raises(RuntimeError) as raised:
        run(NOTHING).globals["losses"][cause].backward()
    assert str(raised.value) == run(NOTHING).globals["message"] == NO_GRAD_FN


def test_backward_from_a_loss_with_a_graph_raises_nothing(tmp_path):
    whole = twin(NOTHING, tmp_path, ('["under no_grad"].backward', '["as it should be"].backward'))
    assert "message" not in whole.globals


def test_autograd_grad_leaves_grad_none():
    w = torch.tensor(1.0, requires_grad=True)
    (gradient,) = torch.autograd.grad((w - 3) ** 2, [w])
    assert (gradient.item(), w.grad) == (-4.0, None)
