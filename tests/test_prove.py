"""The table of what this site was proved on is kept as it should be."""

import re
from subprocess import CompletedProcess

import prove
import pytest
from helpers.kernels import OTHERS, Kernel, widths
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


@pytest.fixture
def proof(monkeypatch):
    """A function from the kernels that are asked for to those that run, and to the row's own.

    No test runs: each kernel reports seven that passed.
    """
    ran, row = [], []
    monkeypatch.setattr(prove.subprocess, "run", lambda *_, **__: CompletedProcess([], 0))
    passed = CompletedProcess([], 0, stdout="7 passed in 1.00s")
    monkeypatch.setattr(prove, "rerun", lambda kernel, *_: ran.append(kernel) or passed)
    monkeypatch.setattr(prove, "write", row.extend)

    def proved(*asked):
        prove.main([*asked])
        return {*ran}, row

    return proved


def test_a_proof_runs_every_kernel_and_those_that_do_not_exist_and_says_so(proof):
    ran, row = proof()
    ours = {Kernel(width, threads) for width in widths() for threads in (1, 2)}
    assert ran == ours | {Kernel(widths()[-1], 1, other) for other in OTHERS}
    assert row[2].startswith(", ".join(widths()))
    assert row[2].endswith(f", {len(OTHERS)} that do not exist")
    assert row[4] == str(7 * len(ran))


def test_a_proof_of_one_kernel_runs_that_alone_and_names_no_other(proof):
    ran, row = proof("default")
    assert ran == {Kernel("default", 1), Kernel("default", 2)}
    assert re.fullmatch(r"default \(\w+\)", row[2])
    assert row[4] == "14"


def test_a_kernel_that_the_processor_has_not_is_refused(proof):
    with pytest.raises(SystemExit, match="and not avx1024"):
        proof("default", "avx1024")


def test_the_torch_that_is_installed_was_proved():
    pinned = re.search(r"^torch==([\d.]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    # The workflow that lets torch loose pins none.
    assert pinned is None or f"| {pinned[1]} |" in PROVED.read_text("utf-8")
