"""The README's map says what each package of docs/hooks is for, and imports go as it says."""

import ast
import re
from pathlib import Path

import pytest
from helpers.runs import ROOT

HOOKS = ROOT / "docs/hooks"
PACKAGES = sorted(path.parent.name for path in HOOKS.glob("*/__init__.py"))
MAP = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[1]
LINES = dict(re.split(r"/\s+", line, maxsplit=1) for line in MAP.splitlines())
FILES = sorted(HOOKS.rglob("*.py"))

# What each may import besides itself: what is further down the map. The hooks import all.
BELOW = {name: set(list(LINES)[number + 1 :]) for number, name in enumerate(LINES)}


def imported(path: Path) -> set[str]:
    """The packages of docs/hooks that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
    return found & set(PACKAGES)


def test_the_map_names_every_package_and_nothing_else():
    assert sorted(LINES) == PACKAGES


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_says_of_itself_what_the_map_says(name):
    said = ast.get_docstring(ast.parse((HOOKS / name / "__init__.py").read_text("utf-8")))
    assert said.rstrip(".").lower() == LINES[name].lower()


def test_imports_go_one_way(subtests):
    for path in FILES:
        package, name = path.relative_to(HOOKS).parts[0], str(path.relative_to(HOOKS))
        with subtests.test(name):
            assert imported(path) - {package} <= BELOW.get(package, set(PACKAGES))


def test_an_import_that_goes_up_is_noticed(tmp_path):
    (tmp_path / "up.py").write_text("from draw.figures import KINDS\n")
    assert not imported(tmp_path / "up.py") <= BELOW["record"]
