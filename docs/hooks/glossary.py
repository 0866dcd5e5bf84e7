"""Link the first use of each glossary term on a page to its definition, and carry that along.

A link's `aria-description` is the definition: a screen reader says it, and docs/assets/term/term.js
shows it in place. The terms are the headings of glossary.md; other forms of a word stand there in
`data-also`:

    ## Gradient { data-also="gradients" }
"""

import posixpath
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from page.place import page_of
from page.text import add_text

GLOSSARY = "glossary.md"
QUESTIONS = "questions.md"  # in others' words
# Where a link would be out of place: in another link, in code, in a heading, in a drawing.
_NO_LINKS = {
    "a",
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "figure",
    "svg",
    "math",
    "button",
    "summary",
}


class Term(NamedTuple):
    """The id of a term's heading, and its two lines as plain text."""

    target: str
    definition: str


@lru_cache(maxsize=1)  # while the site is served, it is edited seldom
def read_terms(glossary: str) -> dict[str, Term]:
    """Each form of each term, in lower case."""
    html = markdown.markdown(glossary, extensions=["attr_list", "toc", "meta", "def_list"])
    blocks = list(ElementTree.fromstring(f"<div>{html}</div>"))
    forms: dict[str, Term] = {}
    for heading, definition in pairwise(blocks):
        if heading.tag != "h2":
            continue
        term = Term(heading.attrib["id"], " ".join("".join(definition.itertext()).split()))
        also = [form.strip() for form in heading.get("data-also", "").split(",")]
        for form in filter(None, ["".join(heading.itertext()), *also]):
            forms[form.lower()] = term
    return forms


class FirstUses(Treeprocessor):
    """Puts the links into a page's tree."""

    def __init__(self, md: markdown.Markdown, terms: dict[str, Term]):
        super().__init__(md)
        self.terms = terms
        # Longer forms first, so that "learning rate" is not cut short by "rate".
        forms = "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))
        forms = forms.replace(r"\ ", r"\s")  # where a line ends between two words
        self.pattern = re.compile(rf"(?<![\w.-])({forms})(?![\w(-])", re.IGNORECASE)

    def run(self, root: ElementTree.Element) -> None:
        """Link first uses in reading order."""
        page = page_of(self.md)
        if self.terms and page not in (None, GLOSSARY, QUESTIONS):
            self._glossary = posixpath.relpath(GLOSSARY, posixpath.dirname(page) or ".")
            self._visit(root, set())

    def _visit(self, element: ElementTree.Element, seen: set[str]) -> None:
        if element.tag in _NO_LINKS:
            return
        text, element.text = element.text, None
        children, element[:] = list(element), []
        self._append(element, text, seen)
        for child in children:
            tail, child.tail = child.tail, None
            element.append(child)
            self._visit(child, seen)
            self._append(element, tail, seen)

    def _append(self, parent: ElementTree.Element, text: str | None, seen: set[str]) -> None:
        """Add text behind what `parent` holds, terms in it as links."""
        text, done = text or "", 0
        for match in self.pattern.finditer(text):
            target, definition = self.terms[" ".join(match[0].lower().split())]
            if target in seen:
                continue
            seen.add(target)
            add_text(parent, text[done : match.start()])
            link = ElementTree.SubElement(parent, "a", {"class": "term"})
            link.set("href", f"{self._glossary}#{target}")
            link.set("aria-description", definition)
            link.text = match[0]
            done = match.end()
        add_text(parent, text[done:])


class GlossaryExtension(Extension):
    """Register `FirstUses` with Python-Markdown."""

    def __init__(self, terms: dict[str, Term]):
        super().__init__()
        self.terms = terms

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802, Python-Markdown's name
        """After inline Markdown is a tree (20), before MkDocs checks links (0)."""
        md.treeprocessors.register(FirstUses(md, self.terms), "glossary", 10)


def on_config(config):
    """Read the terms anew for each build."""
    terms = read_terms((Path(config.docs_dir) / GLOSSARY).read_text("utf-8"))
    config.markdown_extensions.append(GlossaryExtension(terms))
