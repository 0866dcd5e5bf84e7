"""The sheet of figures holds all figures of the site, and needs nothing beside it."""

import re

import pytest
from figures_sheet import asked_for, sheet
from helpers.runs import ROOT

FENCE = re.compile(r'^```\{\.run path="(\S+)" show="(\S+)"\}$', re.MULTILINE)


@pytest.fixture(scope="module")
def html():
    return sheet([("loss", "linear_regression.py"), ("steps", "linear_regression.py")])


def test_sheet_holds_each_figure_of_the_pages_once():
    texts = [page.read_text("utf-8") for page in (ROOT / "docs").rglob("*.md")]
    on_pages = {(show, path) for text in texts for path, show in FENCE.findall(text)}
    assert len(on_pages) > 30
    assert sorted(asked_for()) == sorted(on_pages)


def test_sheet_shows_figures_in_light_and_in_dark(html):
    assert html.count("<svg ") == html.count('<table class="steps">') == 2
    assert html.count('data-md-color-scheme="default"') == 2  # its colours, and their use
    assert html.count('<section data-md-color-scheme="slate">') == 1


def test_sheet_needs_nothing_beside_it(html):
    leads = re.findall(r'(?:href|src)="([^"]*)"|url\(([^)]*)\)', html)
    assert leads
    assert all((one or other).startswith("#") for one, other in leads)
