"""A parameter and its gradient after each line of a loop: which line writes which of the two."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from record.errors import RecordingError
from record.recorder import Recording
from record.seen import Seen, single

from draw.style import GRADIENT, GRID, INK, PARAMETER, WIDTH
from draw.svg import Drawing, in_style

EPOCHS = 2  # shown


@in_style
def changes(run: Recording) -> Drawing:
    """Down the lines of the loop's first turns, the first parameter and beside it its `.grad`.

    Raises:
        RecordingError: if the script has no training loop or its first parameter is not one number.
    """
    name = next(iter(run.steps[0].before))
    if run.steps[0].before[name].numel() != 1:
        raise RecordingError(f"changes are drawn of one number; {name} of {run.path.name} is more")
    rows = _rows(run, name)
    codes = [run.source.line(number) for number, *_ in rows]
    values = [single(value) for _, value, _ in rows]
    gradients = [None if grad is None else single(grad) for *_, grad in rows]
    figure = Figure(figsize=(WIDTH, 0.3 * len(rows) + 0.7))
    left, right = figure.subplots(1, 2, sharey=True)
    start = run.lines.start
    _track(left, values, single(start[name]), PARAMETER)
    _track(right, gradients, start[f"{name}.grad"], GRADIENT)
    left.set_yticks(range(len(rows)), labels=codes, fontsize=8)
    left.set(ylim=(len(rows) - 0.4, -0.6))
    left.set_title(name, fontsize=9)
    right.set_title(f"{name}.grad", fontsize=9)
    for axes in (left, right):
        axes.set_xticks([])
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        axes.margins(x=0.35)
        for epoch in range(1, EPOCHS):
            axes.axhline(epoch * len(rows) / EPOCHS - 0.5, color=GRID, linewidth=0.8)
    told = "; ".join(
        f"`{code}` {said}"
        for code, said in zip(codes, _written(values, gradients, start, name), strict=True)
    )
    return Drawing(
        figure, f"{name} and {name}.grad after each line of the loop of {run.path.name}: {told}."
    )


def _rows(run: Recording, name: str) -> list[tuple[int, Seen, Seen]]:
    """Each line of the loop's own in its first turns: its number, the value, the gradient."""
    values = dict(run.lines.start)
    rows, outside = [], False
    header, *body = run.lines.loop
    for line in run.lines.lines:
        values |= line.changed
        own = line.number in body
        # What calls a function of the script ends after the function's own lines.
        if own and not outside and line.whole and line.epoch < EPOCHS:
            rows.append((line.number, values[name], values[f"{name}.grad"]))
        outside = not own and line.number != header
    return rows


def _track(axes: Axes, values: Sequence[float | None], before: Seen, color: str) -> None:
    """A number down the rows; a full mark and the number where a line wrote it."""
    last = before
    for row, value in enumerate(values):
        wrote = value != last
        if value is None:
            axes.text(0.5, row, "None", transform=axes.get_yaxis_transform(), ha="center",
                      va="center", fontsize=8, color=color if wrote else INK)  # fmt: skip
        else:
            axes.plot([value, value], [row - 0.5, row + 0.5], color=color, linewidth=1.6)
        if wrote and value is not None:
            mark = "s" if color == PARAMETER else "^"
            axes.plot(value, row, color=color, marker=mark, linestyle="none")
            said = f"{value:.4f}".replace("-", "−")
            axes.annotate(said, (value, row), xytext=(7, 0), textcoords="offset points",
                          va="center", fontsize=8)  # fmt: skip
        last = value


def _written(
    values: Sequence[float | None],
    gradients: Sequence[float | None],
    start: dict[str, Seen],
    name: str,
) -> list[str]:
    """What each line wrote, in words."""
    said = []
    of_value: list[Seen] = [start[name] if start[name] is None else single(start[name]), *values]
    of_grad: list[Seen] = [start[f"{name}.grad"], *gradients]
    for row in range(len(values)):
        news = []
        if of_value[row + 1] != of_value[row]:
            news.append(f"makes {name} {of_value[row + 1]:.4f}")
        if of_grad[row + 1] != of_grad[row]:
            news.append(f"makes {name}.grad {_said(of_grad[row + 1])}")
        said.append(" and ".join(news) or "changes neither")
    return said


def _said(value: Seen) -> str:
    return "None" if value is None else f"{single(value):.4f}"
