"""The table of what this site was proved on is kept as it should be."""

import re

import pytest
from helpers.runs import ROOT
from prove import PROVED, write

OLD = ["2.13.0", "3.11.7", "default, avx2", "1, 2", "1,000", "1 May 2026"]


@pytest.fixture
def rows(tmp_path):
    """A function that writes rows into a table of its own and gives the table's rows."""

    def written(*rows: list[str]) -> list[str]:
        for row in rows:
            write(row, tmp_path / "proved.md")
        return (tmp_path / "proved.md").read_text("utf-8").splitlines()[2:]

    return written


def test_a_new_proof_takes_the_place_of_an_older_one_of_its_torch_and_python(rows):
    found = rows(OLD, [*OLD[:2], "default, avx2, avx512", *OLD[3:]])
    assert len(found) == 1
    assert "avx512" in found[0]


def test_a_proof_on_another_python_is_a_row_of_its_own(rows):
    assert len(rows(OLD, ["2.13.0", "3.13.0", *OLD[2:]])) == 2


def test_torch_2_9_stands_above_torch_2_13(rows):
    first, second = rows(OLD, ["2.9.1", *OLD[1:]])
    assert first.startswith("| 2.9.1 ")
    assert second.startswith("| 2.13.0 ")


def test_the_torch_that_is_installed_was_proved():
    pinned = re.search(r"^torch==([\d.]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    # The workflow that lets torch loose pins none.
    assert pinned is None or f"| {pinned[1]} |" in PROVED.read_text("utf-8")
