"""How a page sets what a script printed."""

import pytest
from page.output import blocks


def kinds(*lines: str) -> list[str]:
    return [block.kind for block in blocks(lines)]


def test_a_head_and_rows_of_as_many_cells_are_a_table():
    (table,) = blocks(["step  plain  momentum", "   1  1.000     1.000", "   2  1.000     1.900"])
    assert table.rows == [
        ["step", "plain", "momentum"],
        ["1", "1.000", "1.000"],
        ["2", "1.000", "1.900"],
    ]


@pytest.mark.parametrize(
    ("head", "row", "cells"),
    [
        ("       along  across", "plain  1376     277", ["", "along", "across"]),
        ("grad  held", "yes   yes   a.weight", ["grad", "held", ""]),
    ],
    ids=["of the first column", "of the last column"],
)
def test_a_head_may_lack_the_name_of_a_column(head, row, cells):
    (table,) = blocks([head, row, row])
    assert table.rows[0] == cells


@pytest.mark.parametrize(
    "lines",
    [
        ["step  plain", "   1  1.000"],
        ["step 1  plain", "   1  1.000", "   2  1.000"],
        ["step  plain", "   1  1.000", "   2  1.000  3"],
    ],
    ids=["one row", "a number in the head", "rows that differ"],
)
def test_what_has_no_head_or_no_rows_is_no_table(lines):
    assert "table" not in kinds(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["buffer  yes  mean", "buffer  yes  var", "buffer  yes  count"],
        ["is it kept?  False", "is it a leaf?  yes", "its gradient:  -6.0"],
    ],
    ids=["what stands below", "a value"],
)
def test_a_first_line_that_names_nothing_is_a_row_of_a_table_without_a_head(lines):
    table, last = blocks([*lines, "done 1"])
    assert [*table.rows[0]] == [""] * len(table.rows[1])
    assert ["  ".join(row) for row in table.rows[1:]] == lines
    assert last.rows == [["done 1"]]


def test_a_long_list_of_short_lines_is_set_in_columns():
    assert kinds(*[f"epoch {epoch:2d}  loss 0.1" for epoch in range(10)]) == ["columns"]
    assert kinds("epoch  0  loss 0.1", "epoch  1  loss 0.1") == ["lines"]


def test_a_line_that_names_those_below_it_stays_above_them():
    epochs = [f"epoch {epoch}  loss 0.1" for epoch in range(5)]
    assert kinds(*epochs, "weight, one row a class:", "-0.01  -0.11") == [
        "columns",
        "lines",
        "lines",
    ]


def test_a_name_and_its_number_stay_together():
    (block,) = blocks(["epoch  0  loss 1.6997  weight 0.6117"])
    assert block.rows == [["epoch  0", "  loss 1.6997", "  weight 0.6117"]]


def test_nothing_that_was_printed_is_lost_or_moved():
    lines = ["first", "a  b", "1  2", "3  4", "epoch  0  loss 1.0", "", "  last"]
    set_ = [field for block in blocks(lines) for row in block.rows for field in row]
    assert "".join(set_).replace(" ", "") == "".join(lines).replace(" ", "")
