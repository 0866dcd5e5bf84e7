"""What docs/training_loop/it_does_not_learn.md claims."""

import re
import warnings

import pytest
import torch
from runs import ROOT, run, twin
from torch import nn, optim

LINKS = "training_loop/it_does_not_learn/which_link_is_broken.py"
NAN = "training_loop/it_does_not_learn/nan_from_a_slope_wrong.py"
ANOMALY = "training_loop/it_does_not_learn/anomaly_names_the_line.py"
PAGE = (ROOT / "docs/training_loop/it_does_not_learn.md").read_text("utf-8")


def answers(recording):
    """What was said of each parameter: requires_grad, .grad, held, moved."""
    rows = [line.split() for line in recording.output.splitlines()[1:]]
    return {name: [word == "yes" for word in words] for *words, name in rows}


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("a", [True, True, True, True]),
        ("b", [False, False, True, False]),
        ("c", [True, False, True, False]),
        ("d", [True, True, False, False]),
    ],
    ids=["whole", "frozen", "cut off", "replaced"],
)
@pytest.mark.parametrize("parameter", ["weight", "bias"])
def test_four_questions_find_the_broken_link(layer, expected, parameter):
    assert answers(run(LINKS))[f"{layer}.{parameter}"] == expected


@pytest.mark.parametrize(
    ("layer", "mend"),
    [
        ("b", ('model["b"].requires_grad_(False)', "")),
        ("c", ('model["c"](x).detach()', 'model["c"](x)')),
        ("d", ('model["d"] = nn.Linear(1, 1)', "")),
    ],
    ids=["thawed", "joined", "not replaced"],
)
def test_a_mended_link_lets_the_layer_move(layer, mend, tmp_path):
    assert answers(twin(LINKS, tmp_path, mend))[f"{layer}.weight"] == [True] * 4


def test_with_three_layers_broken_the_loss_falls_all_the_same():
    names = run(LINKS).globals
    y_pred = sum(names["model"][name](names["x"]) for name in "abcd")
    assert nn.functional.mse_loss(y_pred, names["y"]) < names["loss"]


def test_a_step_can_be_too_small_to_change_a_digit():
    weight = torch.tensor(1.0, requires_grad=True)
    optimizer = optim.SGD([weight], lr=1e-9)
    weight.backward()
    optimizer.step()
    assert weight.grad == 1
    assert weight == 1


def test_a_loss_of_0_can_have_a_gradient_of_nan():
    step = run(NAN).steps[0]
    assert step.loss == 0
    assert step.grad["weight"].isnan()


def test_one_step_along_nan_makes_the_weight_nan():
    assert run(NAN).steps[0].after["weight"].isnan()


def test_the_absolute_value_has_a_slope_of_0_at_its_kink():
    assert run(NAN).globals["weight"].grad == 0


def test_away_from_0_the_root_of_the_square_is_the_absolute_value(tmp_path):
    off = twin(NAN, tmp_path, ("torch.tensor(2.0, req", "torch.tensor(3.0, req"))
    assert off.steps[0].grad["weight"] == off.globals["weight"].grad != 0


def test_a_learning_rate_that_is_too_large_gives_inf_before_nan():
    weight = torch.tensor(1.0, requires_grad=True)
    optimizer = optim.SGD([weight], lr=10.0)
    losses = []
    for _ in range(60):
        loss = weight**2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    finite = [value for value in losses if value < float("inf")]
    assert finite == sorted(finite)
    assert losses[len(finite)] == float("inf")
    assert losses[-1] != losses[-1]


def test_detect_anomaly_names_the_operation_and_its_line():
    operation, line = run(ANOMALY).output.splitlines()
    assert operation.startswith("Function 'PowBackward0' returned nan values")
    assert "sqrt(error**2)" in line


def test_without_detect_anomaly_torch_says_nothing(tmp_path):
    quiet = ("with torch.autograd.detect_anomaly():", "if True:")
    with pytest.raises(Exception, match="IndexError"):  # there is no warning to read
        twin(ANOMALY, tmp_path, quiet)


def scalar():
    return torch.tensor(1.0, requires_grad=True)


def tied_to_nothing():
    torch.tensor(1.0).backward()


def several_numbers():
    (scalar() * torch.ones(2)).backward()


def twice():
    loss = scalar() ** 2
    loss.backward()
    loss.backward()


def overwritten():
    square = scalar() ** 2
    loss = square**2
    square += 1
    loss.backward()


def computed_parameter():
    optim.SGD([scalar() * 2], lr=0.1)


def update_under_autograd():
    weight = scalar()
    weight -= 1


def unequal_shapes():
    nn.functional.mse_loss(torch.zeros(3, 1), torch.zeros(3))


def label_too_large():
    nn.functional.cross_entropy(torch.zeros(1, 3), torch.tensor([3]))


def scheduler_first():
    optimizer = optim.SGD([scalar()], lr=0.1)
    optim.lr_scheduler.StepLR(optimizer, 1).step()


MESSAGES = {
    "element 0 of tensors does not require grad": tied_to_nothing,
    "grad can be implicitly created only for scalar outputs": several_numbers,
    "backward through the graph a second time": twice,
    "modified by an inplace operation": overwritten,
    "can't optimize a non-leaf Tensor": computed_parameter,
    "a leaf Variable that requires grad is being used in an in-place operation": (
        update_under_autograd
    ),
    "that is different to the input size": unequal_shapes,
    "is out of bounds": label_too_large,
    "lr_scheduler.step()": scheduler_first,
}


@pytest.mark.parametrize("message", MESSAGES)
def test_torch_says_so(message):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Exception, match=re.escape(message)):
            MESSAGES[message]()


def test_each_message_of_the_table_is_one_that_torch_says():
    table = PAGE[PAGE.index("| torch says") :]
    rows = re.findall(r"^\| `(.*?)`", table, flags=re.MULTILINE)
    assert rows == [*MESSAGES]
