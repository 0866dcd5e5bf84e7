"""Every snippet runs alone and prints what it says."""

import pytest
from helpers.gallery import cases
from helpers.print_check import check_prints
from helpers.runs import SNIPPETS

NAMES = [str(path.relative_to(SNIPPETS)) for path in sorted(SNIPPETS.rglob("*.py"))]
# Runs a script that it is told of; tests/training_loop/test_check_connection.py gives it some.
TOOL = "training_loop/check_connection.py"
# Reads the file beside it; tests/not_learning/test_my_loop.py runs it there.
BESIDE = "not_learning/my_loop/what_they_catch.py"
# End with an error, on purpose; tests/not_learning/test_fingerprints.py runs them.
RAISE = {case.wrong for case in cases() if case.raises}
SOURCES = {name: (SNIPPETS / name).read_text("utf-8") for name in NAMES}


# What torch warns of in a broken loop stands in its fingerprint.
UNHEARD = {case.wrong: pytest.mark.filterwarnings("ignore") for case in cases() if case.warns}


OF_CASES = {script for case in cases() for script in (case.wrong, case.right)}


@pytest.mark.parametrize("name", [n for n in NAMES if n not in {TOOL, BESIDE, *OF_CASES}])
def test_snippet_prints_what_it_says(name, eval_example):
    check_prints(SNIPPETS / name, eval_example)


@pytest.mark.site
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=UNHEARD.get(n, ())) for n in NAMES if n in OF_CASES - RAISE],
)
def test_script_of_the_gallery_prints_what_it_says(name, eval_example):
    check_prints(SNIPPETS / name, eval_example)


@pytest.mark.parametrize(
    "source",
    [
        "print(1)\n#> 2\n",
        "print(1)\n",
        "x = 1\n#> 1\n",
        "print(1)\n#> 1\n\nx = 1\n#> 1\n",
        "print('a\\nb')\n#> a\n#> b\n",
    ],
    ids=["another", "none", "no print", "one too many", "two lines of one print"],
)
def test_a_line_that_was_not_printed_so_is_found(source, tmp_path, eval_example):
    if eval_example.update_examples:
        pytest.skip("--update-examples checks nothing")
    (tmp_path / "script.py").write_text(source, "utf-8")
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check_prints(tmp_path / "script.py", eval_example)


def begins_with_a_sentence(source):
    before, docstring, *_ = source.split('"""')
    return before == "" and docstring.endswith(".")


def test_each_snippet_begins_with_a_sentence():
    assert [name for name, source in SOURCES.items() if not begins_with_a_sentence(source)] == []


def test_each_snippet_fits_a_page_at_a_desk():
    assert [
        f"{name}:{number}"
        for name, source in SOURCES.items()
        for number, line in enumerate(source.splitlines(), start=1)
        if len(line) > 80
    ] == [], "break these lines before the 81st character"


def test_the_snippets_are_found():
    assert len(SOURCES) > 50
    assert TOOL in NAMES
