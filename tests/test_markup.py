"""A template escapes what it is given, and puts no layout of its own into a page."""

import pytest
from jinja2 import UndefinedError
from stepper.markup import templates


@pytest.fixture
def render(tmp_path):
    def of(template: str, searched: bool = False, **given: object) -> str:
        (tmp_path / "some.html").write_text(template, "utf-8")
        return templates(tmp_path, searched).get_template("some.html").render(given)

    return of


def test_what_a_template_is_given_is_text(render):
    html = render('<p title="{{ x }}">{{ x }}</p>', x='<b> & "c"')
    assert html == '<p title="&lt;b&gt; &amp; &#34;c&#34;">&lt;b&gt; &amp; &#34;c&#34;</p>'


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("<ul>\n  <li>\n    <b>x</b>\n  </li>\n</ul>\n", "<ul><li><b>x</b></li></ul>"),
        ("{% if x %}\n  <p>\n    {{ x }}\n  </p>\n{% endif %}\n", "<p>1</p>"),
        ("{# why #}\n{{ x }}\n{{ x }}\n{# why #}\n", "11"),
    ],
    ids=["of HTML", "of Jinja and HTML", "of Jinja"],
)
def test_a_line_break_between_two_tags_is_nothing(render, template, html):
    assert render(template, x=1) == html


def test_words_that_the_search_finds_are_kept_apart(render):
    html = render("<ul>\n  <li>one</li>\n  {{ x }}\n</ul>", searched=True, x=1)
    assert html == "<ul> <li>one</li> 1 </ul>"


@pytest.mark.parametrize(
    "template",
    ["<p>one\n  two</p>", "<p>one\n  <b>two</b></p>", "<p><b>one</b>\n  two</p>"],
    ids=["of two words", "before a tag", "after a tag"],
)
def test_a_line_break_beside_a_word_is_a_space(render, template):
    assert render(template).replace("<b>", "").replace("</b>", "") == "<p>one two</p>"


def test_a_space_that_breaks_no_line_stays(render):
    assert render("<b>one</b> <i>{{ x }}  {{ x }}</i>", x=1) == "<b>one</b> <i>1  1</i>"


def test_a_name_that_a_template_is_not_given_is_an_error(render):
    with pytest.raises(UndefinedError, match="'missing' is undefined"):
        render("{{ missing }}")
