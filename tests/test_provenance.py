"""Which scripts measured a page's figures is said once a page, with torch's version."""

import re
from importlib.metadata import version

import pytest
from helpers.html_pages import html_of, sources
from helpers.sources import all_fences
from provenance import on_page_content

TORCH = version("torch").split("+")[0]


def figure(of: str, seed: str = "", show: str = "loss") -> str:
    seeded = f' data-seed="{seed}"' if seed else ""
    start = f'<figure class="run" data-show="{show}" data-of="{of}"{seeded}>'
    return f"{start}<svg/><figcaption>Look.</figcaption></figure>"


def foot(*figures: str) -> str:
    html = on_page_content("".join(figures))
    return re.sub(r"<[^>]+>", "", html[html.rindex("<p") :]).strip()


def test_a_script_of_several_figures_is_named_once_and_in_no_caption():
    html = on_page_content(figure("a.py", "7") + figure("a.py", "7"))
    assert html.count("<code>a.py</code>") == 1
    assert foot(figure("a.py", "7")) == f"Measured by a.py, seed 7, torch {TORCH}."


def test_where_figures_are_of_two_scripts_each_caption_names_its_own():
    html = on_page_content(figure("a.py", "7") + figure("b.py", "7"))
    assert re.findall(r"Look\. From <code>(.*?)</code>", html) == ["a.py", "b.py"]
    assert foot(figure("a.py", "7"), figure("b.py", "7")).startswith(
        "Measured by a.py and b.py, seed 7"
    )


def test_seeds_that_differ_stand_behind_their_scripts():
    said = foot(figure("a.py", "7"), figure("b.py"), figure("c.py", "0"))
    assert said.startswith("Measured by a.py (seed 7), b.py and c.py (seed 0), torch")


def test_many_scripts_are_not_listed():
    said = foot(*(figure(f"{name}.py", "7") for name in "abcdef"))
    assert said.startswith("Measured by the scripts that stand on this page, seed 7, torch")


def test_a_page_without_a_figure_says_nothing_of_it():
    assert on_page_content("<p>Text.</p>") == "<p>Text.</p>"


@pytest.mark.site
@pytest.mark.parametrize("name", sources())
def test_a_page_says_once_who_measured_its_figures(site, name):
    html = (site / html_of(name)).read_text("utf-8")
    shows = bool(re.search(r'<figure class="run"[^>]* data-of=', html))
    assert html.count("Measured by ") == html.count(f", torch {TORCH}.</p>") == shows


@pytest.mark.site
def test_each_figure_that_a_page_asks_for_says_whose_it_is(site):
    asked = [fence for fence in all_fences() if fence.language == "run"]
    of = [f for page in sources() for f in re.findall(r' data-of="([^"]*\.py)"', _html(site, page))]
    assert {fence.options["path"] for fence in asked} <= set(of)


def _html(site, page: str) -> str:
    return (site / html_of(page)).read_text("utf-8")
