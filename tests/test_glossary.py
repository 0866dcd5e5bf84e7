"""The first use of a term links to its definition, and only where a link is in place."""

import re

import glossary
import markdown
import pytest
from helpers.page_markdown import OnPage
from helpers.runs import ROOT

TERMS = """
## Learning rate { data-also='learning rates' }

The factor, `lr`, between a
gradient and a step.

## Rate

A "quotient".

## Step { data-also='steps' }

One call.
"""


def linked(text: str, page: str = "losses/mse.md") -> list[tuple[str, str]]:
    """The links on a page, as (href, word)."""
    return re.findall(r'<a [^>]*class="term" href="([^"]+)">([^<]+)</a>', html_of(text, page))


def html_of(text: str, page: str = "losses/mse.md") -> str:
    extension = glossary.GlossaryExtension(glossary.read_terms(TERMS))
    return markdown.markdown(text, extensions=[extension, "toc", OnPage(page)])


def test_the_first_use_of_a_term_links_to_it_and_the_second_does_not():
    assert linked("A step, then *Steps*.") == [("../glossary.md#step", "step")]


def test_a_link_is_described_by_the_definition_as_plain_text():
    said = 'aria-description="The factor, lr, between a gradient and a step."'
    assert said in html_of("Two learning rates.")


def test_quotation_marks_of_a_definition_stay_within_its_attribute():
    assert 'aria-description="A &quot;quotient&quot;."' in html_of("A rate.")


def test_the_longest_term_wins():
    assert linked("The learning rate.") == [("../glossary.md#learning-rate", "learning rate")]


def test_another_form_links_to_the_same_term():
    assert linked("Two learning rates.") == [("../glossary.md#learning-rate", "learning rates")]


def test_a_term_that_goes_on_in_the_next_line_links_as_well():
    assert linked("The learning\nrate.") == [("../glossary.md#learning-rate", "learning\nrate")]


@pytest.mark.parametrize(
    "text",
    [
        "# A step",
        "[a step](x.md)",
        "`step`",
        "    step",
        "step()",
        "footstep",
        "stepping",
        "step-wise",
    ],
)
def test_no_link_where_it_would_be_out_of_place(text):
    assert linked(text) == []


def test_text_around_links_stays_as_it_was():
    html = html_of("a *b step c* d rate e `f` g")
    assert re.sub(r"<[^>]+>", "", html) == "a b step c d rate e f g"


def test_the_glossary_does_not_link_to_itself():
    assert linked("A step.", page="glossary.md") == []


def test_a_link_leads_from_where_the_page_is():
    assert linked("A step.", page="index.md") == [("glossary.md#step", "step")]


def test_every_term_of_the_site_s_glossary_has_a_definition_of_at_most_two_lines():
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    sections = text.split("\n## ")[1:]
    assert {len(section.strip().splitlines()) for section in sections} <= {3, 4}


def test_every_term_of_the_site_s_glossary_carries_its_definition_along():
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    terms = set(glossary.read_terms(text).values())
    assert len(terms) == text.count("\n## ")
    assert {term for term in terms if len(term.definition) < 60} == set()


def test_the_terms_of_the_glossary_stand_in_order():
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    names = re.findall(r"^## ([^{\n]+)", text, re.MULTILINE)
    assert [n.strip().lower() for n in names] == sorted(n.strip().lower() for n in names)
