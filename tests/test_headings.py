"""A word with a hyphen stays whole in a heading, and is the same word to whoever reads it."""

import re

import headings
import markdown
import pytest


def html_of(text: str) -> str:
    return markdown.markdown(text, extensions=["toc", headings.Headings()])


def whole(text: str) -> list[str]:
    """What no line may part."""
    return re.findall(r'<span class="whole">([^<]*)</span>', html_of(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## The held-out loss is below 0: an in-place edit", ["held-out", "in-place"]),
        ("# *Binary cross-entropy* falls", ["cross-entropy"]),
        ("### A day-to-day loss", ["day-to-day"]),
        ("## From -1 to 2-3, and `a-name` - a dash", []),
        ("A paragraph on a held-out loss.", []),
    ],
    ids=["two", "in emphasis", "two hyphens", "no words", "no heading"],
)
def test_a_word_with_a_hyphen_stays_whole_in_a_heading_and_nothing_else_does(text, words):
    assert whole(text) == words


def test_a_heading_that_keeps_a_word_whole_says_and_is_called_what_it_was():
    text = "## Is the *held-out* loss, or a held-out one, below `x-y`?"
    plain = markdown.markdown(text, extensions=["toc"])
    assert html_of(text) != plain
    assert re.sub(r"</?span[^>]*>", "", html_of(text)) == plain
