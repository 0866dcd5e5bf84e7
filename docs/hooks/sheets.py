"""The style sheets of all pages are one file: a browser asks once, and it packs better together."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from page.added import add_file

TOGETHER = "assets/every_page.css"  # beside the sheets whose `url(…)`s it holds


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Put it in their place, in the order in which mkdocs.yml names them."""
    sheets = [files.src_uris[path] for path in config.extra_css]
    if not sheets:
        return
    add_file(files, config, TOGETHER, "".join(sheet.content_string for sheet in sheets))
    for sheet in sheets:
        files.remove(sheet)
    config.extra_css = [TOGETHER]
