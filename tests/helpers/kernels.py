"""The kernels that this processor has: the same sums, added in another order.

torch picks the widest vector instructions it finds when it starts, and with them the order in which
a sum is added. So what holds under one kernel may hold by its last digits alone. Here the snippets
and the numerical claims run again under the others, each in a process of its own.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[2]

_WIDTHS = ["default", "avx2", "avx512"]  # each processor that has one has those before it
# Matrix products come from these two libraries, which ask for the width by names of their own.
_MKL = {"default": "COMPATIBLE", "avx2": "AVX2", "avx512": "AVX512"}
_ONEDNN = {"default": "SSE41", "avx2": "AVX2", "avx512": "AVX512_CORE"}

# Three processors that do not exist. On these the lab's share of digits is above 0.55, which a test
# once took for its bound.
OTHERS = [9, 13, 16]

# A thread that waits leaves the core to another. OpenMP reads this as torch is imported, which is
# before a process can be told anything; so it stands in the environment with which it begins.
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"

if sys.platform == "linux":
    # They fork from a process that has imported torch once, with what an optimizer imports, and
    # has computed nothing.
    PROCESSES = multiprocessing.get_context("forkserver")
    PROCESSES.set_forkserver_preload(["pytest", "torch._dynamo"])
else:
    PROCESSES = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Kernel:
    """A width of vector instructions, a number of threads, and maybe a processor that is not."""

    width: str
    threads: int
    other: int = 0  # see another_processor.py; 0: this one
    where: str = ""  # the tests that the other processor runs, by how their path begins; "": all

    def __str__(self) -> str:
        """As it stands in a test's name and in the proof."""
        threads = "one thread" if self.threads == 1 else f"{self.threads} threads"
        where = f" in {self.where}" if self.where else ""
        other = f", rounded otherwise ({self.other}){where}" if self.other else ""
        return f"{self.width}, {threads}{other}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that computes so."""
        return os.environ | {
            "ATEN_CPU_CAPABILITY": self.width,
            "MKL_CBWR": _MKL[self.width],
            "ONEDNN_MAX_CPU_ISA": _ONEDNN[self.width],
            "OMP_NUM_THREADS": str(self.threads),
            "OTHER_PROCESSOR": str(self.other),
            "OTHER_PROCESSOR_RUNS": self.where,
        }


def widths() -> list[str]:
    """What `ATEN_CPU_CAPABILITY` can be on this processor, the narrowest first."""
    widest = torch.backends.cpu.get_cpu_capability().lower()
    return _WIDTHS[: _WIDTHS.index(widest) + 1] if widest in _WIDTHS else ["default"]


def claims() -> list[str]:
    """The test files that hold what pages and snippets claim, by path from the project's folder."""
    tests = ROOT / "tests"
    mirrored = [
        ("docs", ".md"),
        ("docs", ".py"),
        ("snippets", ".py"),
    ]  # of tests/losses/test_mse.py
    found = [
        path
        for path in tests.rglob("test_*.py")
        for name in [path.relative_to(tests).with_name(path.stem.removeprefix("test_"))]
        if any((ROOT / folder / name).with_suffix(kind).exists() for folder, kind in mirrored)
    ]
    every = [*found, tests / "test_snippets.py", tests / "test_pages.py"]
    return sorted(str(path.relative_to(ROOT)) for path in every)


def rerun(
    kernel: Kernel, *options: str, dealt: tuple[int, int] = (0, 1)
) -> subprocess.CompletedProcess[str]:
    """Put the claims to a kernel, in a process of its own; pytest's report is its output.

    Args:
        kernel: what computes.
        options: pytest's, and the files.
        dealt: of the tests of what is printed which first, and then each how manyth.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        environment = kernel.environment | {"DEALT": "{}/{}".format(*dealt)}
        process = PROCESSES.Process(target=_pytest, args=(environment, options, report))
        process.start()
        process.join()
        assert process.exitcode is not None  # as it has ended
        return subprocess.CompletedProcess(options, process.exitcode, report.read_text("utf-8"))


def _pytest(environment: dict[str, str], options: tuple[str, ...], report: Path) -> None:
    """Be a process that computes so, and run pytest."""
    with report.open("wb") as written:
        os.dup2(written.fileno(), 1)
        os.dup2(written.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    # torch reads it as it first computes. Had it done so before, all would run as in any process.
    width = environment["ATEN_CPU_CAPABILITY"]
    assert torch.backends.cpu.get_cpu_capability().lower() == width
    os.chdir(ROOT)
    sys.exit(pytest.main(["-n0", "-q", "-p", "no:cacheprovider", *options]))
