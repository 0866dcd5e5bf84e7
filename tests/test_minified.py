"""The browser is served all that scripts and style sheets say, and their comments are true."""

import re
from functools import cache

import pytest
from helpers.html_pages import in_style_sheet
from helpers.runs import ROOT
from helpers.style_sheets import SERVED
from pygments.lexers import CssLexer, JavascriptLexer
from pygments.token import Comment, Whitespace

DOCS = ROOT / "docs"
SCRIPTS = sorted(path.relative_to(DOCS).as_posix() for path in (DOCS / "assets").rglob("*.js"))
STYLES = [name for names in SERVED.values() for name in names]

_FILE = re.compile(r"\b(?:docs|tests|snippets)/[\w/]+\.\w+")


@cache
def tokens(script: str) -> list[tuple]:
    """Each token's kind and text; of a library's file they take seconds."""
    return [*JavascriptLexer().get_tokens(script)]


def code(script: str) -> list[str]:
    """The words and signs of a script, in order; comments and spaces left out."""
    # The lexer's signs may hold two: `);`.
    found = tokens(script)
    words = [text for kind, text in found if kind not in Comment and kind not in Whitespace]
    return [part for text in words for part in (text if not text.strip("();,{}[]") else [text])]


def test_the_site_has_scripts():
    assert len(SCRIPTS) > 15


@pytest.mark.site
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_served_with_all_its_code(site, name):
    source, served = ((folder / name).read_text("utf-8") for folder in (DOCS, site))
    assert code(served) == code(source)


@pytest.mark.site
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_served_without_comments_and_indents(site, name):
    served = (site / name).read_text("utf-8")
    assert not [text for kind, text in tokens(served) if kind in Comment]
    assert not [line for line in served.splitlines() if line != line.strip()]


def declarations(sheet: str) -> str:
    """What a style sheet says: without comments, spaces, and what needs not be written."""
    said = "".join(text for kind, text in CssLexer().get_tokens(sheet) if kind not in Comment)
    return re.sub(r"\s+", "", said).replace(";}", "}")


@pytest.mark.site
@pytest.mark.parametrize("name", SERVED)
def test_a_style_sheet_is_served_with_all_its_declarations(site, name):
    source = "".join((DOCS / each).read_text("utf-8") for each in SERVED[name])
    served = (site / name).read_text("utf-8")
    assert declarations(served) == declarations(source)
    assert "/*" not in served


@pytest.mark.site
def test_a_style_sheet_is_served_once(site):
    served = {path.relative_to(site).as_posix() for path in (site / "assets").rglob("*.css")}
    assert len(SERVED["assets/every_page.css"]) > 1
    assert {path for path in served if "/stylesheets/" not in path} == {*SERVED}


def test_no_other_folder_s_style_sheet_of_each_page_leads_anywhere():
    for name in SERVED["assets/every_page.css"]:
        if name.count("/") > 1:  # its address would be another in the sheet that is served
            assert in_style_sheet(DOCS / name) == []


@pytest.mark.parametrize("name", [*SCRIPTS, *STYLES])
def test_a_file_that_a_comment_names_is_there(name):
    named = _FILE.findall((DOCS / name).read_text("utf-8"))
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_comments_name_files():
    assert sum(len(_FILE.findall((DOCS / name).read_text("utf-8"))) for name in SCRIPTS) > 3
