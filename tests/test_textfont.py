"""The faces in which pages are read: cut to what the pages hold, under a name of their own."""

import re
from io import BytesIO

import pytest
import textface
from fontTools.ttLib import TTFont
from helpers.html_pages import in_style_sheet
from helpers.runs import ROOT
from page import textfont

FACES = ["roman", "italic"]


@pytest.fixture(scope="module", params=FACES)
def face(request):
    return request.param


@pytest.fixture(scope="module")
def font(face, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textfont, "_CACHE", tmp_path_factory.mktemp("kept"))
        return TTFont(BytesIO(textfont.woff2(face, "aT−é")))


def test_a_face_has_the_characters_that_are_wanted_and_no_others(font):
    assert set(font.getBestCmap()) == set(map(ord, "aT−é"))


def test_a_face_has_one_size_and_the_roman_two_weights(font, face):
    axes = (
        {a.axisTag: (a.minValue, a.maxValue) for a in font["fvar"].axes} if "fvar" in font else {}
    )
    assert axes == ({"wght": (400, 600)} if face == "roman" else {})


def test_a_face_calls_itself_by_no_reserved_name(font):
    names = {n.nameID: str(n) for n in font["name"].names}
    assert {names[i].startswith(("Loss Serif", "LossSerif")) for i in (1, 3, 4, 6)} == {True}
    assert not any("Source" in names.get(i, "") for i in (1, 2, 3, 4, 6, 16, 17, 25))


def test_a_face_carries_its_copyright_and_the_address_of_its_licence(font):
    assert "Adobe" in font["name"].getDebugName(0)
    assert font["name"].getDebugName(14) == "http://scripts.sil.org/OFL"


def test_second_build_reads_a_face_from_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(textfont, "_CACHE", tmp_path)
    first = textfont.woff2("italic", "x")
    monkeypatch.setattr(textfont, "_cut", None)
    assert textfont.woff2("italic", "x") == first


def served(site, face) -> bytes:
    return (site / f"assets/fonts/loss-serif-{face}.woff2").read_bytes()


FILES = list(textface.cuts(set()))


@pytest.mark.site
def test_the_faces_of_the_site_weigh_no_more_than_60_kb_and_its_licence_lies_beside_them(site):
    assert sum(len(served(site, file)) for file in FILES) <= 60_000
    assert "SIL OPEN FONT LICENSE" in (site / "assets/fonts/loss-serif-OFL.txt").read_text("utf-8")


@pytest.mark.site
def test_a_style_sheet_leads_to_each_face(site):
    leads = [
        link for link in in_style_sheet(site / "assets/every_page.css") if "loss-serif" in link
    ]
    assert sorted(leads) == sorted(f"fonts/loss-serif-{file}.woff2" for file in FILES)


def said_by(pages) -> set[str]:
    """The characters of these pages that are set in a face of the site."""
    said = set()
    for page in pages:
        html = page.read_text("utf-8")
        article = html[html.find("<article") : html.find("</article>")]
        said |= set(textface._read(article))
    return said


def held(font: bytes) -> set[int]:
    return set(TTFont(BytesIO(font)).getBestCmap())


@pytest.mark.site
def test_the_faces_hold_what_source_serif_has_of_all_that_the_pages_say(site, face):
    said = said_by(site.rglob("index.html"))
    whole = textfont.ttf(face, said).read_bytes()
    assert len(said) > 90
    files = [file for file, (of, _) in textface.cuts(said).items() if of == face]
    assert set().union(*(held(served(site, file)) for file in files)) >= held(whole)


def ranges() -> list[set[int]]:
    """The code points for which the style sheet names each file of the roman face."""
    css = (ROOT / "docs/assets/site.css").read_text("utf-8")
    found = []
    for said in re.findall(r"unicode-range: ([^;]+);", css):
        ends = [part.removeprefix("U+").split("-") for part in said.split(", ")]
        found.append({n for e in ends for n in range(int(e[0], 16), int(e[-1], 16) + 1)})
    return found


@pytest.mark.site
def test_a_browser_looks_for_each_character_in_the_file_that_has_it(site):
    more, common = ranges()
    assert common == set(map(ord, textface.COMMON))
    assert held(served(site, "roman")) <= common
    # One of the four marks is in the face, and the others are not: a system has all of them.
    assert held(served(site, "roman-more")) - {ord("▲")} <= more


@pytest.mark.site
def test_the_home_page_needs_no_second_file_of_its_face(site):
    more, common = ranges()
    assert set(map(ord, said_by([site / "index.html"]))) & more <= common
