"""What docs/optimizers/param_groups.md claims."""

import pytest
import torch
from helpers.runs import run, twin, twin_names
from torch import nn, optim

GROUPS = "optimizers/param_groups/two_learning_rates.py"
FROZEN = "optimizers/param_groups/frozen.py"
BEHIND = "optimizers/param_groups/slopes_pass_a_frozen_weight.py"
LEFTOVER = "optimizers/param_groups/frozen_but_moved_wrong.py"
ZEROS = "optimizers/param_groups/zeros_still_move.py"
REPLACED = "optimizers/param_groups/replaced_layer_wrong.py"
ADDED = "optimizers/param_groups/replaced_layer.py"
MOVED = "optimizers/param_groups/moved_model.py"

KINDS = {
    "SGD": (optim.SGD, {}),
    "momentum": (optim.SGD, {"momentum": 0.9}),
    "weight decay": (optim.SGD, {"weight_decay": 0.1}),
    "Adam": (optim.Adam, {}),
}
MOVE_ON_ZERO = {name: kind for name, kind in KINDS.items() if name != "SGD"}
OPTIMIZERS = {
    name: kind
    for name, kind in vars(optim).items()
    if isinstance(kind, type) and issubclass(kind, optim.Optimizer) and kind is not optim.Optimizer
}


def restored(parameters):
    """A new optimizer of these parameters with the state of an older one of a first and a second.

    The first one's buffer of momentum is 1, the second one's is 2.
    """
    first, second = (nn.Parameter(torch.zeros(1)) for _ in range(2))
    first.grad, second.grad = torch.tensor([1.0]), torch.tensor([2.0])
    older = optim.SGD([("first", first), ("second", second)], lr=0.1, momentum=0.9)
    older.step()
    newer = optim.SGD(parameters, lr=0.1, momentum=0.9)
    newer.load_state_dict(older.state_dict())
    return newer


def assert_first_move(recording, name, lr):
    """The first step of a parameter is lr times its gradient, but for what rounding leaves."""
    step = recording.steps[0]
    moved = (step.before[name] - step.after[name]).double()
    # The new weight is rounded to a float: off by less than eps times its size.
    off = torch.finfo(torch.float32).eps * step.before[name].abs().max().item()
    expected = lr * step.grad[name].double()
    assert expected.abs().max() > 100 * off  # another lr would be noticed
    torch.testing.assert_close(moved, expected, rtol=1e-6, atol=off)


def travelled(recording, name):
    return (recording.steps[-1].after[name] - recording.steps[0].before[name]).norm().item()


@pytest.mark.parametrize(
    ("name", "lr"), [("model.0.weight", 0.001), ("model.2.weight", 0.1)], ids=["old", "new"]
)
def test_each_group_moves_by_its_own_learning_rate(name, lr):
    assert_first_move(run(GROUPS), name, lr)


def test_a_learning_rate_written_into_a_group_holds_from_the_next_step_on():
    weight = nn.Parameter(torch.zeros(()))
    optimizer = optim.SGD([weight], lr=0.1)
    optimizer.param_groups[0]["lr"] = 0.5
    weight.grad = torch.ones(())
    optimizer.step()
    assert weight.item() == -0.5


def test_without_its_own_a_group_takes_the_learning_rate_of_all(tmp_path):
    one = twin(GROUPS, tmp_path, (', "lr": 0.001}', "}"))
    assert_first_move(one, "model.0.weight", 0.1)


def test_a_frozen_weight_never_has_a_gradient():
    assert all(step.grad["model.weight"] is None for step in run(FROZEN).steps)


def test_a_frozen_weight_does_not_move():
    assert travelled(run(FROZEN), "model.weight") == 0


def test_the_weight_moves_if_it_is_not_frozen(tmp_path):
    thawed = twin(FROZEN, tmp_path, ("requires_grad_(False)", "requires_grad_(True)"))
    assert travelled(thawed, "model.weight") > 0.1


def test_a_frozen_weight_does_not_stop_the_gradient_of_the_weight_before_it():
    names = run(BEHIND).globals
    w2, x = names["w2"].item(), names["x"].item()
    slope = 2 * (names["y_pred"].item() - names["y"].item())
    assert names["w1"].grad.item() == slope * w2 * x != 0
    assert names["w2"].grad is None


def test_the_gradient_before_a_frozen_weight_grows_with_that_weight(tmp_path):
    tripled = twin(BEHIND, tmp_path, ("w2 = torch.tensor(2.0", "w2 = torch.tensor(6.0"))
    names = tripled.globals
    slope = 2 * (names["y_pred"].item() - names["y"].item())
    assert names["w1"].grad.item() == slope * 6 * names["x"].item()


def test_the_upper_weight_has_a_gradient_if_it_is_not_frozen(tmp_path):
    thawed = twin(BEHIND, tmp_path, ("w2.requires_grad_(False)\n", ""))
    assert thawed.globals["w2"].grad is not None


def test_a_gradient_left_over_is_applied_to_a_frozen_weight():
    step = run(LEFTOVER).steps[0]
    expected = step.before["model.weight"] - 0.1 * step.grad["model.weight"]
    torch.testing.assert_close(step.after["model.weight"], expected)


def test_a_gradient_left_over_is_applied_again_after_a_backward_that_begins_after_the_freeze():
    first, second, _ = run(LEFTOVER).steps
    assert torch.equal(second.grad["model.weight"], first.grad["model.weight"])
    expected = second.before["model.weight"] - 0.1 * first.grad["model.weight"]
    torch.testing.assert_close(second.after["model.weight"], expected)


def test_after_zero_grad_the_frozen_weight_stays():
    step = run(LEFTOVER).steps[2]
    assert torch.equal(step.after["model.weight"], step.before["model.weight"])


@pytest.mark.parametrize(("kind", "settings"), KINDS.values(), ids=KINDS)
def test_step_moves_a_weight_with_a_gradient_although_it_requires_none(kind, settings):
    weight = nn.Parameter(torch.ones(()))
    optimizer = kind([weight], lr=0.1, **settings)
    weight.requires_grad_(False)
    weight.grad = torch.ones(())
    optimizer.step()
    assert weight.item() < 1


@pytest.mark.parametrize(("kind", "settings"), KINDS.values(), ids=KINDS)
def test_step_skips_a_gradient_of_none(kind, settings):
    assert run(ZEROS).globals["moves"](kind, set_to_none=True, **settings) == 0


@pytest.mark.parametrize(("kind", "settings"), MOVE_ON_ZERO.values(), ids=MOVE_ON_ZERO)
def test_a_gradient_of_zero_still_moves_the_weight(kind, settings):
    assert run(ZEROS).globals["moves"](kind, set_to_none=False, **settings) < -0.001


def test_plain_sgd_stays_on_a_gradient_of_zero():
    assert run(ZEROS).globals["moves"](optim.SGD, set_to_none=False) == 0


@pytest.mark.parametrize("row", range(4), ids=KINDS)
def test_a_printed_row_is_that_of_its_optimizer(row):
    kind, settings = list(KINDS.values())[row]
    moves = run(ZEROS).globals["moves"]
    none, zero = (moves(kind, set_to_none=none, **settings) for none in (True, False))
    printed = run(ZEROS).output.splitlines()[1 + row].split()
    assert printed[-2:] == [f"{none:.4f}", f"{zero:.4f}"]


def test_a_replaced_layer_gets_a_gradient_and_does_not_move():
    names = run(REPLACED).globals
    weight = names["model"][2].weight
    assert weight.grad.norm() > 0
    assert torch.equal(weight, names["before"])


def test_the_loss_falls_although_the_replaced_layer_stays():
    losses = [step.loss for step in run(REPLACED).steps]
    assert losses[-1] < 0.5 * losses[0]


def test_a_layer_added_to_the_optimizer_moves():
    names = run(ADDED).globals
    assert (names["model"][2].weight - names["before"]).norm() > 0.1


def test_an_optimizer_made_after_the_replacement_moves_the_layer():
    made = "optimizer = optim.SGD(model.parameters(), lr=0.1)\n"
    replaced = "model[2] = nn.Linear(8, 1)  # the optimizer holds the old one's\n"
    late = twin_names(REPLACED, (made + replaced, replaced + made))
    assert (late["model"][2].weight - late["before"]).norm() > 0.1


def test_a_moved_model_keeps_its_parameter_objects():
    names = run(MOVED).globals
    assert names["sgd"].param_groups[0]["params"][0] is names["weight"] is names["model"].weight


@pytest.mark.parametrize(
    "move",
    [
        pytest.param(lambda model: model.to("cpu"), id="to"),
        pytest.param(lambda model: model.double(), id="double"),
        pytest.param(lambda model: model.cuda(), id="cuda"),
    ],
)
def test_to_double_and_cuda_go_through_one_function(move, monkeypatch):
    def same(model, *_):
        gone_through.append(model)
        return model

    gone_through, model = [], nn.Linear(1, 1)
    monkeypatch.setattr(nn.Module, "_apply", same)
    assert move(model) is model
    assert gone_through == [model]


def test_a_move_to_meta_makes_new_objects():
    model = nn.Linear(1, 1)
    weight = model.weight
    assert model.to("meta").weight is not weight


def test_to_empty_on_the_way_back_from_meta_makes_new_objects():
    model = nn.Linear(1, 1).to("meta")
    weight = model.weight
    assert model.to_empty(device="cpu").weight is not weight


def test_adagrad_goes_on_with_the_state_of_before_the_move():
    names = run(MOVED).globals
    model, adagrad = names["model"], names["adagrad"]
    model(torch.ones(1, 1, dtype=torch.float64)).sum().backward()
    adagrad.step()
    assert adagrad.state[model.weight]["sum"].dtype == torch.float32


def test_a_move_of_the_model_does_not_move_the_buffer_of_momentum():
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.ones(1, 1)).sum().backward()
    optimizer.step()
    model.double()
    assert optimizer.state[model.weight]["momentum_buffer"].dtype == torch.float32


@pytest.mark.parametrize("kind", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_of_torch_s_optimizers_adagrad_alone_has_state_before_its_first_step(kind):
    optimizer = kind([nn.Parameter(torch.zeros(2, 2))], lr=0.1)
    assert bool(optimizer.state) == (kind is optim.Adagrad)


def test_more_than_ten_of_torch_s_optimizers_were_asked():
    assert len(OPTIMIZERS) > 10


@pytest.mark.parametrize("named", [False, True], ids=["parameters", "named parameters"])
def test_parameters_in_another_order_get_each_other_s_state(named):
    first, second = (nn.Parameter(torch.zeros(1)) for _ in range(2))
    order = [("second", second), ("first", first)] if named else [second, first]
    optimizer = restored(order)
    assert optimizer.state[second]["momentum_buffer"] == 1
    assert optimizer.state[first]["momentum_buffer"] == 2


def test_parameters_in_the_same_order_get_their_own_state():
    first, second = (nn.Parameter(torch.zeros(1)) for _ in range(2))
    optimizer = restored([first, second])
    assert optimizer.state[first]["momentum_buffer"] == 1
    assert optimizer.state[second]["momentum_buffer"] == 2


def test_state_dict_knows_names_if_the_optimizer_got_named_parameters():
    model = nn.Linear(1, 1)
    groups = optim.SGD(model.named_parameters(), lr=0.1).state_dict()["param_groups"]
    assert groups[0]["param_names"] == ["weight", "bias"]
