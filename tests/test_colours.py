import itertools
import re
from pathlib import Path

import material
import numpy as np
import pytest

CSS = Path(__file__).parents[1] / "docs/assets/colours.css"
SCHEMES = {"light": "default", "dark": "slate"}
FOUR = ("loss", "gradient", "parameter", "update")

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", 2009, severity 1; they act on linear RGB.
EYES = {
    "most": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def tokens(scheme: str) -> dict[str, np.ndarray]:
    """The scheme's colour tokens, as linear RGB."""
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] {{(.*?)}}', CSS.read_text(), re.DOTALL)
    found = re.findall(r"--([\w-]+): #(\w{6});", block[1])
    return {name: linear(value) for name, value in found}


def linear(value: str) -> np.ndarray:
    srgb = np.frombuffer(bytes.fromhex(value), np.uint8) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """WCAG 2's contrast ratio, 1 to 21."""
    dark, bright = sorted(rgb @ [0.2126, 0.7152, 0.0722] for rgb in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB, where a distance of 10 is seen at a glance."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    x, y, z = np.cbrt(np.clip(to_xyz @ rgb, 0, 1) / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "panel"])
@pytest.mark.parametrize("text", [*FOUR, "ink", "muted", "link", "code-word", "code-literal"])
def test_text_can_be_read(scheme, ground, text):
    assert contrast(tokens(scheme)[text], tokens(scheme)[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("text", ["ink", "muted", "code-word", "code-literal"])
def test_text_on_a_marked_line_can_be_read(scheme, text):
    assert contrast(tokens(scheme)[text], tokens(scheme)["mark"]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_lines_with_a_meaning_can_be_seen(scheme):
    assert contrast(tokens(scheme)["grid"], tokens(scheme)["paper"]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("pair", list(itertools.combinations(FOUR, 2)), ids="-".join)
def test_colours_differ_at_a_glance_for(scheme, eyes, pair):
    one, other = (lab(np.array(EYES[eyes]) @ tokens(scheme)[name]) for name in pair)
    assert np.linalg.norm(one - other) >= 30


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_a_weight_below_0_differs_at_a_glance_from_one_above_for(scheme, eyes):
    above, below = (
        lab(np.array(EYES[eyes]) @ tokens(scheme)[name]) for name in ("parameter", "below")
    )
    assert np.linalg.norm(above - below) >= 30


def test_loss_gradient_parameter_and_update_have_each_a_mark_of_its_own():
    found = re.findall(rf"--({'|'.join(FOUR)})-mark: (.*?);", CSS.read_text())
    assert len({value for _, value in found}) == len(FOUR)


def test_red_and_green_of_one_brightness_would_fail_for_some_eyes():
    red, green = linear("b04a4a"), linear("4f7f2f")
    deuteranopia = np.array(EYES["deuteranopia"])
    assert np.linalg.norm(lab(red) - lab(green)) >= 30
    assert np.linalg.norm(lab(deuteranopia @ red) - lab(deuteranopia @ green)) < 30


@pytest.mark.parametrize("file", ["site.css", "content.css", "formulas.css"])
def test_colours_are_named_in_one_file_only(file):
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgb|hsl", (CSS.parent / file).read_text())


# A shadow is as in light; `kbd` stands on no page; the last two are used by nothing.
NOT_OURS = {
    "--md-shadow-z1",
    "--md-shadow-z2",
    "--md-shadow-z3",
    "--md-typeset-kbd-color",
    "--md-typeset-kbd-accent-color",
    "--md-typeset-kbd-border-color",
    "--md-default-bg-color--lighter",
    "--md-default-bg-color--lightest",
}


def test_each_colour_that_material_has_for_dark_is_one_of_the_sites():
    (palette,) = (Path(material.__file__).parent / "templates").rglob("palette.*.css")
    slate = re.search(r"color-scheme=slate\]\{([^}]*)\}", palette.read_text("utf-8"))[1]
    theirs = set(re.findall(r"(--md-[\w-]+):", slate))
    ours = set(re.findall(r"(--md-[\w-]+):", CSS.read_text("utf-8")))
    assert len(theirs) > 30
    assert theirs - ours == NOT_OURS


@pytest.mark.site
def test_no_page_loads_the_palettes_that_it_does_not_use(site):
    pages = list(site.rglob("index.html"))
    assert len(pages) > 30
    assert [page for page in pages if "/palette." in page.read_text("utf-8")] == []
