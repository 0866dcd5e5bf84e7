"""The search finds all that the site says, weighs little, and is whose it says it is."""

import gzip
import hashlib
import json
import re

import pytest
import search
from helpers.html_pages import html_of, sources
from helpers.runs import ROOT
from helpers.site_copy import build, copy_site
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from page.asked import read_asked

ASSETS = ROOT / "docs/assets/search"

# What is not ours stands as its authors gave it out: name, version, file in the npm package, hash.
TAKEN = {
    "minisearch.js": (
        "minisearch 7.2.0, dist/es/index.js",
        "0393b3ba253b809d5e55707c7b0875ef9b518a296a006c6739b28876e154edb3",
    ),
    "minisearch.d.ts": (
        "minisearch 7.2.0, dist/es/index.d.ts",
        "582758297480d23a4f7bf67f3c880427a27136e14613f62447f55e8e1a74b92c",
    ),
    "stemmer.js": (
        "stemmer 2.0.1, index.js",
        "154936155f541e1dca18bb75f0fe47c5d881f7b68b2953d92bd33254aca5cc39",
    ),
    "stemmer.d.ts": (
        "stemmer 2.0.1, index.d.ts",
        "9ceebcf92f21ebad6a149867b88db77674d29e1c81c45ef18605cb84f30e9905",
    ),
}
_HEADING = re.compile(r"<h([1-4])\b([^>]*)>")


@pytest.mark.parametrize("name", TAKEN)
def test_what_was_taken_from_others_is_unchanged(name):
    found = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()
    assert found == TAKEN[name][1], TAKEN[name][0]


@pytest.mark.parametrize("name", ["minisearch", "stemmer"])
def test_what_was_taken_from_others_has_its_licence_beside_it(name):
    licence = (ASSETS / f"{name}.LICENSE.txt").read_text("utf-8")
    assert "Permission is hereby granted, free of charge" in licence


def test_what_the_search_knows_of_a_page_is_read_again_if_the_page_is_other(tmp_path):
    config = MkDocsConfig(config_file_path=str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "A site"})
    page = Page("Title", File("some.md", "docs", "site", use_directory_urls=True), config)
    for words in ("Some words.", "Others."):
        page.content = f"<h1>Title</h1><p>{words}</p>"
        (section,) = search._sections(page, config)
        assert (section.at, section.text) == ("some/", words)


@pytest.fixture(scope="module")
def index(site):
    text = (site / "search/sections.json").read_text("utf-8")
    return {section["at"]: section for section in json.loads(text)["sections"]}


def address(place: str) -> str:
    """Where the section of a place in asked.yml is, from the site's root on."""
    source, _, heading = place.partition("#")
    page = html_of(source).removesuffix("index.html")
    return f"{page}#{heading}" if heading else page


@pytest.mark.site
@pytest.mark.parametrize("source", sources())
def test_each_heading_of_a_page_is_a_section_of_the_search(site, index, source):
    if source == "questions.md":
        pytest.skip("its words are searched where they lead to")
    html = (site / html_of(source)).read_text("utf-8")
    page = html[html.index("<article") : html.index("</article>")]
    headings = [match[2] for match in _HEADING.finditer(page)]
    ids = [re.search(r'id="([^"]+)"', given) for given in headings if "search-exclude" not in given]
    url = html_of(source).removesuffix("index.html")
    expected = [url, *(f"{url}#{found[1]}" for found in ids[1:] if found)]
    assert expected == [at for at in index if at.partition("#")[0] == url]


@pytest.mark.site
def test_the_questions_page_lists_what_the_search_knows_and_is_not_searched(site, index):
    html = (site / "questions/index.html").read_text("utf-8")
    for asked in read_asked(ROOT / "docs"):
        assert "<h2 id=" in html
        assert address(asked.place) in index
        assert set(asked.phrases) <= set(index[address(asked.place)]["asked"])
    assert not [at for at in index if at.startswith("questions/")]


@pytest.mark.site
def test_each_message_is_searched_at_its_section(index):
    said = [(asked.place, text) for asked in read_asked(ROOT / "docs") for text in asked.messages]
    assert len(said) > 20
    assert [place for place, text in said if text not in index[address(place)]["says"]] == []


@pytest.mark.site
def test_a_result_has_a_title_and_at_most_a_sentence_that_fits_three_lines_of_a_phone(index):
    assert [at for at, section in index.items() if not section["title"]] == []
    assert [at for at, section in index.items() if len(section.get("sentence", "")) > 162] == []


@pytest.mark.site
def test_the_index_weighs_at_most_130_kb(site):
    assert len(gzip.compress((site / "search/sections.json").read_bytes(), 6)) < 130_000


@pytest.mark.site
def test_the_scripts_of_the_search_weigh_at_most_15_kb(site):
    scripts = [path.read_bytes() for path in (site / "assets/search").glob("*.js")]
    assert len(scripts) == 8
    assert sum(len(gzip.compress(script, 6)) for script in scripts) < 15_000


@pytest.mark.site
def test_the_theme_s_own_search_is_not_served(site):
    served = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    assert [path for path in served if "lunr" in path or "/workers/" in path] == []


@pytest.mark.site
def test_a_question_that_leads_to_no_section_stops_the_build(site, tmp_path):
    planted = "\nMore:\n  losses/mse.md#nowhere:\n    - lost\n"
    folder = copy_site(tmp_path, whole=[], cache_of=site)
    done = build(folder, {"docs/asked.yml": lambda old: old + planted})
    assert done.returncode != 0
    assert "losses/mse.md" in done.log
    assert "nowhere" in done.log
