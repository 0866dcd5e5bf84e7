"""Prints how fast and how light the site is, next to what was aimed at; fails nothing.

`python tests/bench.py` measures all; with names behind it, such as `bytes seeds`, only those.
"""

import os
import sys
from pathlib import Path

# As make and pytest set them.
os.environ |= {"OMP_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1"}
sys.path.append(str(Path(__file__).parents[1] / "docs/hooks"))

import bench_build
import bench_bytes
import bench_explorer
import bench_heights
import bench_seeds
import bench_snippets
import bench_stepper
import bench_tool
from helpers.ratios import Row

BENCHES = {
    "build": bench_build.rows,
    "snippets": bench_snippets.rows,
    "seeds": bench_seeds.rows,
    "bytes": bench_bytes.rows,
    "heights": bench_heights.rows,
    "explorer": bench_explorer.rows,
    "stepper": bench_stepper.rows,
    "tool": bench_tool.rows,
}


def main(names: list[str]) -> None:
    """Measure, and print each row as soon as it is there."""
    if unknown := set(names) - set(BENCHES):
        sys.exit(f"{', '.join(unknown)}: choose from {', '.join(BENCHES)}")
    print(f"{'':50}{'measured':>10}  aim")
    for name in names or BENCHES:
        for row in BENCHES[name]():
            print(line(row), flush=True)


def line(row: Row) -> str:
    """One row of the table."""
    measured = f"{row.measured:.3g} {row.unit}"
    return f"{row.what:50}{measured:>10}  {row.aim}{'  missed' if row.missed else ''}".rstrip()


if __name__ == "__main__":
    main(sys.argv[1:])
