"""How long the site takes to build, against the same text without runs, and against imports."""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from helpers.ratios import Row, in_turns, python, ratio
from helpers.site_copy import build, copy_site

IMPORTS = "import torch, torch._dynamo, matplotlib.pyplot"


ALL = ("labs", "mathfont", "ipython", "runs")
SENTENCE = "docs/losses/mse.md"


def rows() -> list[Row]:
    """The build with nothing kept, with the lab kept, and with all kept and little changed."""
    with tempfile.TemporaryDirectory() as folder:
        whole, text = copy_site(Path(folder, "whole")), copy_site(Path(folder, "text"))
        leave_as_text(text)
        built(whole, keep=())
        taken = in_turns(
            {
                "as text": partial(built, text, keep=()),
                "unchanged": partial(built, whole, keep=ALL),
                "a sentence": partial(built_after_an_edit, whole),
                "imports": partial(python, "-c", IMPORTS),
                "lab kept": partial(built, whole, keep=("labs",)),
                "cold": partial(built, whole, keep=()),
            }
        )
    as_text, imports = taken["as text"], taken["imports"]
    return [
        Row(
            "build, nothing changed / the same pages as text",
            ratio(taken["unchanged"], as_text),
            at_most=1.5,
        ),
        Row(
            "build, a sentence changed / as text", ratio(taken["a sentence"], as_text), at_most=1.5
        ),
        Row(
            "build, lab kept / imports of torch and matplotlib",
            ratio(taken["lab kept"], imports),
            at_most=3,
        ),
        Row("build, nothing kept / the same pages as text", ratio(taken["cold"], as_text)),
    ]


def built_after_an_edit(folder: Path) -> None:
    """Build with one more sentence on a page, and nothing else changed."""
    with (folder / SENTENCE).open("a", encoding="utf-8") as page:
        page.write("\nOne more sentence.\n")
    built(folder, keep=ALL)


def built(folder: Path, keep: tuple[str, ...]) -> None:
    """Build, with these parts of what earlier builds kept in .cache/."""
    for part in (folder / ".cache").glob("*"):
        if part.name not in keep:
            shutil.rmtree(part)
    done = build(folder)
    if done.returncode:
        raise RuntimeError(done.log)


def leave_as_text(folder: Path) -> None:
    """Take from a copy of the site all that runs; its words, code and formulas stay."""
    config = (folder / "mkdocs.yml").read_text("utf-8")
    plugin = config[config.index("  - mkdocs-jupyter:") : config.index("\nmarkdown_extensions:")]
    config = config.replace(plugin, "")
    for hook in ("fences", "labs"):
        config = config.replace(f"  - docs/hooks/{hook}.py", "  # -")
    (folder / "mkdocs.yml").write_text(config, "utf-8")
    labs = sorted((folder / "docs/labs").glob("*.py"))
    for lab in labs:
        lab.with_suffix(".md").write_text(f"# {lab.stem}\n\n{indented(lab)}\n", "utf-8")
        lab.unlink()
    for file in [folder / "mkdocs.yml", *(folder / "docs").rglob("*.md")]:
        text = file.read_text("utf-8")
        for lab in labs:
            text = text.replace(f"labs/{lab.name}", f"labs/{lab.stem}.md")
        file.write_text(text, "utf-8")


def indented(lab: Path) -> str:
    """A lab's script as Markdown shows code."""
    return "".join(f"    {line}\n" for line in lab.read_text("utf-8").splitlines())
