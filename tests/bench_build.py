"""What work it is to build the site, against plain Material, and against imports.

In time of processors, of which a build in which nothing is kept uses two.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from helpers.ratios import Row, in_turns, processor_seconds, python, ratio
from helpers.site_copy import ROOT, build, copy_site

IMPORTS = "import torch, torch._dynamo, matplotlib.pyplot"

SENTENCE = "docs/losses/mse.md"
EDITED = "losses/mse/halves_the_error.py"


def rows() -> list[Row]:
    """The build with nothing kept, with the lab kept, and with all kept and little changed."""
    with tempfile.TemporaryDirectory() as folder:
        whole, text = copy_site(Path(folder, "whole")), copy_site(Path(folder, "text"))
        leave_as_text(text)
        built(whole, keep=())
        taken = in_turns(
            {
                "as text": partial(built, text, keep=()),
                "unchanged": partial(built, whole),
                "a sentence": partial(built_after_an_edit, whole),
                "imports": partial(python, "-c", IMPORTS),
                "lab kept": partial(built, whole, keep=("labs",)),
                "cold": partial(built, whole, keep=()),
            },
            processor_seconds,
        )
        served = seconds_while_serving(whole)
    as_text, imports = taken["as text"], taken["imports"]
    return [
        Row(
            "build, nothing changed / plain Material, the same pages as text",
            ratio(taken["unchanged"], as_text),
            at_most=1.5,
        ),
        Row(
            "build, a sentence changed / plain Material",
            ratio(taken["a sentence"], as_text),
            at_most=1.5,
        ),
        Row(
            "build, lab kept / imports of torch and matplotlib",
            ratio(taken["lab kept"], imports),
            at_most=3,
        ),
        Row("build, nothing kept / plain Material", ratio(taken["cold"], as_text)),
        Row(
            "serve, a snippet edited: until its page is built",
            served,
            unit="s CPU",
            at_most=1,
        ),
    ]


def seconds_while_serving(folder: Path) -> float:
    """What `mkdocs serve` takes after an edit to a snippet of one page; the median of a few."""
    built(folder)
    code = (ROOT / "tests/helpers/rebuilds.py", EDITED)
    done = subprocess.run(
        [sys.executable, *code], cwd=folder, capture_output=True, text=True, check=True
    )
    return median(map(float, done.stdout.split()))


def built_after_an_edit(folder: Path) -> None:
    """Build with one more sentence on a page, and nothing else changed."""
    with (folder / SENTENCE).open("a", encoding="utf-8") as page:
        page.write("\nOne more sentence.\n")
    built(folder)


def built(folder: Path, keep: tuple[str, ...] | None = None) -> None:
    """Build, with these parts of what earlier builds kept in .cache/, or with all of it."""
    for part in (folder / ".cache").glob("*"):
        if keep is not None and part.name not in keep:
            shutil.rmtree(part)
    done = build(folder)
    if done.returncode:
        raise RuntimeError(done.log)


_PARTS = re.compile(r"^(?=\w+:)", re.MULTILINE)  # of mkdocs.yml
_OURS = ("hooks:", "plugins:", "validation:")
_FENCE = re.compile(r"^( *```)(?:\{.*\}|python .*)$", re.MULTILINE)  # what it is asked to show


def leave_as_text(folder: Path) -> None:
    """Leave of a copy of the site what Material builds by itself: the words, and code as text."""
    config = (folder / "mkdocs.yml").read_text("utf-8")
    parts = _PARTS.split(config)
    config = "".join(part for part in parts if not part.startswith(_OURS))
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    labs = sorted((folder / "docs/labs").glob("*.py"))
    for lab in labs:
        lab.with_suffix(".md").write_text(f"# {lab.stem}\n\n{indented(lab)}\n", "utf-8")
        lab.unlink()
    for file in [folder / "mkdocs.yml", *(folder / "docs").rglob("*.md")]:
        text = _FENCE.sub(r"\1", file.read_text("utf-8"))
        for lab in labs:
            text = text.replace(f"labs/{lab.name}", f"labs/{lab.stem}.md")
        file.write_text(text, "utf-8")


def indented(lab: Path) -> str:
    """A lab's script as Markdown shows code."""
    return "".join(f"    {line}\n" for line in lab.read_text("utf-8").splitlines())
