"""Every snippet runs alone and prints what it says."""

import pytest
from prints import check_prints
from runs import SNIPPETS, run

NAMES = [str(path.relative_to(SNIPPETS)) for path in sorted(SNIPPETS.rglob("*.py"))]


@pytest.mark.parametrize("name", NAMES)
def test_snippet_prints_what_it_says(name, eval_example):
    check_prints(SNIPPETS / name, eval_example)


@pytest.mark.parametrize("name", NAMES)
def test_each_line_that_a_snippet_claims_was_printed(name):
    # pytest-examples passes a `#>` that no print made.
    lines = (SNIPPETS / name).read_text("utf-8").splitlines()
    claimed = [line.strip() for line in lines if line.strip().startswith("#>")]
    printed = [f"#> {line}".rstrip() for line in run(name).output.splitlines()]
    assert sorted(claimed) == sorted(printed)  # two prints in a loop take turns


@pytest.mark.parametrize("name", NAMES)
def test_snippet_begins_with_a_sentence(name):
    source = (SNIPPETS / name).read_text("utf-8")
    assert source.startswith('"""')
    assert source.split('"""')[1].endswith(".")
