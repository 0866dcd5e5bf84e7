"""Every snippet is shown on a page, and every other Python fence runs and prints what it says."""

import re
from pathlib import Path

import pytest
from helpers.runs import ROOT, SNIPPETS
from helpers.sources import all_fences
from pytest_examples import find_examples

PYTHON = [fence for fence in all_fences() if fence.language in {"py", "python", "python3", "pycon"}]
EMBEDS = [fence for fence in PYTHON if fence.embedded]
LOOSE = {(fence.page, fence.line): fence for fence in PYTHON if not fence.embedded}
# pytest-examples skips `~~~`, `{ .py }`, quoted fences and what follows a fence of four backticks,
# all in silence; so what it finds is compared with what there is.
EXAMPLES = {
    (example.path, example.start_line): example
    for example in find_examples(ROOT / "docs", ROOT / "README.md")
    if example.path.suffix == ".md"
}


def _id(fence) -> str:
    return f"{fence.page.relative_to(ROOT)}:{fence.line}"


def test_every_snippet_is_shown_whole_on_a_page():
    snippets = {str(path.relative_to(SNIPPETS)) for path in SNIPPETS.rglob("*.py")}
    right = {fence.options["right"] for fence in EMBEDS if "right" in fence.options}
    assert {fence.embedded for fence in EMBEDS} | right == snippets


def test_every_title_names_the_snippet_that_stands_under_it():
    wrong = [_id(f) for f in EMBEDS if f'title="{f.embedded}"' not in f.info]
    assert wrong == []


# Lists, a wall of pictures, a tool, and what is looked up.
NO_LESSONS = {
    "further_reading.md",
    "glossary.md",
    "how_this_site_is_tested.md",
    "not_learning/by_model.md",
    "not_learning/index.md",
    "not_learning/my_loop.md",
    "not_learning/symptoms.md",
    "one_sheet.md",
    "questions.md",
}
A_SCREEN_AND_A_HALF = 36  # lines of Markdown, questions among them; seen at 1280 by 800


def test_each_lesson_has_a_picture_in_its_first_screen_and_a_half():
    first: dict[str, int] = {}
    for fence in all_fences():
        if fence.language == "run" and fence.options["show"] not in ("output", "steps"):
            first.setdefault(str(fence.page.relative_to(ROOT)), fence.line)
    lessons = {str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md")}
    lessons -= {f"docs/{name}" for name in NO_LESSONS}
    assert len(lessons) >= 27
    late = {page for page in lessons if first.get(page, 1000) > A_SCREEN_AND_A_HALF}
    assert late == set()


DEEPER = re.compile(r"Hessian|eigenvalue|\\lambda|\\frac|\\operatorname")


def straight_and_folds(page: Path) -> tuple[str, str]:
    """What a reader of a page meets who opens no fold, and what stands in the folds."""
    text = page.read_text("utf-8")
    folds = re.findall(r"^\?\?\? .*\n(?:\n|    .*\n)*", text, re.MULTILINE)
    for fold in folds:
        text = text.replace(fold, "")
    return text, "".join(folds)


@pytest.mark.parametrize("page", ["linear_regression", "classification", "custom_loss"])
def test_the_straight_path_of_a_script_s_page_needs_no_derivation(page):
    straight, folds = straight_and_folds(ROOT / f"docs/{page}.md")
    assert DEEPER.findall(straight) == []
    assert DEEPER.search(folds)  # what is deeper stands in a fold, and is not lost


# What no page explains on its straight path.
UNSAID = re.compile(
    r"Hessian|eigen\w+|Jacobian|condition number|[Vv]ariance|maximum likelihood|\\nabla L \\cdot",
)
LESSONS = [
    page
    for page in sorted((ROOT / "docs").rglob("*.md"))
    if str(page.relative_to(ROOT / "docs")) not in NO_LESSONS
    and page.parent.name != "not_learning"  # a case is looked up
]


def test_the_straight_path_of_each_lesson_needs_no_more_mathematics_than_was_said():
    needed, deeper = {}, set()
    for page in LESSONS:
        straight, folds = straight_and_folds(page)
        name = str(page.relative_to(ROOT / "docs"))
        needed |= {name: found} if (found := UNSAID.findall(straight)) else {}
        deeper |= {name} if UNSAID.search(folds) else set()
    assert needed == {}
    assert len(deeper) >= 4  # it stands in folds, and is not lost


def test_the_learning_rate_has_one_symbol_and_so_has_a_weight():
    others = re.compile(r"\\(?:text|mathit|operatorname)\{lr\}|\\(?:eta|alpha|theta)\b|[ηθ]")
    pages = [page for page in LESSONS if others.search(page.read_text("utf-8"))]
    assert pages == []
    assert sum(r"\mathrm{lr}" in page.read_text("utf-8") for page in LESSONS) >= 4


def test_curvature_is_called_lambda_only_after_the_learning_rate_has_said_so():
    after = {"optimizers/learning_rate.md", "explorer/index.md"}
    early = [
        page
        for page in LESSONS
        if re.search(r"\\lambda|λ", straight_and_folds(page)[0])
        and str(page.relative_to(ROOT / "docs")) not in after
    ]
    assert early == []


def test_a_snippet_stands_on_the_page_that_it_mirrors():
    def mirrored(page: Path) -> str:
        return str(page.relative_to(ROOT / "docs").with_suffix("")).removesuffix("/index")

    wrong = [
        f"{_id(fence)} shows {fence.embedded}"
        for fence in EMBEDS
        if fence.embedded.removesuffix(".py") != mirrored(fence.page)
        and str(Path(fence.embedded).parent) != mirrored(fence.page)
    ]
    assert wrong == []


WRONG = [fence for fence in EMBEDS if fence.embedded.endswith("_wrong.py")]


def test_every_wrong_script_has_its_right_twin_beside_it():
    assert len(WRONG) > 20
    assert [_id(fence) for fence in WRONG if "right" not in fence.options] == []


def test_a_right_twin_is_no_wrong_script_and_stands_beside_it_or_has_a_page():
    shown = {fence.embedded for fence in EMBEDS}
    wrong = [
        fence.options["right"]
        for fence in WRONG
        if fence.options["right"].endswith("_wrong.py")
        or (
            Path(fence.options["right"]).parent != Path(fence.embedded).parent
            and fence.options["right"] not in shown
        )
    ]
    assert wrong == []


def test_a_script_that_goes_wrong_says_so_in_its_first_word():
    first = {fence.embedded: (SNIPPETS / fence.embedded).read_text("utf-8") for fence in EMBEDS}
    said = {name for name, text in first.items() if text.startswith('"""Wrong: ')}
    assert said == {fence.embedded for fence in WRONG}


def test_every_loose_python_fence_is_run():
    assert LOOSE.keys() <= EXAMPLES.keys()


@pytest.mark.parametrize("fence", LOOSE.values(), ids=_id)
def test_a_fence_runs_and_prints_what_it_says(fence, eval_example):
    example = EXAMPLES[fence.page, fence.line]
    if eval_example.update_examples:
        eval_example.run_print_update(example)
        return
    try:
        eval_example.run_print_check(example)
    except Exception as error:
        # With its traceback, pytest-examples 0.0.18 ends the run on Python 3.11 with INTERNALERROR.
        raise error.with_traceback(None) from None


@pytest.mark.parametrize("fence", LOOSE.values(), ids=_id)
def test_each_line_that_a_fence_claims_was_printed(fence, capsys):
    # pytest-examples passes a `#>` that no print made.
    claimed = [line.strip() for line in fence.text.splitlines() if line.strip().startswith("#>")]
    exec(compile(fence.text, _id(fence), "exec"), {"__name__": "__main__"})
    printed = [f"#> {line}".rstrip() for line in capsys.readouterr().out.splitlines()]
    assert sorted(claimed) == sorted(printed)
