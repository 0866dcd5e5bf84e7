"""How long the tests of snippets take, against what no test of them can do without."""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from helpers.ratios import Row, in_turns, python, ratio
from helpers.runs import ROOT, SNIPPETS

SCRIPTS = ("linear_regression.py", "classification.py", "custom_loss.py")
# Each is compiled and run, its output kept: no check, no recording, no process of its own.
FLOOR = """
import contextlib, io, pathlib, torch, torch._dynamo
torch.set_num_threads(1)
for path in sorted(pathlib.Path("snippets").rglob("*.py")):
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(path.read_text("utf-8"), path, "exec"), {"__name__": "__main__"})
"""


def rows() -> list[Row]:
    """The three scripts, and a hundred copies of each."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = copies(Path(folder, "few"), 1), copies(Path(folder, "many"), 100)
        tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_snippets.py")
        taken = in_turns(
            {
                "floor of 3": partial(python, "-c", FLOOR, folder=few),
                "tests of 3": partial(python, *tests, folder=few),
                "floor of 300": partial(python, "-c", FLOOR, folder=many),
                "tests of 300": partial(python, *tests, folder=many),
            }
        )
    return [
        Row(
            "tests of 3 snippets / imports and training",
            ratio(taken["tests of 3"], taken["floor of 3"]),
        ),
        Row(
            "tests of 300 snippets / imports and training",
            ratio(taken["tests of 300"], taken["floor of 300"]),
            at_most=2,
        ),
    ]


def copies(folder: Path, times: int) -> Path:
    """What the tests of snippets need, with so many copies of each of the three scripts."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=ignored)
    shutil.copytree(ROOT / "docs/hooks", folder / "docs/hooks", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for number in range(times):
        (folder / f"snippets/copy_{number}").mkdir(parents=True)
        for script in SCRIPTS:
            shutil.copy(SNIPPETS / script, folder / f"snippets/copy_{number}" / script)
    return folder
