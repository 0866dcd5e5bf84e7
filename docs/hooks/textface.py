"""The face of what is read, served by the site itself: the same for each reader, and offline."""

import re
from html import unescape
from string import printable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from page import textfont
from page.added import add_file

_FOLDER = "assets/fonts"
# What has a face of its own: code, formulas, drawings.
_OTHERS = re.compile(r"<(code|pre|math|svg|script)\b.*?</\1>", re.DOTALL)


def on_env(env: object, config: MkDocsConfig, files: Files) -> None:
    """Put the faces into the site, now that every page has said which characters it needs."""
    pages = [file.page for file in files.documentation_pages()]
    contents = [unescape(_OTHERS.sub("", page.content or "")) for page in pages if page is not None]
    # What a script may write is in no page yet.
    characters = set(printable.strip()).union(" ", *contents)
    for face in ("roman", "italic"):
        add_file(
            files, config, f"{_FOLDER}/loss-serif-{face}.woff2", textfont.woff2(face, characters)
        )
    said = f"The files loss-serif-*.woff2 are cuts of Source Serif 4.\n\n{textfont.licence()}"
    add_file(files, config, f"{_FOLDER}/loss-serif-OFL.txt", said)
