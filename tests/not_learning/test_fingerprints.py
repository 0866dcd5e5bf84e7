"""What the gallery of docs/not_learning/ shows: each broken loop, and its cured twin."""

import pytest
from helpers.gallery import Case, cases, holds, run
from helpers.runs import SNIPPETS
from helpers.sources import all_fences

pytestmark = pytest.mark.site

CASES = cases()
every_case = pytest.mark.parametrize("case", CASES, ids=str)


def shown(case: Case, script: str) -> list[str]:
    """What a script shows of what is said of the broken one."""
    return [saying for saying in case.shows if holds(saying, run(script))]


def is_proved(case: Case, wrong: str, right: str) -> bool:
    """Whether the one script shows all that is said of a broken one, and the other learns."""
    learns = holds(case.learns, run(right)) and run(right).seen.raised == ""
    return shown(case, wrong) == case.shows and shown(case, right) == [] and learns


@every_case
def test_a_broken_loop_shows_its_fingerprint_and_its_cured_twin_shows_none_of_it_and_learns(case):
    losses = run(case.right).seen.losses
    assert is_proved(case, case.wrong, case.right), (shown(case, case.wrong), losses)


def test_neither_of_two_twins_passes_for_the_other():
    assert [case.name for case in CASES if is_proved(case, case.right, case.right)] == []
    assert [case.name for case in CASES if is_proved(case, case.wrong, case.wrong)] == []


def claimed(script: str) -> list[str]:
    """What a script's `#>` lines say that it prints."""
    lines = (SNIPPETS / script).read_text("utf-8").splitlines()
    return [line.strip().removeprefix("#> ") for line in lines if line.strip().startswith("#>")]


def test_a_script_that_raises_prints_what_it_says_until_then():
    raising = [case.wrong for case in CASES if case.raises]
    printed = {script: run(script).seen.printed.splitlines() for script in raising}
    assert printed == {script: claimed(script) for script in raising}


def test_each_case_of_a_family_stands_on_its_page_with_its_fingerprint_below():
    families = {case.name.split("/")[0] for case in CASES}
    wrong = {f"{path.relative_to(SNIPPETS)}" for path in SNIPPETS.glob("not_learning/*/*_wrong.py")}
    assert {case.wrong for case in CASES} == wrong
    fences = [fence for fence in all_fences() if fence.page.stem in families]
    twins = [(f.embedded, f.options["right"]) for f in fences if f.embedded in wrong]
    assert sorted(twins) == sorted((case.wrong, case.right) for case in CASES)
    figures = {f.options["path"] for f in fences if f.options.get("show") == "fingerprint"}
    assert figures >= wrong


def test_a_saying_that_nothing_can_prove_is_refused():
    with pytest.raises(ValueError, match="is none of"):
        holds("the loss is sad", run(CASES[0].right))
