"""What a page's sentences hold: no measured number that was typed, and no line that is too long."""

import re
from itertools import pairwise

import pytest
from helpers.runs import ROOT, SNIPPETS
from helpers.sources import fences, pages

NAMES = [str(page.relative_to(ROOT)) for page in pages()]

_DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.]*\d)")
_LITERAL = re.compile(r"(?<![\w.])\d+(?:\.\d*)?(?:e[-+]?\d+)?")
# What is no sentence: code, formulas, links' targets, tags.
_NO_PROSE = re.compile(
    r"`[^`]+`|\$\$.+?\$\$|\$[^$]+\$|\]\([^)]*\)|^\[[^]]+\]:.*?$|<[^>]+>", re.DOTALL | re.MULTILINE
)
# What is named by a number: a version, a section of a book.
_NAMED = re.compile(
    r"([Tt]orch|Python|[Cc]hapters?|[Ss]ections?)\s[\d.]*\d((,| and| to|, and)\s[\d.]*\d)*"
)


def settings(code: list[str]) -> set[float]:
    """The numbers that stand in code as such; a `#>` line is a result, and no code."""
    lines = [line for block in code for line in block.splitlines() if "#>" not in line]
    return {float(number) for line in lines for number in _LITERAL.findall(line)}


def typed(sentences: str, code: list[str]) -> list[str]:
    """The decimal numbers in a page's sentences that are no setting of its code."""
    known, prose = settings(code), _NO_PROSE.sub("", sentences)
    return [n for n in _DECIMAL.findall(_NAMED.sub("", prose)) if float(n) not in known]


def outside(name: str) -> dict[int, str]:
    """The lines of a page that stand in no fence, by their number."""
    lines = dict(enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1))
    for fence in fences(ROOT / name):
        for number in range(fence.line, fence.line + len(fence.text.splitlines()) + 2):
            del lines[number]
    return lines


def code_on(name: str) -> list[str]:
    """The code that stands on a page: its own, its snippets' and its links'."""
    own = [
        (SNIPPETS / fence.embedded).read_text("utf-8") if fence.embedded else fence.text
        for fence in fences(ROOT / name)
    ]
    # What the page sets the explorer to.
    return own + re.findall(r'(?:href="#|sets=")([^"]+)"', (ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_number_in_a_sentence_is_measured_or_a_setting(name):
    captions = [
        fence.text for fence in fences(ROOT / name) if fence.language in {"run", "ask", "mission"}
    ]
    assert typed("\n".join([*outside(name).values(), *captions]), code_on(name)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It ends at 1.975.",
        "| SGD | 0.949 |",
        "They shrink by 0.68 times.",
        "A weight of -0.25 is left.",
        "It is `lr=0.1` and then 0.2.",
    ],
)
def test_a_measured_number_that_was_typed_is_found(sentence):
    code = ["optimizer = SGD(lr=0.1)\nprint(w)\n#> 1.975 0.949 0.68 0.25 0.2\n"]
    assert len(typed(sentence, code)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "With lr 0.1 it ends.",
        "See sections 5.2 and 5.3, chapter 14.",
        "It ends at `#!run a.py loss[0]:.4f`.",
        "The fraction is $1 - 0.9$ here.",
        "Since torch 1.10 it does; Python 3.11 is needed.",
        "See [there](losses/mse.md#at-0.5).",
    ],
)
def test_a_setting_a_version_and_a_formula_may_be_typed(sentence):
    assert typed(sentence, ["optimizer = SGD(lr=0.1)"]) == []


# What cannot be wrapped: a row of a table, a heading, a formula, a link's or a picture's address.
_ONE_LINE = re.compile(r"\s*(\||#|\$\$|\[[^]]+\]:|!\[|<a |<li><|!!!|\?\?\?)")


def too_long(name: str) -> list[str]:
    """The lines of a page that can be wrapped, and are longer than 100 characters."""
    found, in_formula = [], False
    lines = [line for line in outside(name).values() if line.strip()]
    for line, following in pairwise([*lines, ""]):
        is_term = following.startswith(":   ") and not line.startswith(" ")  # of a definition list
        if not (in_formula or is_term or _ONE_LINE.match(line) or len(line) <= 100):
            found.append(line)
        in_formula ^= line.count("$$") % 2 == 1
    return found


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_wrapped_at_100_characters(name):
    assert too_long(name) == []


# What is not read from the top to the bottom has no end to sum up.
NO_LESSON = {
    "index",
    "explorer/index",
    "one_sheet",
    "questions",
    "glossary",
    "further_reading",
    "how_this_site_is_tested",
}
LESSONS = [n for n in NAMES if n.startswith("docs/") and n[5:].removesuffix(".md") not in NO_LESSON]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_ends_with_what_to_keep_and_what_comes_next(name):
    text = (ROOT / name).read_text("utf-8")
    heading, _, rest = text[text.rindex("\n## ") :].lstrip().partition("\n\n")
    assert heading == "## In short"
    kept, _, follows = rest.partition("\n\n")
    assert len(re.findall(r"[.?](?=\s|$)", kept)) <= 4
    assert follows.startswith("Next: [")


def test_there_are_two_dozen_lessons():
    assert len(LESSONS) >= 24
