"""Prove the site on this machine, this Python and this torch, and write down that it was proved.

`make proof` runs the fast part, then every claim of a page once more under each kernel of the
processor, with one thread and with two, and as three processors that do not exist. What passed
becomes a row of tests/proved.md, which the page "How this site is tested" shows.

`make proof KERNELS=default` is quicker: it takes the kernels that it is given and no others, and
the row names them.
"""

import itertools
import os
import platform
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import torch
from helpers.kernels import OTHERS, ROOT, Kernel, claims, rerun, widths

PROVED = ROOT / "tests/proved.md"
_HEAD = ["| torch | Python | Kernels | Threads | Tests passed | On |", "|---|---|---|---|---|---|"]
_FAST = ["-m", "not site and not browser"]
# The kernels run below; and what is being proved need not have been proved.
_LATER = ["--ignore=tests/test_kernels.py", "--ignore=tests/test_prove.py"]


def main(asked: list[str]) -> None:
    """Run all, or under the kernels that are asked for; stop at a failure, or write the row."""
    chosen, others = (asked, []) if asked else (widths(), OTHERS)
    if unknown := {*chosen} - {*widths()}:
        raise SystemExit(f"this processor has {', '.join(widths())}, and not {', '.join(unknown)}")
    fast = subprocess.run([sys.executable, "-m", "pytest", "-q", *_FAST, *_LATER], cwd=ROOT)
    if fast.returncode:
        raise SystemExit("the fast part failed: nothing is proved")
    kernels = [Kernel(*both) for both in itertools.product(chosen, [1, 2])]
    kernels += [Kernel(widths()[-1], threads=1, other=other) for other in others]
    passed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = [pool.submit(rerun, kernel, *claims()) for kernel in kernels]
        for kernel, run in zip(kernels, runs, strict=True):
            report = run.result().stdout
            if run.result().returncode:
                pool.shutdown(cancel_futures=True)
                raise SystemExit(f"{report}\nunder {kernel}: nothing is proved")
            passed.append(int(re.search(r"(\d+) passed", report)[1]))
            print(f"{kernel}: {passed[-1]} passed", flush=True)
    row = {
        "torch": torch.__version__.split("+")[0],
        "Python": platform.python_version(),
        "Kernels": f"{', '.join(chosen)} ({platform.machine()})"
        + (f", {len(others)} that do not exist" if others else ""),
        "Threads": "1, 2",
        "Tests passed": f"{sum(passed):,}",
        "On": f"{datetime.now(UTC):%-d %B %Y}",
    }
    write(list(row.values()))


def write(row: list[str], path: Path = PROVED) -> None:
    """Put a row into the table, in the place of an older one of the same torch and Python."""
    old = path.read_text("utf-8").splitlines()[2:] if path.exists() else []
    kept = [line for line in old if _cells(line)[:2] != row[:2]]
    rows = sorted([*kept, f"| {' | '.join(row)} |"], key=lambda line: _version(_cells(line)))
    path.write_text("\n".join([*_HEAD, *rows]) + "\n", "utf-8")


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _version(cells: list[str]) -> list[int]:
    return [int(number) for cell in cells[:2] for number in cell.split(".")]


if __name__ == "__main__":
    main(sys.argv[1:])
