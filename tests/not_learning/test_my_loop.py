import re
import shutil
import subprocess
import sys

import pytest
from helpers.runs import SNIPPETS

FOLDER = SNIPPETS / "not_learning/my_loop"
LINE = "# ------------- your part ends"
PARTS = ["test_my_loop", "linear_regression", "custom_loss", "transformer"]


# `copied` trains many broken loops, for some ten seconds: the fast part leaves out what needs it.
@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """A folder with both files and nothing else, and what the second prints there."""
    folder = tmp_path_factory.mktemp("copied")
    for name in ("test_my_loop.py", "what_they_catch.py"):
        shutil.copy(FOLDER / name, folder)
    return folder, python(folder, "what_they_catch.py")


def python(folder, *command):
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def caught(copied):
    """The tests that fail, by what is broken, as the script printed them."""
    head, *lines = copied[1].splitlines()
    assert head == "failing    what is broken"
    rows = [re.fullmatch(r"([\d·]{9})  (.+)", line) for line in lines]
    return {row[2]: {int(mark) for mark in row[1] if mark != "·"} for row in rows}


def failures(part: str) -> list[str]:
    """The tests that fail of the file to copy, with this part above its line."""
    _, tests = (FOLDER / "test_my_loop.py").read_text("utf-8").split(LINE)
    mine = (FOLDER / f"{part}.py").read_text("utf-8").split(LINE)[0]
    names = {}
    exec(f"{mine}\n{LINE}{tests}", names)
    failed = []
    for name, test in names.items():
        if name.startswith("test_"):
            try:
                test()
            except AssertionError:
                failed.append(name)
    return failed


@pytest.mark.site
def test_both_files_copied_into_an_empty_folder_do_what_the_page_says(copied):
    folder, printed = copied
    told = re.findall(r"^ *#> (.+)", (folder / "what_they_catch.py").read_text("utf-8"), re.M)
    assert printed.splitlines() == told
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "test_my_loop.py"]
    assert "9 passed" in python(folder, *command)


@pytest.mark.parametrize("part", PARTS)
def test_all_nine_tests_hold_for_a_loop_that_learns(part):
    assert failures(part) == []


def test_a_classifier_of_random_labels_fails_on_what_it_never_saw_and_nowhere_else():
    assert failures("classification") == ["test_what_it_learns_holds_for_data_it_never_saw"]


@pytest.mark.site
def test_each_of_the_nine_fails_for_some_broken_loop(caught):
    assert set().union(*caught.values()) == {*range(1, 10)}


@pytest.mark.site
def test_five_of_the_nine_are_at_times_the_only_one_that_fails(caught):
    assert {min(failed) for failed in caught.values() if len(failed) == 1} == {1, 3, 6, 8, 9}


@pytest.mark.site
def test_no_test_fails_for_the_right_loop(caught):
    assert caught["nothing"] == set()


@pytest.mark.site
def test_every_broken_loop_is_caught(caught):
    assert [name for name, failed in caught.items() if not failed] == ["nothing"]


@pytest.mark.site
def test_without_zero_grad_an_easy_problem_is_learned_and_only_a_resumed_run_tells(caught):
    assert caught["no zero_grad()"] == {9}


@pytest.mark.site
def test_a_training_step_that_does_nothing_is_caught_three_times(caught):
    assert caught["no step()"] == caught["no backward()"] == {3, 4, 5}


@pytest.mark.site
def test_without_eval_the_outputs_of_samples_are_drawn_anew(caught):
    assert caught["eval() forgotten"] == {6, 7}
