"""A copy of the site, with a fault planted in it if wanted, built as `make site` builds it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[2]

Edit = str | Callable[[str], str]


@dataclass(frozen=True)
class Build:
    """How a build ended, what it said, and where its pages are."""

    returncode: int
    log: str
    site: Path


def copy_site(folder: Path, whole: Sequence[str] = ("*",), cache_of: Path | None = None) -> Path:
    """Copy into `folder` all that a build reads.

    Args:
        folder: where to; made if it is not there.
        whole: the pages that stay as they are, as patterns of their paths under docs/. Of the rest
            only the headings stay, so that links to them hold and a build takes a moment.
        cache_of: a site that was built, whose lab need not run again.
    """
    for part in ("docs", "snippets", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, folder / part, ignore=ignored, dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    if cache_of:
        shutil.copytree(cache_of.parent / ".cache", folder / ".cache")
    for page in (folder / "docs").rglob("*.md"):
        if not any(fnmatch(page.relative_to(folder / "docs").as_posix(), p) for p in whole):
            lines = page.read_text("utf-8").splitlines()
            page.write_text("\n\n".join(line for line in lines if line.startswith("#")), "utf-8")
    return folder


def append(text: str) -> Edit:
    """An edit that adds a paragraph to a file's end."""
    return lambda old: f"{old}\n\n{text}\n"


def build(
    folder: Path, edits: Mapping[str, Edit] | None = None, env: Mapping[str, str] | None = None
) -> Build:
    """Edit a copy of the site, and build it strictly.

    Args:
        folder: what `copy_site` gave.
        edits: a path in it to its new text, or to what makes the new text of the old one. An edit
            that changes nothing is an error, so that no fault stays unplanted.
        env: environment variables besides the test's own.
    """
    for name, edit in (edits or {}).items():
        path = folder / name
        old = path.read_text("utf-8") if path.exists() else ""
        new = edit(old) if callable(edit) else edit
        assert new != old, f"the edit leaves {name} as it was"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(new, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "OMP_NUM_THREADS": "1", **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,  # a cold build records each snippet, beside whatever else a machine does
        check=False,
    )
    return Build(done.returncode, done.stdout, folder / "site")


def build_once(folder: Path, make: Callable[[Path], Build]) -> Build:
    """What `make` gives for a folder, made by the first process that asks for it.

    The others wait for that one, and get what it got: of a build that failed, or that never came
    to an end, the log.
    """
    folder.mkdir(exist_ok=True)
    outcome = folder / "outcome.json"
    with FileLock(folder / "being_built.lock"):
        if not outcome.exists():
            try:
                done = make(folder)
            except Exception as error:
                done = Build(1, f"{type(error).__name__}: {error}", folder)
            outcome.write_text(json.dumps([done.returncode, done.log, str(done.site)]), "utf-8")
    returncode, log, site = json.loads(outcome.read_text("utf-8"))
    return Build(returncode, log, Path(site))
