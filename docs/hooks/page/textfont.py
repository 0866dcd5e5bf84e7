"""Characters -> the faces in which pages are read. Knows fontTools.

They are cuts of Source Serif 4. Its licence reserves the name "Source" for what Adobe made, so a
cut has a name of its own.
"""

import hashlib
from collections.abc import Iterable
from importlib.metadata import distribution, version
from io import BytesIO
from pathlib import Path
from typing import Any

NAME = "Loss Serif"

_CACHE = Path(__file__).parents[3] / ".cache/textfont"
_PACKAGE = "fontpkg-source-serif-4"
_FILES = "fontpkg_source_serif_4"
_SIZE = 14  # points: of the forms that the font has for each size, those for what is read at length
# For each face its file, and the weights that it has: for text, for what stands out, and between.
_FACES: dict[str, tuple[str, Any]] = {
    "roman": ("SourceSerif4[opsz,wght].ttf", (400, 600)),
    "italic": ("SourceSerif4-Italic[opsz,wght].ttf", 400),
    "bold": ("SourceSerif4[opsz,wght].ttf", 600),
}


def woff2(face: str, characters: Iterable[str]) -> bytes:
    """A face with these characters only, as a WOFF2 file; characters that it lacks are left out.

    What was made before, by this version of fontTools, is read from `.cache/`.

    Args:
        face: "roman", from regular to bold, or "italic".
        characters: those that are wanted.
    """
    return _kept(face, characters, "woff2").read_bytes()


def ttf(face: str, characters: Iterable[str]) -> Path:
    """The same as a TrueType file, for what draws pictures; "bold" is a face too."""
    return _kept(face, characters, "ttf")


def licence() -> str:
    """Under which the faces are served."""
    return Path(str(distribution(_PACKAGE).locate_file(f"{_FILES}/LICENSE"))).read_text("utf-8")


def _kept(face: str, characters: Iterable[str], form: str) -> Path:
    text = "".join(sorted(set(characters)))
    made_by = Path(__file__).read_text("utf-8") + version("fonttools") + version(_PACKAGE)
    key = hashlib.sha256((made_by + face + text).encode()).hexdigest()[:16]
    cached = _CACHE / f"{key}.{form}"
    if not cached.exists():
        cached.parent.mkdir(parents=True, exist_ok=True)
        cached.write_bytes(_cut(face, text, "woff2" if form == "woff2" else None))
    return cached


def _cut(face: str, text: str, flavor: str | None) -> bytes:
    from fontTools import subset  # seconds that a build with a cache does not pay
    from fontTools.varLib import instancer

    name, weights = _FACES[face]
    options = subset.Options(
        flavor=flavor,
        layout_features=["kern", "liga", "mark", "ccmp"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 14],  # 0 is the copyright, 14 where the licence is
        notdef_outline=True,
    )
    file = distribution(_PACKAGE).locate_file(f"{_FILES}/files/{name}")
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    made = BytesIO()
    with subset.load_font(str(file), options) as font:
        subsetter.subset(font)  # first, so that little is left to be computed at one size
        axes = {"opsz": _SIZE, "wght": weights}
        cut = instancer.instantiateVariableFont(font, axes, inplace=True)
        _rename(cut["name"], face)
        subset.save_font(cut, made, options)
    return made.getvalue()


def _rename(names: Any, face: str) -> None:
    """Give a cut its own name wherever a font says one."""
    style = face.title()
    said = {1: NAME, 2: style, 3: f"{NAME} {style}", 4: f"{NAME} {style}", 6: f"LossSerif-{style}"}
    for record in list(names.names):
        if record.nameID in said:
            record.string = said[record.nameID]
