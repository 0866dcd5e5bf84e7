"""Runs in which one part alone is the reader's: does each learn?"""

from record.errors import RecordingError
from record.recorder import Recording

from draw.style import INK, MUTED
from draw.svg import Drawing, empty_plot, in_style

NAME = "right"  # what a script calls the shares before and after, by what is the reader's


@in_style
def alone(run: Recording) -> Drawing:
    """A row for each run: the share of right answers before, an open circle, and after, a full one.

    Raises:
        RecordingError: if the script has no dict `right` of pairs of shares, from 0 to 1.
    """
    rows = shares(run)
    figure, axes = empty_plot(height=0.5 + 0.32 * len(rows))
    for row, (before, after) in enumerate(rows.values()):
        axes.plot([before, after], [row, row], color=MUTED, linewidth=1.2)
        axes.plot(before, row, color=INK, marker="o", markerfacecolor="none", linestyle="none")
        axes.plot(after, row, color=INK, marker="o", linestyle="none")
    axes.set_yticks(range(len(rows)), labels=[f"yours: {name}" for name in rows])
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.03), xlabel="right answers")
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.grid(axis="x", linewidth=0.6)
    told = "; ".join(
        f"{name} {before:.0%} to {after:.0%}" for name, (before, after) in rows.items()
    )
    return Drawing(figure, f"Right answers in {run.path.name}, by what is yours: {told}.")


def shares(run: Recording) -> dict[str, tuple[float, float]]:
    """By what is the reader's, the share of right answers before the first step and after the last.

    Raises:
        RecordingError: as `alone` does.
    """
    found = run.globals.get(NAME)
    if not isinstance(found, dict) or not found or not all(map(_are_shares, found.values())):
        raise RecordingError(
            f"{run.path.name} has no dict `{NAME}` of shares, from 0 to 1, before and after"
        )
    return found


def _are_shares(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and all(0 <= share <= 1 for share in pair)
