from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from page import mathfont


@pytest.fixture
def font(tmp_path, monkeypatch):
    monkeypatch.setattr(mathfont, "_CACHE", tmp_path)
    return TTFont(BytesIO(mathfont.woff2("xh∑(θ∂")))


@pytest.mark.parametrize("character", "xh∑(θ∂")
def test_font_has_each_character(font, character):
    assert ord(character) in font.getBestCmap()


@pytest.mark.parametrize("italic", "𝑥ℎ𝜃𝜕")
def test_font_has_the_italic_that_a_browser_takes_instead(font, italic):
    assert ord(italic) in font.getBestCmap()


def test_font_leaves_out_what_no_formula_uses(font):
    of_letters = "𝑥ℎ𝜃𝜕"  # what a browser takes in place of a letter
    assert {chr(code) for code in font.getBestCmap()} <= {*"xh∑(θ∂", *of_letters, ")"}


def test_font_keeps_the_brackets_that_grow(font):
    variants = font["MATH"].table.MathVariants
    assert font.getBestCmap()[ord("(")] in variants.VertGlyphCoverage.glyphs


def test_font_carries_its_licence(font):
    assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_second_build_reads_the_font_from_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(mathfont, "_CACHE", tmp_path)
    first = mathfont.woff2("x")
    monkeypatch.setattr(mathfont, "_subset", None)
    assert mathfont.woff2("x") == first
