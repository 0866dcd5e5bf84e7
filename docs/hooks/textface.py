"""The face of what is read, served by the site itself: the same for each reader, and offline."""

import re
from html import unescape
from string import printable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from page import textfont
from page.added import add_file

_FOLDER = "assets/fonts"
# What most pages hold; assets/site.css says so, too. The rest is a file that few pages load.
COMMON = {*printable.strip(), " ", *"¶·×’‹›→−"}
# What has a face of its own: code, formulas, drawings.
_OTHERS = re.compile(r"<(code|pre|math|svg|script)\b")


def cuts(characters: set[str]) -> dict[str, tuple[str, set[str]]]:
    """Of each file of the site its face, and those of these characters that it holds."""
    common = characters & COMMON
    return {
        "roman": ("roman", common),
        "roman-more": ("roman", characters - common),
        "italic": ("italic", characters),
    }


def _read(html: str) -> str:
    """What this face is for, of a page."""
    parts, done = [], 0
    for other in _OTHERS.finditer(html):
        if other.start() >= done:  # and not within another
            parts.append(html[done : other.start()])
            done = html.index(f"</{other[1]}>", other.end())
    return unescape("".join([*parts, html[done:]]))


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Put the faces into the site, now that every page has said which characters it needs."""
    pages = [file.page for file in files.documentation_pages()]
    contents = [page.content or "" for page in pages if page is not None]
    # What a script may write is in no page yet.
    characters = set(printable.strip()).union(" ", *map(_read, contents))
    for name, (face, of_it) in cuts(characters).items():
        add_file(files, config, f"{_FOLDER}/loss-serif-{name}.woff2", textfont.woff2(face, of_it))
    said = f"The files loss-serif-*.woff2 are cuts of Source Serif 4.\n\n{textfont.licence()}"
    add_file(files, config, f"{_FOLDER}/loss-serif-OFL.txt", said)
