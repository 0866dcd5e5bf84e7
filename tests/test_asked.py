"""asked.yml is read as its words, and shown as a list of them."""

import re

import pytest
from helpers.questions import questions
from helpers.runs import ROOT
from page.asked import Asked, read_asked, to_markdown

ASKED = read_asked(ROOT / "docs")

FILE = """
It swings:
  a.md#b:
    - up and down
    - "`lr_scheduler.step() is wrong. Do better.`"
    - does a_b_c help?
It stays:
  a.md: [flat]
"""


@pytest.fixture
def read(tmp_path):
    (tmp_path / "asked.yml").write_text(FILE, "utf-8")
    return read_asked(tmp_path)


def test_phrases_are_told_from_messages_of_torch(read):
    assert read == [
        Asked(
            "It swings",
            "a.md#b",
            ["up and down", "does a_b_c help?"],
            ["lr_scheduler.step() is wrong. Do better."],
        ),
        Asked("It stays", "a.md", ["flat"]),
    ]


def test_a_site_without_the_file_has_no_questions(tmp_path):
    assert read_asked(tmp_path) == []


def test_the_list_leads_from_each_question_to_its_section_under_its_area(read):
    assert to_markdown(read).splitlines() == [
        "",
        "## It swings",
        "",
        r"- [up and down](a.md#b) · does a\_b\_c help? · `lr_scheduler.step() is wrong`",
        "",
        "## It stays",
        "",
        "- [flat](a.md)",
    ]


@pytest.mark.parametrize(
    ("ways", "line"),
    [
        ("abcdefgh", "- [a](a.md) · b · c · d · e · f · g · h"),
        (
            "abcdefghi",
            "- [a](a.md) · b · c · d · e · f <details><summary>3 more</summary>g · h · i</details>",
        ),
    ],
)
def test_of_a_question_asked_in_nine_ways_three_are_folded_and_of_eight_none(ways, line):
    assert line in to_markdown([Asked("It swings", "a.md", list(ways))]).splitlines()


def test_each_section_that_is_asked_for_has_a_phrase_to_show():
    assert [asked.place for asked in ASKED if not asked.phrases] == []


def test_a_section_stands_once_in_an_area():
    places = [(asked.area, asked.place) for asked in ASKED]
    assert len(places) > 80
    assert sorted(set(places)) == sorted(places)


def plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


FILES = ["phrasings", "unseen", "held_back"]


@pytest.mark.parametrize("name", FILES)
def test_no_question_that_tries_the_search_stands_in_asked_yml(name):
    known = {plain(phrase) for asked in ASKED for phrase in asked.phrases}
    assert [asked.words for asked in questions(name) if plain(asked.words) in known] == []


def test_the_search_is_tried_with_250_questions_most_of_them_from_threads():
    tried = questions("phrasings")
    assert len(tried) >= 250
    assert len(questions("unseen")) + len(questions("held_back")) >= len(tried) / 10
    assert sum(bool(asked.thread) for asked in tried) > len(tried) * 3 / 4


def test_no_question_is_asked_twice():
    words = [plain(asked.words) for name in FILES for asked in questions(name)]
    assert sorted(set(words)) == sorted(words)
