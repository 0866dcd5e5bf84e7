"""How long the site takes to build, against the same text without runs, and against imports."""

import shutil
import tempfile
from functools import partial
from pathlib import Path

from helpers.ratios import Row, in_turns, python, ratio
from helpers.site_copy import build, copy_site

IMPORTS = "import torch, torch._dynamo, matplotlib.pyplot"


def rows() -> list[Row]:
    """The whole build, cold and warm."""
    with tempfile.TemporaryDirectory() as folder:
        whole, text = copy_site(Path(folder, "whole")), copy_site(Path(folder, "text"))
        leave_as_text(text)
        taken = in_turns(
            {
                "as text": partial(built, text, keep=()),
                "cold": partial(built, whole, keep=()),
                "lab kept": partial(built, whole, keep=("labs",)),
                "warm": partial(built, whole, keep=("labs", "mathfont", "ipython")),
                "imports": partial(python, "-c", IMPORTS),
            }
        )
    return [
        Row("build / the same pages as text", ratio(taken["cold"], taken["as text"])),
        Row("build, lab kept / the same pages as text", ratio(taken["lab kept"], taken["as text"])),
        Row("build / imports of torch and matplotlib", ratio(taken["cold"], taken["imports"])),
        Row("build, lab kept / imports", ratio(taken["lab kept"], taken["imports"]), at_most=2.5),
        Row("build, all kept / imports", ratio(taken["warm"], taken["imports"])),
    ]


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
