"""What the search in the browser searches: each section of the site, with how people ask for it.

The search is docs/assets/search/box.js and what it loads. Sections are cut from the pages as they
are built; the phrases and messages stand in asked.yml, and questions.md lists them; a case of the
gallery has what torch said in it. A page whose front matter says `search: {exclude: true}` is left
out.
"""

import json
import posixpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from page.added import add_file
from page.asked import Asked, read_asked, to_markdown
from page.gallery import cases
from page.kept import Kept, machine
from page.sections import Section, sections
from page.sources import made_by
from page.word_lists import packed

INDEX = "search/sections.json"
QUESTIONS = "questions.md"
# Material 9.8 comes with a search of its own, which this one stands in for.
_MATERIALS = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Leave out what no one asks for any more."""
    for file in [file for file in files if file.src_uri.startswith(_MATERIALS)]:
        files.remove(file)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Add all questions to the page that lists them; MkDocs checks its links as all others."""
    if page.file.src_uri != QUESTIONS:
        return markdown
    return markdown + to_markdown(read_asked(Path(config.docs_dir)))


@event_priority(-100)  # last, when every other hook has filled in what it had to
def on_env(env, files: Files, config: MkDocsConfig) -> None:
    """Write down the sections of all pages."""
    found: dict[str, Section] = {}  # by where their Markdown is: losses/mse.md#in-short
    for file in files.documentation_pages():
        page = file.page
        if page is None or page.meta.get("search", {}).get("exclude"):
            continue
        for section in _sections(page, config):
            _, _, heading = section.at.partition("#")
            found[f"{file.src_uri}#{heading}" if heading else file.src_uri] = section
    for asked in read_asked(Path(config.docs_dir)):
        _put(asked, found)
    for case in cases(files):
        found[case.place].says += [message.partition(": ")[2] for message in case.messages]
    text = json.dumps(packed(found.values()), ensure_ascii=False, separators=(",", ":"))
    add_file(files, config, INDEX, text)


def _sections(page: Page, config: MkDocsConfig) -> list[Section]:
    """The sections of a page, read in this build or an earlier one."""
    content, url = page.content or "", "" if page.url == "./" else page.url
    folder = Path(config.config_file_path).parent / ".cache/sections"
    name = page.file.src_uri.replace("/", ".")
    found = Kept(folder, name, [content, url, made_by("page.sections"), machine()])
    kept = found.get("sections", lambda: [one.packed() for one in sections(content, url)])
    return [Section(**one) for one in kept]


def _put(asked: Asked, found: dict[str, Section]) -> None:
    if asked.place not in found:
        raise PluginError(f"asked.yml: no section {posixpath.normpath(asked.place)}")
    found[asked.place].asked += asked.phrases
    found[asked.place].says += asked.messages
