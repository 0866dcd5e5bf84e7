"""requirements.txt names what is imported, requirements.lock the versions of all there is."""

import ast
import re
import sys
from importlib.metadata import distribution, metadata
from pathlib import Path

import pytest
from helpers.runs import ROOT
from packaging.specifiers import SpecifierSet

FOLDERS = ["docs", "snippets", "tests"]
ITS_OWN = {path.stem for folder in ["docs/hooks", "tests"] for path in (ROOT / folder).iterdir()}


def pinned(path: Path) -> dict[str, str]:
    """The packages of a file by their normal names, each with what is said of its version."""
    lines = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    found = [re.fullmatch(r"([\w.-]+)(?:\[\w+\])?(.*)", line) for line in filter(None, lines)]
    return {normal(match[1]): match[2] for match in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: Path) -> set[str]:
    """The modules, by their first names, that a folder's code imports from elsewhere."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
            elif isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
    return found - sys.stdlib_module_names - ITS_OWN


def brought(package: str) -> set[str]:
    """The modules, by their first names, that an installed package says or has."""
    there = distribution(package)
    said = (there.read_text("top_level.txt") or "").split()
    return set(said) or {file.parts[0].removesuffix(".py") for file in there.files}


OLDEST_PYTHON = "3.11.0"
DIRECT = pinned(ROOT / "requirements.txt")
LOCKED = pinned(ROOT / "requirements.lock")


def test_each_package_that_is_imported_is_named():
    modules = set().union(*(imported(ROOT / folder) for folder in FOLDERS))
    assert len(modules) > 20
    assert modules - set().union(*map(brought, DIRECT)) == set()


def test_an_import_within_a_function_is_found(tmp_path):
    (tmp_path / "some.py").write_text("def f():\n    import numpy.linalg\n", "utf-8")
    assert imported(tmp_path) == {"numpy"}


@pytest.mark.parametrize("name", DIRECT)
def test_the_lock_holds_the_version_that_is_asked_for(name):
    # After an edit to requirements.txt: make lock
    assert DIRECT[name].startswith("==")
    assert LOCKED[name] == DIRECT[name]


def test_a_locked_version_is_exact_and_that_of_every_build_of_a_package():
    # A local version, as `2.13.0+cpu`, would shut out the builds for other hardware.
    exact = r"==[0-9][0-9a-z.]*"
    assert [name for name, version in LOCKED.items() if not re.fullmatch(exact, version)] == []


def test_the_lock_holds_what_the_packages_need_in_turn():
    assert len(LOCKED) > 2 * len(DIRECT)


def test_the_oldest_python_that_the_readme_names_can_install_each_locked_version():
    # pip takes a newer Python's word for it: pymdown-extensions 13 needs 3.11.5, and Debian 12 has
    # 3.11.2.
    asked = {name: metadata(name).get("Requires-Python", "") for name in LOCKED}
    newer = [n for n, versions in asked.items() if OLDEST_PYTHON not in SpecifierSet(versions)]
    assert newer == []
