"""What was kept is made anew by an edit to a file that has a part in it, and by no other edit."""

import ast
import shutil
from pathlib import Path

import pytest
from draw.figures import KINDS, drawer
from jinja2 import Environment, FileSystemLoader, meta
from page.sources import HOOKS, Sources, imports

FILES = sorted(HOOKS.rglob("*.py"))
NUMBER = ["page.measured.number"]
BALL = ["page.measured.figure", "draw.ball"]
STEPPER = ["page.measured.figure", "draw.pictures"]
EXPLORER = ["page.measured.figure", "draw.explorer"]
FINGERPRINT = ["page.measured.fingerprint"]
OF_EACH_PAGE = [path.stem for path in HOOKS.glob("*.py")]


@pytest.fixture(scope="module")
def changes(tmp_path_factory):
    """Whether an edit to a file of docs/hooks changes what these modules are kept under."""
    folder = shutil.copytree(HOOKS, tmp_path_factory.mktemp("copy") / "hooks")
    before = Sources(folder)

    def of(name: str, modules: list[str]) -> bool:
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(f"{text}\n# An edit.\n", "utf-8")
        try:
            return Sources(folder).of(modules) != before.of(modules)
        finally:
            (folder / name).write_text(text, "utf-8")

    return of


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("page/measured/number.py", NUMBER),
        ("page/values.py", NUMBER),
        ("record/watch.py", NUMBER),
        ("record/roles.py", NUMBER),
        ("record/fingerprint.py", FINGERPRINT),
        ("record/world.py", FINGERPRINT),
        ("draw/ball.py", BALL),
        ("draw/style.py", BALL),
        ("record/tape.py", BALL),
        ("draw/templates/ball.html", BALL),
        ("draw/templates/worlds_frame.html", BALL),
        ("draw/explorer_script.txt", EXPLORER),
        ("draw/templates/legend.html", EXPLORER),
        ("stepper/templates/places.html", STEPPER),
        ("stepper/words.py", STEPPER),
        ("stepper/__init__.py", STEPPER),
        ("fences.py", OF_EACH_PAGE),
        ("page/output.py", OF_EACH_PAGE),
        ("page/templates/ask.html", OF_EACH_PAGE),
        ("draw/templates/curves.html", OF_EACH_PAGE),
    ],
)
def test_an_edit_to_what_has_a_part_in_a_thing_makes_it_anew(changes, name, modules):
    assert changes(name, modules)


@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("stepper/templates/cards.html", NUMBER),
        ("draw/ball.py", NUMBER),
        ("fences.py", NUMBER),
        ("page/code.py", NUMBER),
        ("stepper/templates/cards.html", BALL),
        ("draw/path.py", BALL),
        ("draw/figures.py", BALL),
        ("page/values.py", BALL),
        ("draw/ball.py", STEPPER),
        ("record/recorder.py", FINGERPRINT),
        ("draw/fingerprint.py", FINGERPRINT),
        ("record/recorder.py", OF_EACH_PAGE),
        ("draw/ball.py", OF_EACH_PAGE),
        ("stepper/templates/cards.html", OF_EACH_PAGE),
    ],
)
def test_an_edit_to_another_file_leaves_a_thing_as_it_is(changes, name, modules):
    assert not changes(name, modules)


def test_an_edit_to_a_file_shows_though_all_files_together_say_the_same(tmp_path):
    for name, text in {"one.py": "import two\n", "two.py": ""}.items():
        (tmp_path / name).write_text(text)
    before = Sources(tmp_path).of(["one", "two"])
    (tmp_path / "one.py").write_text("")
    (tmp_path / "two.py").write_text("import two\n")
    assert Sources(tmp_path).of(["one", "two"]) != before


def parsed(text: str) -> set[str]:
    """What a module may import, as Python's parser reads it."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports here say the whole name"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_each_import_that_python_finds_is_found(subtests):
    assert len(FILES) > 100
    for path in FILES:
        text = path.read_text("utf-8")
        with subtests.test(str(path.relative_to(HOOKS))):
            assert imports(text) >= parsed(text)


@pytest.mark.parametrize(
    "text",
    [
        "import a.b, c as d\n",
        "from a import b as c, d  # why\n",
        "from a import (\n    b,  # why\n    c as d,\n)\n",
        "def late():\n    from a import b\n    import c\n",
    ],
    ids=["several", "with a comment", "in brackets", "in a function"],
)
def test_an_import_is_found_however_it_is_written(text):
    assert imports(text) == parsed(text)


def test_only_who_makes_what_was_asked_for_imports_by_a_name():
    named = {path for path in FILES if "import_module" in path.read_text("utf-8")}
    assert {str(path.relative_to(HOOKS)) for path in named} == {
        "page/kept_runs.py",
        "page/measured/figure.py",
    }


def filled(path: Path) -> set[str]:
    """The templates that a module fills, which it has to name where it does."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_template":
            found.add(ast.literal_eval(node.args[0]))
    return found


def test_a_thing_is_kept_under_each_template_that_it_is_filled_into(subtests):
    fill = {path: found for path in FILES if (found := filled(path))}
    assert len(fill) > 15
    for path, found in fill.items():
        folder = path.parent if path.parent != HOOKS else HOOKS / "page"
        loader = FileSystemLoader(folder / "templates")
        env, known = Environment(loader=loader), set()
        while found:
            known |= found
            texts = [loader.get_source(env, name)[0] for name in found]
            found = {n for t in texts for n in meta.find_referenced_templates(env.parse(t))} - known
        module = ".".join(path.relative_to(HOOKS).with_suffix("").parts)
        with subtests.test(module):
            there = {Path(name).name for name in Sources(HOOKS).of([module])}
            assert known <= there


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_is_kept_under_the_module_that_draws_it_and_the_recorder(kind):
    module = drawer(kind).partition(":")[0]
    found = Sources(HOOKS).of(["page.measured.figure", module])
    assert {f"{module.replace('.', '/')}.py", "record/recorder.py"} <= found.keys()


@pytest.mark.parametrize(
    "name", ["__pycache__/one.cpython-311.pyc", ".one.py.swp", "one.py~", "#one.py#", ".#one.py"]
)
def test_byte_code_and_what_an_editor_puts_beside_a_file_are_no_sources(tmp_path, name):
    before = Sources(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"\xff")
    assert before.edited() == []
