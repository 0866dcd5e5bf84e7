"""The strict build holds all that its pages ask for, and a fault in any of them stops it."""

import json
import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
from helpers.html_pages import html_of, in_style_sheet, parse, read, sources, to_nowhere
from helpers.runs import ROOT
from helpers.site_copy import Build, append, build, copy_site
from helpers.sources import fences, moved
from helpers.style_sheets import SERVED

pytestmark = pytest.mark.site

MARKDOWN = [name for name in sources() if name.endswith(".md")]
PAGES = ["404.html", *map(html_of, sources())]
MOVED = [f"{old}index.html" for old in moved()]

_NUMBER = re.compile(r"(?<!`)`#!run [^`]+`(?!`)")


def asked(name: str) -> tuple[int, int]:
    """How many figures and how many numbers a page asks for."""
    path = ROOT / "docs" / name
    figures = sum(fence.language == "run" for fence in fences(path))
    # What stands in a fence of another kind is shown, not asked for.
    asking = {"run", "ask"}
    shown = sum(len(_NUMBER.findall(f.text)) for f in fences(path) if f.language not in asking)
    return figures, len(_NUMBER.findall(path.read_text("utf-8"))) - shown


def test_every_page_is_built_and_no_other(site):
    built = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    assert sorted(built) == sorted(PAGES + MOVED)


@pytest.mark.parametrize("name", MARKDOWN)
def test_a_page_has_each_figure_and_each_number_that_it_asks_for(site, name):
    page = read(site / html_of(name))
    assert (page.figures, page.numbers) == asked(name)


def test_the_site_asks_for_figures_and_for_numbers():
    figures, numbers = map(sum, zip(*map(asked, MARKDOWN), strict=True))
    assert figures > 10
    assert numbers > 10


@pytest.mark.parametrize("name", PAGES)
def test_nothing_on_a_page_leads_to_nowhere(site, name):
    links = read(site / name).links
    assert len(links) > 10
    assert list(to_nowhere(site, name, links)) == []


@pytest.mark.parametrize("name", MOVED)
def test_an_old_address_leads_on_to_places_that_are_there(site, name):
    page = read(site / name)
    assert len(page.links) > len(page.ids)
    assert list(to_nowhere(site, name, page.links)) == []


@pytest.mark.parametrize("name", PAGES)
def test_the_header_of_each_page_leads_to_it_does_not_learn(site, name):
    html = (site / name).read_text("utf-8")
    header = html[html.index("<header") : html.index("</header>")]
    (way,) = re.findall(r'href="([^"]*)" aria-label="It does not learn"', header)
    assert urljoin(f"http://site/{name}", way) in (
        "http://site/not_learning/",
        "http://127.0.0.1:8000/not_learning/",  # of 404.html, absolute
    )


@pytest.mark.parametrize(
    "planted",
    [
        '<a href="nowhere/">',
        '<a href="/nowhere/">',
        '<a href="#nowhere">',
        '<a href="../../losses/#nowhere">',
        '<a href="../../explorers/#lr=0.1">',
        '<img src="nowhere.svg">',
        '<script src="../../assets/nowhere.js">',
        '<use xlink:href="#nowhere"/>',
        '<g clip-path="url(#nowhere)">',
    ],
)
def test_what_leads_to_nowhere_is_found(site, planted):
    found = to_nowhere(site, "losses/mse/index.html", parse(planted).links)
    assert len(list(found)) == 1


ADDRESSES = (ROOT / "tests/addresses.txt").read_text("utf-8").splitlines()


def test_a_heading_is_still_found_at_each_address_that_it_had(site):
    # A heading that is named anew keeps its old id: `## New name <a id="old-name"></a>`.
    assert len(ADDRESSES) > 200
    lost = [
        address
        for address in ADDRESSES
        for page, _, heading in [address.partition("#")]
        if heading not in read(site / page / "index.html").ids
    ]
    assert lost == []


@pytest.mark.parametrize("name", SERVED)
def test_no_style_sheet_leads_to_nowhere(site, name):
    assert list(to_nowhere(site, name, in_style_sheet(site / name))) == []


def test_a_style_sheet_leads_to_the_mathematical_font(site):
    links = in_style_sheet(site / "assets/formulas.css")
    assert links == ["fonts/stix-two-math.woff2"]


def test_the_search_leads_to_places_that_are_there(site):
    sections = json.loads((site / "search/sections.json").read_text("utf-8"))["sections"]
    places = [section["at"] for section in sections]
    assert len(places) > len(PAGES)
    assert list(to_nowhere(site, "index.html", places)) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_two_elements_of_a_page_share_an_id(site, name):
    ids = read(site / name).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("lost", [[], ["pages", "sections"]], ids=["all kept", "runs kept"])
def test_a_second_build_is_the_same_to_the_last_byte(site, tmp_path, lost):
    folder = copy_site(tmp_path, cache_of=site)
    for part in lost:
        shutil.rmtree(folder / ".cache" / part)
    again = build(folder)
    assert again.returncode == 0, again.log
    first, second = contents(site), contents(again.site)
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site but the dated sitemap, by its path."""
    files = [path for path in site.rglob("*") if path.is_file() and "sitemap" not in path.name]
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


# --- Planted faults

PLANTED_ON = "docs/losses/mse.md"


def fence(path: str, show: str) -> str:
    return f'```{{.run path="{path}" show="{show}"}}\nWhat to look for.\n```'


@pytest.fixture(scope="module")
def plant(site, tmp_path_factory):
    """Build a copy of the site with faults in it; of its pages only the headings stay."""

    def build_with(edits: dict) -> Build:
        folder = tmp_path_factory.mktemp("planted")
        return build(copy_site(folder, whole=[], cache_of=site), edits)

    return build_with


def test_a_copy_without_a_fault_builds(plant):
    sound = fence("classification.py", "loss") + "\n\n`#!run classification.py loss[0]:.4f`"
    done = plant({PLANTED_ON: append(f"[Sound](../index.md#where-to-go-next)\n\n{sound}")})
    assert done.returncode == 0, done.log


WARNINGS = {
    "link": "'losses/mse.md' contains a link 'nowhere.md', but the target 'losses/nowhere.md' is "
    "not found",
    "image": "'losses/mse.md' contains a link 'nowhere.svg', but the target 'losses/nowhere.svg' "
    "is not found",
    "anchor": "'losses/mse.md' contains a link '../index.md#nowhere', but the doc 'index.md' does "
    "not contain an anchor '#nowhere'",
    "anchor on its own page": "'losses/mse.md' contains a link '#nowhere', but there is no such "
    "anchor on this page",
    "absolute link": "'losses/mse.md' contains an absolute link '/nowhere/'",
    "link to a folder": "'losses/mse.md' contains an unrecognized relative link 'nowhere/'",
    "page that no menu shows": 'not included in the "nav" configuration:\n  - orphan.md',
    "menu that leads to no page": "'gone.md' is included in the 'nav' configuration, which is not "
    "found",
    "menu with an absolute link": "An absolute path to '/gone/' is included in the 'nav'",
}
_SAID = re.compile(r"^(?=(?:INFO|WARNING|ERROR) +- )", re.MULTILINE)  # one thing that MkDocs says


@pytest.fixture(scope="module")
def warned(plant):
    """A build with each of the faults that MkDocs warns of."""
    links = (
        "[a](nowhere.md) ![b](nowhere.svg) [c](../index.md#nowhere) [d](#nowhere) [e](/nowhere/) "
        "[f](nowhere/)"
    )
    nowhere = "\nnav:\n  - Gone: gone.md\n  - Gone: /gone/\n"
    return plant(
        {
            PLANTED_ON: append(links),
            "docs/orphan.md": "# No menu leads here\n",
            "mkdocs.yml": lambda old: old.replace("\nnav:\n", nowhere),
        }
    )


@pytest.mark.parametrize("said", WARNINGS.values(), ids=WARNINGS)
def test_what_leads_to_nowhere_is_warned_of(warned, said):
    warnings = [part for part in _SAID.split(warned.log) if part.startswith("WARNING")]
    assert [warning for warning in warnings if said in warning]


def test_each_warning_counts_and_stops_the_build(warned):
    assert warned.returncode == 1
    assert f"Aborted with {len(WARNINGS)} warnings in strict mode" in warned.log


def test_what_cannot_be_shown_stops_the_build_with_its_page_and_no_traceback(plant):
    # What else cannot be shown, and what is said of it: test_fences.py and test_mathml.py.
    done = plant({PLANTED_ON: append(fence("classification.py", "lost"))})
    assert done.returncode == 1
    said = f'{PLANTED_ON}, fence {{.run path="classification.py" show="lost"}}: no figure `lost`'
    assert said in done.log
    assert "Traceback" not in done.log


def test_make_site_builds_as_strictly():
    # With -q the warnings are not counted, and no build fails.
    assert "mkdocs build --strict\n" in (ROOT / "Makefile").read_text("utf-8")
