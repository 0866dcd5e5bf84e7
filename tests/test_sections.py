"""A page's sections are cut from its HTML as the search is to know them."""

import pytest
from page.sections import sections
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

CODE = highlight(
    """"Adam steps by lr."
import torch
optimizer = optim.Adam([weight])
# a word to the reader
print("words in quotes")
print(f"{lr}{eps}")
#> 0.1 0.2
#> every weight moves by the same
""",
    PythonLexer(),
    HtmlFormatter(filename="adam.py"),
)
PAGE = f"""
<h1 id="adam">Adam<a class="headerlink" href="#adam">¶</a></h1>
<p>SGD multiplies. Adam divides.</p>
<h2 id="first"><a id="old"></a>The first step is <code>lr</code></h2>
<details><summary>Predict: how far?</summary><p>By lr.</p></details>
<p>Five weights get gradients:</p>
<figure><svg><text>0.25</text></svg><figcaption>Look at the steps.</figcaption></figure>
{CODE}
<ul><li>one</li><li>two</li></ul>
<h2 id="file" data-search-exclude>The file</h2>
<p>Nobody searches for this.</p>
<h3 id="after">After it</h3>
<p>One<br>two<p data-search-exclude>three</p></p>
<h2>No address</h2>
"""


@pytest.fixture(scope="module")
def found():
    return sections(PAGE, "optimizers/adam/")


def test_each_heading_with_an_address_begins_a_section(found):
    assert [section.at for section in found] == [
        "optimizers/adam/",
        "optimizers/adam/#first",
        "optimizers/adam/#after",
    ]


def test_a_title_is_the_heading_s_words_without_its_link(found):
    assert [section.title for section in found] == ["Adam", "The first step is lr", "After it"]


def test_a_section_names_its_page_and_the_page_s_own_does_not(found):
    assert [section.page for section in found] == ["", "Adam", "Adam"]


def test_the_sentence_is_the_first_of_the_first_paragraph(found):
    assert found[0].sentence == "SGD multiplies."


def test_a_fold_s_answer_is_not_the_sentence_and_what_a_colon_announces_is_left_open(found):
    assert found[1].sentence == "Five weights get gradients …"


def test_a_section_without_a_paragraph_shows_what_its_script_says_of_itself():
    (section,) = sections(
        '<h1 id="a">A</h1><pre><code><span class="sd">"""It runs."""</span></code></pre>', "a/"
    )
    assert section.sentence == "It runs."


def test_a_sentence_that_is_long_ends_with_a_whole_word():
    (section,) = sections(f'<h1 id="a">A</h1><p>{"word " * 100}.</p>', "a/")
    assert section.sentence.removesuffix(" …").split() == ["word"] * 32


def test_code_is_searched_by_its_names(found):
    assert found[1].names == "optimizer optim.Adam weight eps"


@pytest.mark.parametrize("words", ["a word to the reader", "words in quotes", "0.1 0.2", "adam.py"])
def test_what_code_holds_besides_names_is_left_out(found, words):
    assert words not in found[1].text + found[1].names


def test_a_sentence_that_code_prints_is_searched(found):
    assert "every weight moves by the same" in found[1].text


@pytest.mark.parametrize("words", ["Predict: how far?", "Look at the steps.", "one two", "By lr."])
def test_folds_captions_and_lists_are_searched_each_word_apart(found, words):
    assert words in found[1].text


def test_drawings_are_not_searched(found):
    assert "0.25" not in found[1].text


def test_a_section_or_an_element_can_be_kept_out(found):
    assert not [section for section in found if "Nobody" in section.text]
    assert found[2].text == "One two No address"


def test_what_is_empty_is_not_sent(found):
    assert set(found[0].packed()) == {"at", "title", "sentence", "text"}
