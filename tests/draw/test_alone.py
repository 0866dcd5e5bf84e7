"""Runs in which one part alone is the reader's, held against what the script printed of each."""

import dataclasses

import pytest
from draw.alone import alone
from draw.style import INK, MUTED
from helpers.marks import falsified_tests, lines, of_color
from helpers.runs import run
from record.errors import RecordingError

NAME = "not_learning/one_part/yours_among_known.py"


@pytest.fixture(scope="module", name="script")
def yours_among_known():
    return run(NAME)


@pytest.fixture(scope="module")
def drawn(script):
    return alone(script)


def printed(script) -> list[tuple[str, str, str]]:
    """What is the reader's, and both shares, as the script says it."""
    rows = [
        line.replace("right", "").replace("->", "").split() for line in script.output.splitlines()
    ]
    return [(f"yours: {name}", before, after) for _, name, before, after in rows]


def test_each_row_bears_what_is_the_reader_s_and_goes_from_the_share_before_to_the_one_after(
    script, drawn
):
    (axes,) = drawn.figure.axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert axes.yaxis_inverted()  # the first row is the uppermost
    found = []
    for way in lines(drawn, MUTED):
        (before, row), (after, same) = way.tolist()
        assert row == same
        found.append((names[int(row)], f"{before:.0%}", f"{after:.0%}"))
    assert found == printed(script)


def test_circle_is_open_before_and_full_after(script, drawn):
    before, after = of_color(drawn, INK)[::2], of_color(drawn, INK)[1::2]
    assert {mark.get_markerfacecolor() for mark in before} == {"none"}
    assert {mark.get_markerfacecolor() for mark in after} == {INK}
    ends = [(b.get_xdata()[0], a.get_xdata()[0]) for b, a in zip(before, after, strict=True)]
    assert ends == [tuple(way[:, 0].tolist()) for way in lines(drawn, MUTED)]


def with_before_and_after_exchanged(script):
    drawn = alone(script)
    for mark in of_color(drawn, MUTED):
        mark.set_xdata(mark.get_xdata()[::-1])
    return drawn


def with_the_rows_upside_down(script):
    drawn = alone(script)
    (axes,) = drawn.figure.axes
    names = [label.get_text() for label in axes.get_yticklabels()]
    axes.set_yticks(range(len(names)), labels=names[::-1])
    return drawn


TestFalsified = falsified_tests(
    NAME,
    {
        with_before_and_after_exchanged: [
            test_each_row_bears_what_is_the_reader_s_and_goes_from_the_share_before_to_the_one_after,
            test_circle_is_open_before_and_full_after,
        ],
        with_the_rows_upside_down: [
            test_each_row_bears_what_is_the_reader_s_and_goes_from_the_share_before_to_the_one_after,
        ],
    },
    globals(),
)


@pytest.mark.parametrize("right", [None, {}, {"all": 1}, {"all": (0.5, 1.5)}], ids=str)
def test_script_without_pairs_of_shares_is_refused(script, right):
    other = dataclasses.replace(script, globals={**script.globals, "right": right})
    with pytest.raises(RecordingError, match="no dict `right`"):
        alone(other)
