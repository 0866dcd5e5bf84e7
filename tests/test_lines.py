"""Every line's record is what a run by hand finds after that line."""

import io
import sys
import textwrap
from contextlib import redirect_stdout

import pytest
import torch
from helpers.runs import SNIPPETS, run
from helpers.statements import (
    BACKWARD,
    FOR,
    FORWARD,
    IF,
    L1,
    LOSS,
    MSE,
    PRINT,
    RETURN,
    STEP,
    ZERO_GRAD,
    after,
    changed,
    line_of,
    ran,
    statement_on,
)
from record.errors import RecordingError
from record.lines import Lines
from record.recorder import record
from record.seen import GONE, Gist
from record.world import unchanged_world
from torch import nn, optim
from torch.testing import assert_close

SCRIPTS = ["linear_regression.py", "classification.py", "custom_loss.py"]
EPOCHS = [0, 1, 50, 99]


@pytest.fixture
def lines_of(tmp_path):
    """The lines of a script given as text."""

    def of(source: str) -> Lines:
        path = tmp_path / "script.py"
        path.write_text(textwrap.dedent(source).lstrip(), "utf-8")
        return record(path).lines

    return of


# --- A run done by hand, which knows nothing of the recorder


class ByHand:
    """Keeps every value after each statement, by epoch."""

    def __init__(self, model, optimizer):
        self.after = {}
        self.model, self.optimizer = model, optimizer

    def keep(self, epoch, statement, values):
        kept = {}
        for name, value in values.items():
            kept[name] = value.detach().clone() if isinstance(value, torch.Tensor) else value
        for name, parameter in self.model.named_parameters():
            name = f"model.{name}"
            grad = parameter.grad
            kept[name] = parameter.detach().clone()
            kept[f"{name}.grad"] = None if grad is None else grad.clone()
            for key, value in self.optimizer.state[parameter].items():
                kept[f'optimizer.state[{name}]["{key}"]'] = value.clone()
        self.after[epoch, statement] = kept


def line_by_hand(loss_of):
    torch.manual_seed(7)
    x = torch.randn(100, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(100, 1)
    model = nn.Linear(1, 1)
    return train_by_hand(x, y, model, loss_of, optim.SGD(model.parameters(), lr=0.01))


def labels_by_hand(loss_of):
    torch.manual_seed(7)
    x = torch.randn(100, 10)
    y = torch.randint(0, 3, (100,))
    model = nn.Linear(10, 3)
    return train_by_hand(x, y, model, loss_of, optim.Adam(model.parameters(), lr=0.001))


def train_by_hand(x, y, model, loss_of, optimizer):
    """What is kept of the script's 100 epochs."""
    kept = ByHand(model, optimizer)
    names = {}
    for epoch in range(100):

        def keep(statement, within=(), epoch=epoch):
            kept.keep(epoch, statement, names | dict(within))

        names["epoch"] = epoch
        keep(FOR)
        names["y_pred"] = y_pred = model(x)
        keep(FORWARD)
        names["loss"] = loss = loss_of(y_pred, y, keep)
        keep(LOSS)
        optimizer.zero_grad()
        keep(ZERO_GRAD)
        loss.backward()
        keep(BACKWARD)
        optimizer.step()
        keep(STEP)
        keep(IF)
        if epoch % 10 == 0:
            keep(PRINT)
    return kept.after


def mse(y_pred, y, keep):
    return nn.MSELoss()(y_pred, y)


def cross_entropy(y_pred, y, keep):
    return nn.CrossEntropyLoss()(y_pred, y)


def custom_loss(y_pred, y, keep):
    within = {"mse in custom_loss": torch.mean((y_pred - y) ** 2)}
    keep(MSE, within)
    within["l1 in custom_loss"] = torch.mean(torch.abs(y_pred - y))
    keep(L1, within)
    loss = within["mse in custom_loss"] + 0.1 * within["l1 in custom_loss"]
    keep(RETURN, within | {"returned by custom_loss": loss})
    return loss


@pytest.fixture(scope="module")
def by_hand():
    with unchanged_world():
        return {
            "linear_regression.py": line_by_hand(mse),
            "classification.py": labels_by_hand(cross_entropy),
            "custom_loss.py": line_by_hand(custom_loss),
        }


def gist_by_hand(value):
    """What is kept of a tensor of more than 64 numbers, written out once more."""
    if not isinstance(value, torch.Tensor) or value.numel() <= 64:
        return value
    flat = value.flatten()
    norm, low, high = value.norm().item(), value.min().item(), value.max().item()
    return Gist(tuple(value.shape), norm, low, high, tuple(flat[:4].tolist()))


def told_by_hand(kept: dict) -> dict:
    return {name: gist_by_hand(value) for name, value in kept.items()}


def measured(kept: dict) -> dict:
    """Without what the hand does not keep: the data, what the optimizer is set to, who is who."""
    return {
        name: value
        for name, value in kept.items()
        if name not in ("x", "y") and "param_groups" not in name and not name.startswith("id(")
    }


def assert_same(seen: dict, expected: dict):
    """Equal to the last bit, None told from a number."""
    assert seen.keys() == expected.keys()
    plain = {n: v for n, v in expected.items() if not isinstance(v, torch.Tensor)}
    assert {n: seen[n] for n in plain} == plain
    tensors = {n: v for n, v in expected.items() if isinstance(v, torch.Tensor)}
    assert_close({n: seen[n] for n in tensors}, tensors, rtol=0, atol=0)


@pytest.mark.parametrize("epoch", EPOCHS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_lines_that_ran_are_those_of_the_run_by_hand(script, epoch, by_hand):
    lines = run(script).lines
    expected = [line_of(lines.source.text, s) for at, s in by_hand[script] if at == epoch]
    assert [line.number for line in lines.lines if line.epoch == epoch] == expected


LINES = [
    (script, epoch, statement)
    for script, within in {
        "linear_regression.py": [],
        "classification.py": [],
        "custom_loss.py": [MSE, L1, RETURN],
    }.items()
    for epoch in EPOCHS
    for statement in [FOR, FORWARD, *within, LOSS, ZERO_GRAD, BACKWARD, STEP, IF]
    + ([PRINT] if epoch % 10 == 0 else [])
]


@pytest.mark.parametrize(("script", "epoch", "statement"), LINES)
def test_every_value_after_a_line_is_that_of_the_run_by_hand(script, epoch, statement, by_hand):
    expected = told_by_hand(by_hand[script][epoch, statement])
    assert_same(measured(after(run(script).lines, statement, epoch)), expected)


@pytest.mark.parametrize("script", SCRIPTS)
def test_only_what_changed_is_kept(script):
    lines = run(script).lines
    values = dict(lines.start)
    again = []
    for line in lines.lines:
        again += [n for n, v in line.changed.items() if n in values and same(values[n], v)]
        values |= line.changed
    assert again == []


def same(a, b) -> bool:
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return torch.equal(a, b)
    return a is b or (type(a) is type(b) and not isinstance(a, torch.Tensor) and a == b)


# --- Watching changes nothing


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_run_watched_line_by_line_ends_as_an_unwatched_one_to_the_last_bit(script):
    unwatched = {"__name__": "__main__"}
    with unchanged_world(), redirect_stdout(io.StringIO()):
        exec(compile((SNIPPETS / script).read_text("utf-8"), script, "exec"), unwatched)
    values = dict(run(script).lines.start)
    for line in run(script).lines.lines:
        values |= line.changed
    expected = {f"model.{n}": p.detach() for n, p in unwatched["model"].named_parameters()}
    expected |= {f"model.{n}.grad": p.grad for n, p in unwatched["model"].named_parameters()}
    assert_close({name: values[name] for name in expected}, expected, rtol=0, atol=0)
    assert values["loss"] == unwatched["loss"]


# --- What the lines do, as the page tells it


@pytest.mark.parametrize("epoch", EPOCHS)
def test_computing_the_loss_changes_the_loss_alone(epoch):
    assert list(changed(run("linear_regression.py").lines, LOSS, epoch)) == ["loss"]


@pytest.mark.parametrize("epoch", EPOCHS)
def test_backward_changes_the_gradients_alone(epoch):
    lines = run("linear_regression.py").lines
    made = changed(lines, BACKWARD, epoch)
    assert list(made) == ["model.weight.grad", "model.bias.grad"]
    assert None not in made.values()  # which is what zero_grad() leaves


@pytest.mark.parametrize("epoch", EPOCHS)
def test_step_changes_the_parameters_alone(epoch):
    assert list(changed(run("linear_regression.py").lines, STEP, epoch)) == [
        "model.weight",
        "model.bias",
    ]


def test_the_first_zero_grad_has_nothing_to_do():
    assert changed(run("linear_regression.py").lines, ZERO_GRAD, epoch=0) == {}


def test_zero_grad_makes_each_gradient_none():
    lines = run("linear_regression.py").lines
    gone = {"model.weight.grad": None, "model.bias.grad": None}
    assert changed(lines, ZERO_GRAD, epoch=1) == gone


def test_the_optimizer_holds_the_very_parameters_of_the_model():
    lines = run("linear_regression.py").lines
    assert lines.start['model.weight is optimizer.param_groups[0]["params"][0]'] is True


def test_what_a_line_prints_is_kept_with_it():
    lines = run("linear_regression.py").lines
    at = line_of(lines.source.text, PRINT)
    printed = [line.printed for line in lines.lines if line.number == at]
    assert "".join(printed) == "".join(run("linear_regression.py").output.splitlines(True)[:10])


# --- Hard cases

HEAD = """
    import torch
    from torch import nn, optim
    torch.manual_seed(0)
    x, y = torch.randn(8, 1), torch.randn(8, 1)
    model = nn.Linear(1, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
"""
LOSS_IN_FULL = "loss = ((model(x) - y) ** 2).mean()"


def test_a_loop_in_a_function_is_seen_as_one_outside(lines_of):
    lines = lines_of(
        HEAD
        + """
    def train(steps):
        for epoch in range(steps):
            optimizer.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            optimizer.step()

    train(3)
    """
    )
    turn = ["for epoch in range(steps):", ZERO_GRAD, LOSS_IN_FULL, BACKWARD, STEP]
    assert [ran(lines, epoch) for epoch in range(3)] == [turn] * 3
    assert list(changed(lines, STEP, epoch=1)) == ["model.weight", "model.bias"]


def test_a_loop_whose_function_takes_the_steps_is_the_training_loop(lines_of):
    lines = lines_of(
        HEAD
        + """
    def train_one_epoch():
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    for epoch in range(2):
        loss = train_one_epoch()
    """
    )
    call = "loss = train_one_epoch()"
    inside = [ZERO_GRAD, LOSS_IN_FULL, BACKWARD, STEP, "return loss.item()"]
    assert ran(lines, 1) == ["for epoch in range(2):", *inside, call]
    assert changed(lines, call, epoch=0)["loss in train_one_epoch"] is GONE


def test_two_optimizers_keep_apart(lines_of):
    lines = lines_of(
        """
    import torch
    from torch import optim
    a = torch.tensor(1.0, requires_grad=True)
    b = torch.tensor(2.0, requires_grad=True)
    first = optim.SGD([a], lr=0.1, momentum=0.9)
    second = optim.Adam([b], lr=0.01)
    for epoch in range(2):
        first.zero_grad()
        second.zero_grad()
        loss = (a * b) ** 2
        loss.backward()
        first.step()
        second.step()
    """
    )
    by_first = changed(lines, "first.step()", epoch=1)
    by_second = changed(lines, "second.step()", epoch=1)
    assert list(by_first) == ["a", 'first.state[a]["momentum_buffer"]']
    assert "b" in by_second
    assert 'second.state[b]["exp_avg_sq"]' in by_second


def test_accumulated_gradients_are_seen_to_sum(lines_of):
    lines = lines_of(
        """
    import torch
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for epoch in range(2):
        optimizer.zero_grad()
        for part in (1.0, 10.0):
            loss = w * part
            loss.backward()
        optimizer.step()
    """
    )
    assert after(lines, BACKWARD, epoch=0, time=0)["w.grad"] == 1
    assert after(lines, BACKWARD, epoch=0, time=1)["w.grad"] == 11
    header, inner = "for epoch in range(2):", "for part in (1.0, 10.0):"
    part = [inner, "loss = w * part", BACKWARD]
    assert ran(lines, 1) == [header, ZERO_GRAD, *part, *part, inner, STEP]


CLOSURE = """
    def closure():
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        return loss

    for epoch in range(2):
        optimizer.step(closure)
"""
CALL = "optimizer.step(closure)"


def test_the_lines_of_a_closure_end_before_the_step_that_calls_it(lines_of):
    lines = lines_of(HEAD + CLOSURE)
    inside = [ZERO_GRAD, LOSS_IN_FULL, BACKWARD, "return loss"]
    assert ran(lines, 1) == ["for epoch in range(2):", *inside, CALL]
    moved = changed(lines, CALL, epoch=1)["model.weight"]
    assert moved != after(lines, "return loss", epoch=1)["model.weight"]


def test_what_a_step_moves_between_two_calls_of_its_closure_is_the_steps(lines_of):
    head = HEAD.replace("optim.SGD(model.parameters(), lr=0.1)", "optim.LBFGS(model.parameters())")
    lines = lines_of(head + CLOSURE)
    moves = {line.number for line in lines.lines if "model.weight" in line.changed}
    assert moves == {line_of(lines.source.text, CALL)}
    assert any(not line.whole for line in lines.lines)
    epochs = [line.epoch for line in lines.lines]
    assert epochs == sorted(epochs)


def test_a_parameter_without_a_gradient_keeps_none(lines_of):
    lines = lines_of(
        """
    import torch
    w = torch.tensor(1.0, requires_grad=True)
    unused = torch.tensor(5.0, requires_grad=True)
    optimizer = torch.optim.SGD([w, unused], lr=0.1)
    for epoch in range(2):
        loss = w * 3
        loss.backward()
        optimizer.step()
    """
    )
    assert after(lines, STEP, epoch=1)["unused.grad"] is None
    assert after(lines, STEP, epoch=1)["unused"] == 5


def test_an_exception_that_the_script_catches_in_epoch_3_is_told(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(5):
        try:
            loss = ((model(x) - y) ** 2).mean()
            if epoch == 3:
                raise ArithmeticError("a bad batch")
            loss.backward()
        except ArithmeticError:
            continue
        optimizer.step()
    """
    )
    raises = 'raise ArithmeticError("a bad batch")'
    raised = [(line.epoch, line.number, line.raised) for line in lines.lines if line.raised]
    assert raised == [(3, line_of(lines.source.text, raises), "ArithmeticError")]
    begin = ["for epoch in range(5):", "try:", LOSS_IN_FULL, "if epoch == 3:"]
    assert ran(lines, 3) == [*begin, raises, "except ArithmeticError:", "continue"]
    assert ran(lines, 4)[-1] == STEP


IN_FOR = """
    for epoch in range(5):
        ((model(x) - y) ** 2).mean().backward()
        if epoch == 3:
            raise ArithmeticError("a bad batch")
        optimizer.step()
"""
IN_WHILE = """
    steps = 0
    while steps < 5:
        steps += 1
        if steps == 3:
            raise ArithmeticError("a bad batch")
        optimizer.step()
"""
IN_A_FUNCTION = """
    def loss_of(batch):
        raise ArithmeticError("a bad batch")
    for epoch in range(5):
        for step, batch in enumerate([x, y]):
            loss_of(batch).backward()
            optimizer.step()
"""
AFTER_THE_LOOP = """
    for epoch in range(5):
        optimizer.step()
    raise ArithmeticError("a bad batch")
"""


@pytest.mark.parametrize(
    ("loop", "turn"),
    [
        (IN_FOR, " with epoch = 3"),
        (IN_WHILE, " with steps = 3"),
        (IN_A_FUNCTION, " with epoch = 0, step = 0"),
        (AFTER_THE_LOOP, ""),
    ],
    ids=["for", "while", "called function", "after the loop"],
)
def test_an_exception_that_ends_the_script_names_its_line_and_its_turn(lines_of, loop, turn):
    line = line_of((HEAD + loop).lstrip(), "raise ")
    told = rf"line {line} \(`raise .*`\){turn} raises ArithmeticError: a bad batch"
    with pytest.raises(RecordingError, match=told):
        lines_of(HEAD + loop)


@pytest.mark.parametrize("condition", ["steps < 3", "True"])
def test_a_while_loop_counts_its_turns(lines_of, condition):
    lines = lines_of(
        HEAD
        + f"""
    steps = 0
    while {condition}:
        steps += 1
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        if steps == 3:
            break
    """
    )
    assert [after(lines, STEP, epoch)["steps"] for epoch in range(3)] == [1, 2, 3]
    assert {line.epoch for line in lines.lines} == {0, 1, 2}


def test_a_turn_of_while_true_ends_with_its_last_line(lines_of):
    lines = lines_of(
        HEAD
        + """
    steps = 0
    while True:
        model(x).mean().backward()
        optimizer.step()
        steps += 1
        if steps == 3:
            break
    """
    )
    turn = ["model(x).mean().backward()", STEP, "steps += 1", "if steps == 3:"]
    # Python may pass over a header that cannot end its loop.
    bodies = [[s for s in ran(lines, epoch) if s != "while True:"] for epoch in range(3)]
    assert bodies == [turn, turn, [*turn, "break"]]


def test_a_while_loop_may_begin_with_a_loop(lines_of):
    lines = lines_of(
        HEAD
        + """
    steps = 0
    while steps < 4:
        for part in (x[:4], x[4:]):
            model(part).mean().backward()
        optimizer.step()
        steps += 2
    """
    )
    inner = "for part in (x[:4], x[4:]):"
    part = [inner, "model(part).mean().backward()"]
    assert ran(lines, 1) == ["while steps < 4:", *part, *part, inner, STEP, "steps += 2"]
    assert {line.epoch for line in lines.lines} == {0, 1}


def test_an_epoch_of_nested_loops_is_a_turn_of_the_outer(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        for xb, yb in zip(x.split(4), y.split(4)):
            optimizer.zero_grad()
            loss = ((model(xb) - yb) ** 2).mean()
            loss.backward()
            optimizer.step()
    """
    )
    header, inner = "for epoch in range(2):", "for xb, yb in zip(x.split(4), y.split(4)):"
    batch = [inner, ZERO_GRAD, "loss = ((model(xb) - yb) ** 2).mean()", BACKWARD, STEP]
    assert ran(lines, 1) == [header, *batch, *batch, inner]
    assert_close(after(lines, inner, epoch=1, time=0)["xb"], lines.start["x"][:4])
    assert_close(after(lines, inner, epoch=1, time=1)["xb"], lines.start["x"][4:])


def test_what_a_generator_does_before_the_first_turn_is_in_epoch_0(lines_of):
    lines = lines_of(
        HEAD
        + """
    def batches():
        half = len(x) // 2
        yield x[:half]
        yield x[half:]

    for xb in batches():
        model(xb).mean().backward()
        optimizer.step()
    """
    )
    begin = ["half = len(x) // 2", "yield x[:half]", "for xb in batches():"]
    assert ran(lines, 0)[:3] == begin
    assert {line.epoch for line in lines.lines} == {0, 1}


def test_break_ends_the_last_epoch_where_it_stands(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(5):
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        if epoch == 2:
            break
        optimizer.step()
    else:
        print("never")
    """
    )
    header = "for epoch in range(5):"
    assert ran(lines, 2) == [header, LOSS_IN_FULL, BACKWARD, "if epoch == 2:", "break"]
    assert lines.lines[-1].epoch == 2


def test_the_header_that_ends_the_loop_is_in_no_epoch(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        model(x).mean().backward()
        optimizer.step()
    print("done")
    """
    )
    assert ran(lines, 1) == ["for epoch in range(2):", "model(x).mean().backward()", STEP]
    assert lines.lines[-1].epoch == 1


def test_of_a_row_of_trainings_the_first_is_kept(lines_of):
    lines = lines_of(
        """
    import torch
    for lr in (0.1, 0.2):
        w = torch.tensor(1.0, requires_grad=True)
        optimizer = torch.optim.SGD([w], lr=lr)
        for epoch in range(2):
            loss = w ** 2
            loss.backward()
            optimizer.step()
    """
    )
    turn = ["for epoch in range(2):", "loss = w ** 2", BACKWARD, STEP]
    assert [statement_on(lines.source.text, number) for number in lines.loop] == turn
    assert [statement_on(lines.source.text, line.number) for line in lines.lines] == turn * 2
    assert lines.start['optimizer.param_groups[0]["lr"]'] == 0.1


def test_a_statement_over_several_lines_is_one(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        loss = nn.functional.mse_loss(
            model(x),
            y,
        )
        loss.backward()
        optimizer.step()
    """
    )
    first = "loss = nn.functional.mse_loss("
    assert ran(lines, 1) == ["for epoch in range(2):", first, BACKWARD, STEP]
    assert list(changed(lines, first, epoch=1)) == ["loss"]


def test_a_statement_that_computes_on_its_last_line_is_one(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        loss = ((model(x) - y)
                .square()
                .mean())
        loss.backward()
        optimizer.step()
    """
    )
    turn = ["for epoch in range(2):", "loss = ((model(x) - y)", BACKWARD, STEP]
    assert ran(lines, 1) == turn


@pytest.mark.parametrize(
    "header",
    [
        "for xb in zip(\n            x.split(4),\n            y.split(4)):",
        "while (len(optimizer.state) < 3\n            and (steps := steps + 1) < 3):",
    ],
    ids=["for", "while"],
)
def test_a_training_loop_whose_header_takes_several_lines_counts_its_turns(lines_of, header):
    lines = lines_of(
        HEAD
        + f"""
    steps = 0
    {header}
        model(x).mean().backward()
        optimizer.step()
    """
    )
    turn = [header.splitlines()[0], "model(x).mean().backward()", STEP]
    assert [ran(lines, epoch) for epoch in range(3)] == [turn, turn, []]


def test_a_header_over_several_lines_is_one(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        for xb, yb in zip(
                x.split(4),
                y.split(4)):
            ((model(xb) - yb) ** 2).mean().backward()
        optimizer.step()
    """
    )
    header, inner = "for epoch in range(2):", "for xb, yb in zip("
    part = [inner, "((model(xb) - yb) ** 2).mean().backward()"]
    assert ran(lines, 1) == [header, *part, *part, inner, STEP]


def test_the_lines_of_a_models_forward_are_seen(lines_of):
    lines = lines_of(
        """
    import torch
    from torch import nn
    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = nn.Parameter(torch.ones(2))
        def forward(self, x):
            hidden = x * self.scale
            return hidden.sum()
    model = Model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        model(torch.tensor([1.0, 2.0])).backward()
        optimizer.step()
    """
    )
    header, call = "for epoch in range(2):", "model(torch.tensor([1.0, 2.0])).backward()"
    inside = ["hidden = x * self.scale", "return hidden.sum()"]
    assert ran(lines, 0) == [header, *inside, call, STEP]
    assert after(lines, call, epoch=0)["loss"] == 3  # without a name of its own
    hidden = after(lines, inside[0], epoch=0)["hidden in forward"]
    assert_close(hidden, torch.tensor([1.0, 2.0]))


REPLACED = """
    for epoch in range(3):
        model(x).mean().backward()
        optimizer.step()
        model = torch.nn.Linear(1, 1)
"""
REPLACE = "model = torch.nn.Linear(1, 1)"


def test_a_replaced_layer_is_seen_to_leave_the_optimizer(lines_of):
    lines = lines_of(HEAD + REPLACED)
    link = 'model.weight is optimizer.param_groups[0]["params"][0]'
    assert after(lines, STEP, epoch=0)[link] is True
    assert after(lines, REPLACE, epoch=0)[link] is False


HELD = 'optimizer.param_groups[0]["params"]'


def test_a_parameter_has_one_number_in_model_and_optimizer():
    lines = run("linear_regression.py").lines
    shown = [
        "id(model.weight)",
        f"id({HELD}[0])",
        "id(model.bias)",
        f"id({HELD}[1])",
    ]
    assert [after(lines, STEP, epoch=17)[name] for name in shown] == [1, 1, 2, 2]


def test_another_object_has_another_number(lines_of):
    lines = lines_of(HEAD + REPLACED)
    own = [after(lines, REPLACE, epoch)["id(model.weight)"] for epoch in range(3)]
    held = [after(lines, REPLACE, epoch)[f"id({HELD}[0])"] for epoch in range(3)]
    assert held == [1, 1, 1]
    assert len({*own, *held}) == 4


def test_an_object_keeps_its_number_while_its_values_change(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        model.double()
        model(x.double()).mean().backward()
        optimizer.step()
        model.float()
    """
    )
    places = [("model.double()", 0), ("model.float()", 1)]
    assert [after(lines, *place)["id(model.weight)"] for place in places] == [1, 1]


def test_a_change_behind_autograds_back_is_seen(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(1):
        model(x).mean().backward()
        optimizer.step()
        model.weight.data.zero_()
    """
    )
    assert list(changed(lines, "model.weight.data.zero_()", epoch=0)) == ["model.weight"]


@pytest.mark.parametrize("made", ["torch.no_grad()", "torch.inference_mode()"])
def test_a_change_of_one_number_among_ten_thousand_is_seen(lines_of, made):
    lines = lines_of(
        HEAD
        + f"""
    with {made}:
        large = torch.zeros(10_000)
    for epoch in range(2):
        model(x).mean().backward()
        with {made}:
            large[5_000] += epoch
        optimizer.step()
    """
    )
    assert changed(lines, "large[5_000] += epoch", epoch=1)["large"].maximum == 1
    assert "large" not in changed(lines, STEP, epoch=1)


@pytest.mark.parametrize("rows", [4, 400], ids=["whole", "as its gist"])
def test_a_sparse_gradient_is_seen_as_the_numbers_that_it_stands_for(lines_of, rows):
    lines = lines_of(
        f"""
    import torch
    torch.manual_seed(0)
    table = torch.nn.Embedding({rows}, 1, sparse=True)
    torch.nn.init.ones_(table.weight)
    optimizer = torch.optim.SGD(table.parameters(), lr=0.1)
    for epoch in range(2):
        optimizer.zero_grad()
        loss = (3 * table(torch.tensor([1, 1]))).sum()
        loss.backward()
        optimizer.step()
    """
    )
    dense = torch.zeros(rows, 1)
    dense[1] = 6.0
    assert_same(
        {"grad": after(lines, BACKWARD, epoch=1)["table.weight.grad"]},
        told_by_hand({"grad": dense}),
    )


def test_a_value_that_stays_nan_does_not_change(lines_of):
    lines = lines_of(
        HEAD
        + """
    for epoch in range(2):
        loss = model(x).mean() * float("nan")
        loss.backward()
        optimizer.step()
    """
    )
    assert changed(lines, "loss = ", epoch=1) == {}


def test_a_scheduler_is_seen_to_change_the_learning_rate(lines_of):
    lines = lines_of(
        HEAD
        + """
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
    for epoch in range(2):
        model(x).mean().backward()
        optimizer.step()
        scheduler.step()
    """
    )
    assert changed(lines, "scheduler.step()", epoch=0) == {'optimizer.param_groups[0]["lr"]': 0.05}


def test_a_script_without_a_training_loop_says_so(lines_of):
    with pytest.raises(RecordingError, match=r"no loop that calls backward\(\) or step\(\)"):
        lines_of("import torch\ntorch.ones(1, requires_grad=True).backward()\n")


def test_a_training_loop_that_never_runs_says_so(lines_of):
    with pytest.raises(RecordingError, match="never enters its training loop"):
        lines_of(
            HEAD
            + "\n    if model is None:\n        for _ in range(2):\n            optimizer.step()"
        )


def test_a_loop_on_one_line_says_so(lines_of):
    with pytest.raises(RecordingError, match="on lines of its own"):
        lines_of(HEAD + "\n    for _ in range(2): optimizer.step()")


def test_two_runs_that_differ_are_refused(lines_of):
    source = """
    import time
    for epoch in range(2):
        optimizer.step()
    print(time.perf_counter_ns())
    """
    with pytest.raises(RecordingError, match="differ in what they print"):
        lines_of(HEAD + source)


def test_a_tracer_that_was_there_before_is_put_back():
    before = sys.gettrace()
    record(SNIPPETS / "linear_regression.py").lines  # noqa: B018
    assert sys.gettrace() is before
