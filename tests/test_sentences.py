"""What a sentence says of a line is true: its arithmetic holds, and None is no number."""

import math
import re

import pytest
from helpers import told as helper
from helpers.runs import run
from helpers.statements import after, line_of
from record.lines import Lines
from record.recorder import record
from stepper.words import number

HEAD = """
import torch
from torch import nn, optim
torch.manual_seed(0)
x, y = torch.randn(8, 1), torch.randn(8, 1)
model = nn.Linear(1, 1)
optimizer = {optimizer}
for epoch in range(4):
    y_pred = model(x)
    loss = ((y_pred - y) ** 2).mean()
    {clear}
    loss.backward()
    optimizer.step()
    print("epoch", epoch)
""".lstrip()
FOR, FORWARD, LOSS, CLEAR, BACKWARD, STEP, PRINT = (
    line_of(HEAD, begin)
    for begin in ("for", "y_pred", "loss =", "{clear}", "loss.backward", "optimizer.step", "print")
)

N = r"\(?(-?\d+(?:\.\d+)?(?:e-?\d+)?)\)?"  # a number, in parentheses or not


def told(lines: Lines, whole: bool = True) -> dict[tuple[int, int], str]:
    """The sentences, a minus in them as Python reads it."""
    said = helper.told(lines, whole)
    return {at: sentence.replace("−", "-") for at, sentence in said.items()}


@pytest.fixture
def lines_of(tmp_path):
    """What was recorded of a script, line by line."""

    def of(source: str) -> Lines:
        path = tmp_path / "script.py"
        path.write_text(source.lstrip(), "utf-8")
        return record(path).lines

    return of


@pytest.fixture
def told_of(lines_of):
    """The sentences of a loop with this optimizer, and what was recorded of it."""

    def of(
        optimizer: str = "optim.SGD(model.parameters(), lr=0.1)",
        clear: str = "optimizer.zero_grad()",
    ) -> tuple[dict[tuple[int, int], str], Lines]:
        lines = lines_of(HEAD.format(optimizer=optimizer, clear=clear))
        return told(lines), lines

    return of


# --- Steps


def sgd_is_off(sentence: str) -> float:
    """By how much the numbers in "a → b, that is a - lr · g" do not add up; at worst."""
    found = re.findall(rf"{N} → {N}, that is {N} - {N} · {N}", sentence)
    assert found
    moves = [list(map(float, numbers)) for numbers in found]
    return max(
        abs(before - again) + abs(before - lr * grad - after)
        for before, after, again, lr, grad in moves
    )


def adam_is_off(sentence: str) -> float:
    """By how much "a → b, that is a - lr · m / (√v + eps)" does not add up; at worst."""
    found = re.findall(rf"{N} → {N}, that is {N} - {N} · {N} / \(√{N} \+ {N}\)", sentence)
    assert found
    moves = [list(map(float, numbers)) for numbers in found]
    return max(
        abs(before - again) + abs(before - lr * m / (math.sqrt(v) + eps) - after)
        for before, after, again, lr, m, v, eps in moves
    )


ROUNDING = 1.5e-4  # two numbers of four decimals, and a product
SGD = ["optim.SGD(model.parameters(), lr=0.1)", "optim.SGD(model.parameters(), lr=0.003)"]
MOMENTUM = "optim.SGD(model.parameters(), lr=0.1, momentum=0.9)"
ADAM = "optim.Adam(model.parameters(), lr=0.02)"
EPOCHS = range(4)


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("optimizer", SGD, ids=["lr 0.1", "lr 0.003"])
def test_an_sgd_step_is_the_weight_minus_lr_times_the_gradient(told_of, optimizer, epoch):
    said, _ = told_of(optimizer)
    assert sgd_is_off(said[epoch, STEP]) <= ROUNDING


@pytest.mark.parametrize("epoch", EPOCHS)
def test_a_momentum_step_is_the_weight_minus_lr_times_the_buffer(told_of, epoch):
    said, lines = told_of(MOMENTUM)
    assert sgd_is_off(said[epoch, STEP]) <= ROUNDING
    buffer = lines.after(epoch, STEP)['optimizer.state[model.weight]["momentum_buffer"]'].item()
    shown = re.search(rf"{N} \(`lr` · `momentum_buffer`\)", said[epoch, STEP]).group(1)
    assert float(shown) == pytest.approx(buffer, abs=5e-5)


def test_a_momentum_step_does_not_pass_for_the_gradients(told_of):
    """The buffer's number and the gradient's differ, so that the last test tells them apart."""
    _, lines = told_of(MOMENTUM)
    after = lines.after(3, STEP)
    buffer = after['optimizer.state[model.weight]["momentum_buffer"]'].item()
    assert abs(buffer - after["model.weight.grad"].item()) > 0.1


@pytest.mark.parametrize("epoch", EPOCHS)
def test_an_adam_step_is_lr_times_the_corrected_mean_over_the_root(told_of, epoch):
    said, _ = told_of(ADAM)
    assert adam_is_off(said[epoch, STEP]) <= 2e-4


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize(("average", "decay"), [("exp_avg", 0.9), ("exp_avg_sq", 0.999)])
def test_adams_averages_are_corrected_by_the_steps_so_far(told_of, average, decay, epoch):
    said, lines = told_of(ADAM)
    raw, base, steps, corrected = re.search(
        rf"`{average}` is {N} / \(1 - {N}\^(\d+)\) = {N}", said[epoch, STEP]
    ).groups()
    assert (float(base), int(steps)) == (decay, epoch + 1)
    kept = lines.after(epoch, STEP)[f'optimizer.state[model.weight]["{average}"]'].item()
    assert float(raw) == pytest.approx(kept, rel=1e-3, abs=5e-5)
    assert float(corrected) == pytest.approx(kept / (1 - decay ** (epoch + 1)), rel=1e-3)


def test_a_step_starts_and_ends_where_torch_did(told_of):
    said, lines = told_of()
    before, after = re.search(rf"`model.weight` {N} → {N}", said[2, STEP]).groups()
    expected = [lines.after(2, n)["model.weight"].item() for n in (BACKWARD, STEP)]
    assert [float(before), float(after)] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    ("script", "is_off"),
    [
        ("linear_regression.py", sgd_is_off),
        ("classification.py", adam_is_off),
        ("custom_loss.py", sgd_is_off),
    ],
)
def test_the_arithmetic_holds_in_every_epoch_of_the_three_scripts(script, is_off):
    lines = run(script).lines
    said, step = told(lines), line_of(lines.source.text, "optimizer.step()")
    assert max(is_off(said[epoch, step]) for epoch in range(100)) <= 2e-4


@pytest.mark.parametrize(
    ("right", "wrong"),
    [(r"- 0\.1 ·", "- 0.2 ·"), (r"- 0\.1 ·", "- -0.1 ·"), (r"→ -?\d", "→ 7")],
    ids=["another lr", "up the gradient", "another end"],
)
def test_a_wrong_sentence_does_not_add_up(told_of, right, wrong):
    said, _ = told_of()
    assert sgd_is_off(re.sub(right, wrong, said[0, STEP])) > 0.01


@pytest.mark.parametrize(
    "optimizer",
    [
        "optim.SGD(model.parameters(), lr=0.1, weight_decay=0.5)",
        "optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True)",
        "optim.SGD(model.parameters(), lr=0.1, maximize=True)",
        "optim.Adam(model.parameters(), lr=0.1, weight_decay=0.5, decoupled_weight_decay=True)",
        "optim.AdamW(model.parameters(), lr=0.1, weight_decay=0.5)",
        "optim.RMSprop(model.parameters(), lr=0.1)",
    ],
    ids=["weight decay", "Nesterov", "maximize", "Adam with decay", "AdamW", "RMSprop"],
)
def test_no_arithmetic_is_claimed_that_does_not_give_the_number(told_of, optimizer):
    said, _ = told_of(optimizer)
    assert re.search(rf"`model.weight` {N} → {N}", said[3, STEP])
    assert "that is" not in said[3, STEP]


def test_a_parameter_that_moves_without_a_gradient_is_told_without_arithmetic(told_of):
    said, _ = told_of(clear="model = nn.Linear(1, 1)")
    assert re.search(rf"`model.weight` {N} → {N}", said[1, CLEAR])
    assert "that is" not in said[1, CLEAR]


TWO_ADAMS = """
import torch
from torch import nn, optim
w = nn.Parameter(torch.ones(1))
v = nn.Parameter(torch.ones(1))
adam_of_w = optim.Adam([w], lr=0.1)
adam = optim.Adam([v], lr=0.1)
for epoch in range(2):
    (w**2 + v**2).sum().backward()
    adam.step()
"""


def test_running_means_are_explained_though_another_optimizers_name_begins_alike(lines_of):
    assert "running means" in told(lines_of(TWO_ADAMS))[0, 9]


TWO_LAYERS = "nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))"


@pytest.mark.parametrize(("at", "end"), [(STEP, ""), (BACKWARD, ".grad")], ids=["step", "backward"])
def test_of_four_parameters_two_are_spelled_out_and_two_are_counted(lines_of, at, end):
    source = HEAD.format(optimizer=SGD[0], clear="optimizer.zero_grad()")
    said = told(lines_of(source.replace("nn.Linear(1, 1)", TWO_LAYERS)))[1, at]
    assert re.findall(rf"`(model\.\d\.\w+){end}` ", said) == ["model.0.weight", "model.0.bias"]
    assert "; and so 2 more. " in said


@pytest.mark.parametrize("at", [STEP, BACKWARD], ids=["step", "backward"])
def test_of_two_parameters_none_is_left_to_a_count(told_of, at):
    said, _ = told_of()
    assert "more" not in said[1, at]


# --- Gradients: None is no number


@pytest.mark.parametrize("epoch", EPOCHS)
def test_backward_makes_a_number_of_none(told_of, epoch):
    said, lines = told_of()
    shown = re.search(rf"`model.weight.grad` None → {N}", said[epoch, BACKWARD]).group(1)
    grad = lines.after(epoch, BACKWARD)["model.weight.grad"].item()
    assert float(shown) == pytest.approx(grad, abs=5e-5)


def test_zero_grad_makes_none_of_a_number(told_of):
    said, lines = told_of()
    shown = re.search(rf"`model.weight.grad` {N} → None", said[1, CLEAR]).group(1)
    grad = lines.after(0, STEP)["model.weight.grad"].item()
    assert float(shown) == pytest.approx(grad, abs=5e-5)


def test_a_gradient_of_zeros_is_not_called_none(told_of):
    said, _ = told_of(clear="optimizer.zero_grad(set_to_none=False)")
    assert re.search(rf"`model.weight.grad` {N} → 0[;.]", said[1, CLEAR])
    assert re.search(rf"`model.weight.grad` 0 → {N}", said[1, BACKWARD])
    assert "None" not in said[1, CLEAR] + said[1, BACKWARD]


def test_the_first_zero_grad_is_said_to_find_nothing(told_of):
    said, _ = told_of()
    assert said[0, CLEAR] == "there is nothing to remove, each `.grad` is None already."


def test_a_zero_grad_that_finds_something_is_not_said_to_find_nothing(told_of):
    said, _ = told_of()
    assert "nothing" not in said[1, CLEAR]


def test_a_zero_grad_of_other_parameters_is_said_to_change_no_gradient(told_of):
    said, lines = told_of(optimizer="optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)")
    assert lines.after(1, CLEAR)["model.weight.grad"].any()
    assert said[1, CLEAR] == (
        "changes no `.grad` that is shown here: these parameters are not its own."
    )


def test_a_zero_grad_that_finds_zeros_is_said_to_find_nothing(told_of):
    clear = "optimizer.zero_grad(False)\n    optimizer.zero_grad(False)"
    said, _ = told_of(clear=clear)
    assert "0 or None" not in said[1, CLEAR]
    assert said[1, CLEAR + 1] == ("there is nothing to remove, each `.grad` is 0 or None already.")


def test_without_zero_grad_a_gradient_goes_from_number_to_sum(told_of):
    said, lines = told_of(clear="pass")
    before, after = re.search(rf"`model.weight.grad` {N} → {N}", said[1, BACKWARD]).groups()
    expected = [lines.after(e, BACKWARD)["model.weight.grad"].item() for e in (0, 1)]
    assert [float(before), float(after)] == pytest.approx(expected, abs=5e-5)


# --- What it means


@pytest.mark.parametrize(
    ("line", "means"),
    [
        (BACKWARD, "A gradient says how fast the loss would grow with its parameter."),
        (CLEAR, "So the next gradients are not added to these."),
    ],
    ids=["backward", "zero_grad"],
)
def test_gradients_that_come_or_go_are_explained(told_of, line, means):
    said, _ = told_of()
    assert means in said[1, line]


def test_a_sum_of_gradients_is_not_called_the_slope_of_the_loss(told_of):
    said, _ = told_of(clear="pass")
    assert "A gradient says" in said[0, BACKWARD]
    assert "A gradient says" not in said[1, BACKWARD]


def test_a_gradient_set_by_hand_is_not_called_the_slope_of_the_loss(told_of):
    said, _ = told_of(clear="model.weight.grad = torch.ones(1, 1)")
    assert "`model.weight.grad`" in said[0, CLEAR]
    assert "A gradient says" not in said[0, CLEAR]


# --- What stays


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        (FORWARD, "No parameter and no `.grad` changes."),
        (LOSS, "No parameter and no `.grad` changes."),
        (CLEAR, "No parameter moves."),
        (BACKWARD, "No parameter moves."),
        (STEP, "Each `.grad` stays as it was."),
    ],
    ids=["forward", "loss", "zero_grad", "backward", "step"],
)
def test_a_sentence_ends_with_what_the_line_left_alone(told_of, line, stays):
    said, _ = told_of()
    assert said[1, line].endswith(stays)


def test_a_line_that_moves_all_is_not_said_to_leave_anything_alone(lines_of):
    source = HEAD.format(optimizer=SGD[0], clear="pass")
    both = source.replace("loss.backward()\n    ", "loss.backward(); ")
    assert re.search(r"stays|No parameter", told(lines_of(both))[1, BACKWARD]) is None


# --- The other lines


def test_the_header_says_which_epoch_begins(told_of):
    said, _ = told_of()
    assert said[2, FOR].startswith("epoch 2 begins")


def test_the_loss_goes_from_the_last_epochs_to_this_ones(told_of):
    said, lines = told_of()
    before, after = re.search(rf"`loss` {N} → {N}", said[2, LOSS]).groups()
    expected = [lines.after(e, LOSS)["loss"].item() for e in (1, 2)]
    assert [float(before), float(after)] == pytest.approx(expected, abs=5e-5)


def test_the_first_loss_has_no_value_before(told_of):
    said, lines = told_of()
    first = number(lines.after(0, LOSS)["loss"].item())
    assert said[0, LOSS].startswith(f"`loss` is now {first}.")


def test_a_prediction_is_told_by_its_shape_and_its_ends(told_of):
    said, lines = told_of()
    ends = re.search(rf"`y_pred` is now \(8, 1\), from {N} to {N}", said[0, FORWARD]).groups()
    y_pred = lines.after(0, FORWARD)["y_pred"]
    expected = [y_pred.min().item(), y_pred.max().item()]
    assert list(map(float, ends)) == pytest.approx(expected, abs=5e-5)


RETURN = """
import torch
from torch import nn, optim
torch.manual_seed(0)
x = torch.randn(8, 1)
model = nn.Linear(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
def loss_of(y_pred):
    return {value}
for epoch in range(3):
    loss = {call}
    loss.mean().backward()
    optimizer.step()
"""
CALL = "loss = loss_of(model(x))"


@pytest.fixture
def told_of_return(lines_of):
    """What is told of a line that returns this."""

    def of(value: str, call: str) -> tuple[str, Lines]:
        lines = lines_of(RETURN.format(value=value, call=call))
        return told(lines)[1, line_of(lines.source.text, f"return {value}")], lines

    return of


def test_a_return_tells_the_value_that_the_next_line_names(told_of_return):
    said, lines = told_of_return("(y_pred**2).mean()", "loss_of(model(x))")
    returned = float(re.match(rf"the function returns {N};", said).group(1))
    assert returned == pytest.approx(after(lines, CALL, epoch=1)["loss"].item(), abs=5e-5)


def test_a_return_of_no_number_is_told_without_one(told_of_return):
    said, _ = told_of_return("(y_pred**2,)", "loss_of(model(x))[0]")
    assert said.startswith("the function returns;")


HALF = "def half_of(y_pred):\n    return (y_pred**2).mean() / 2\n"


def test_a_return_of_another_functions_value_tells_its_own(lines_of):
    source = RETURN.format(value="2 * half_of(y_pred)", call="loss_of(model(x))")
    lines = lines_of(source.replace("def loss_of", f"{HALF}def loss_of"))
    said = told(lines)[1, line_of(lines.source.text, "return 2 *")]
    returned = float(re.match(rf"the function returns {N}[;.]", said).group(1))
    assert returned == pytest.approx(after(lines, CALL, epoch=1)["loss"].item(), abs=5e-5)


def test_a_return_of_no_number_does_not_tell_another_functions(lines_of):
    source = RETURN.format(value="(half_of(y_pred),)", call="loss_of(model(x))[0]")
    lines = lines_of(source.replace("def loss_of", f"{HALF}def loss_of"))
    said = told(lines)[1, line_of(lines.source.text, "return (half")]
    assert re.match(r"the function returns[;.]", said)


def test_a_print_is_quoted(told_of):
    said, _ = told_of()
    assert said[3, PRINT] == "prints `epoch 3`."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.12345, "0.1235"),
        (-3.925, "−3.9250"),
        (0.0001234, "1.234e−4"),
        (2.0, "2"),
        (0.0, "0"),
        (math.inf, "inf"),
        (math.nan, "nan"),
    ],
    ids=str,
)
def test_a_number_has_the_digits_that_tell_it(value, text):
    assert number(value) == text
