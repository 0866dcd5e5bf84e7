"""Lines of a script named by the statement on them, so that no test counts lines."""

from record.lines import Lines
from record.seen import Seen

# How the lines of the three scripts begin.
FOR, FORWARD, LOSS = "for epoch in range(100):", "y_pred = model(x)", "loss = "
ZERO_GRAD, BACKWARD, STEP = "optimizer.zero_grad()", "loss.backward()", "optimizer.step()"
IF, PRINT = "if epoch % 10 == 0:", 'print(f"epoch'
MSE, L1, RETURN = "mse = ", "l1 = ", "return mse"


def line_of(source: str, statement: str) -> int:
    """The number of the one line that begins with this statement."""
    lines = enumerate(source.splitlines(), start=1)
    found = [number for number, line in lines if line.lstrip().startswith(statement)]
    assert len(found) == 1, f"{statement!r} begins {len(found)} lines"
    return found[0]


def statement_on(source: str, number: int) -> str:
    """What stands on a line, without its comment."""
    return source.splitlines()[number - 1].partition("  #")[0].strip()


def ran(lines: Lines, epoch: int) -> list[str]:
    """The statement of each line that ran in an epoch, in the order in which they ended."""
    script = lines.source.text
    return [statement_on(script, line.number) for line in lines.lines if line.epoch == epoch]


def changed(lines: Lines, statement: str, epoch: int) -> dict[str, Seen]:
    """What a statement changed in an epoch, when it first ended there."""
    number = line_of(lines.source.text, statement)
    return next(x for x in lines.lines if (x.epoch, x.number) == (epoch, number)).changed


def after(lines: Lines, statement: str, epoch: int, time: int = 0) -> dict[str, Seen]:
    """Every value as a statement left it in an epoch; see `Lines.after`."""
    return lines.after(epoch, line_of(lines.source.text, statement), time)
