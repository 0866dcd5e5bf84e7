"""Characters -> the font that sets them as mathematics. Knows fontTools."""

import hashlib
import unicodedata
from collections.abc import Iterable
from importlib.metadata import distribution, version
from io import BytesIO
from pathlib import Path

_CACHE = Path(__file__).parents[3] / ".cache/mathfont"
# A browser sets the x of `<mi>x</mi>` as 𝑥, another character, so the font needs both.
_ITALIC = {
    chr(int(plain.split()[1], 16)): chr(code)
    for code in (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C))
    if (plain := unicodedata.decomposition(chr(code)))  # such as "<font> 0078"
} | {"h": "ℎ"}  # Unicode had this one before the others


def woff2(characters: Iterable[str]) -> bytes:
    """STIX Two Math with these characters only, as a WOFF2 file.

    Its MATH table stays, and with it brackets, roots and sums of every size. A subset that was made
    before, by this version of fontTools, is read from `.cache/`.
    """
    letters = set(characters)
    text = "".join(sorted(letters | {_ITALIC[c] for c in letters & _ITALIC.keys()}))
    versions = version("fonttools") + version("ziamath")
    cached = _CACHE / f"{hashlib.sha256((versions + text).encode()).hexdigest()[:16]}.woff2"
    if not cached.exists():
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_bytes(_subset(text))
    return cached.read_bytes()


def _subset(text: str) -> bytes:
    from fontTools import subset  # a quarter of a second that a build with a cache does not pay

    options = subset.Options(
        flavor="woff2",
        hinting=True,  # a third of the file; on coarse screens θ looks like ϑ without it
        layout_features=[],  # without the smaller forms for indices: they would double the file
        name_IDs=[0, 1, 2, 5, 13, 14],  # among them the copyright and the licence
    )
    # Where the font lies, without an import of ziamath.
    ttf = distribution("ziamath").locate_file("ziamath/fonts/STIXTwoMath-Regular.ttf")
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    file = BytesIO()
    with subset.load_font(str(ttf), options) as font:
        subsetter.subset(font)
        subset.save_font(font, file, options)
    return file.getvalue()
