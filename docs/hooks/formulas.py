"""Formulas on pages: `$…$` within a sentence, `$$…$$` on lines of their own. Knows MkDocs."""

import html
import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from page import mathfont
from page.added import add_file
from page.mathml import FormulaError, to_mathml
from page.place import where
from pymdownx import arithmatex

_MATH = re.compile(r"<math.*?</math>", re.DOTALL)


class Formulas(Extension):
    """Python-Markdown with formulas; pymdownx.arithmatex finds them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Add both kinds of formula, and a guard against half of one."""
        arithmatex.util.escape_chars(md, ["$"])
        md.inlinePatterns.register(_Inline(md), "formula", 189.9)  # arithmatex's own place
        # After all that may hold a dollar.
        md.inlinePatterns.register(_Stray(r"\$", md), "stray-dollar", 1)
        md.parser.blockprocessors.register(_Block(md), "formula", 79.9)


def _stashed(md: Markdown, latex: str, block: bool) -> str:
    """Stands for what `mathml.to_mathml` gives; its error names the page too."""
    try:
        return md.htmlStash.store(to_mathml(latex, block))
    except FormulaError as error:
        raise FormulaError(f"{where(md)}: {error.message}") from None


class _Inline(arithmatex.InlineArithmatexPattern):
    def __init__(self, md: Markdown):
        super().__init__(arithmatex.RE_SMART_DOLLAR_INLINE, {})
        self.md = md

    def handleMatch(self, m: re.Match, data: str) -> tuple:  # noqa: N802
        if m[3] is None:  # an even number of backslashes, then a dollar
            return super().handleMatch(m, data)
        return _stashed(self.md, m[3], block=False), m.start(), m.end()


class _Block(arithmatex.BlockArithmatexProcessor):
    def __init__(self, md: Markdown):
        super().__init__(rf"(?s)^{arithmatex.RE_DOLLAR_BLOCK}[ ]*$", {"generic": True}, md)

    def generic_output(self, parent: Element, math: str) -> None:
        SubElement(parent, "p").text = _stashed(self.parser.md, math, block=True)


class _Stray(InlineProcessor):
    # An InlineProcessor's takes more than a Pattern's, which it is a kind of.
    def handleMatch(self, m: re.Match, data: str) -> tuple:  # type: ignore[override]  # noqa: N802
        raise FormulaError(
            f"{where(self.md)}: a dollar opens no formula: `{data.strip()[:80]}`. A formula "
            "has no blank line in it and no space inside its dollars; $$ stands in a paragraph "
            r"of its own; a dollar is \$."
        )


_characters: set[str] = set()  # of the formulas on the pages of this build


def on_config(config: MkDocsConfig) -> None:
    """Teach Markdown formulas."""
    _characters.clear()
    extensions: list[Any] = config.markdown_extensions  # MkDocs has names, Markdown takes both
    extensions.append(Formulas())


def on_page_content(content: str, **_: object) -> None:
    """Remember the characters in the page's formulas, wherever they came from."""
    for math in _MATH.findall(content):
        _characters.update(html.unescape(re.sub(r"<[^>]*>", "", math)))


def on_env(env: object, *, config: MkDocsConfig, files: Files) -> None:
    """Put the font into the site, now that every page has said which characters it needs."""
    # `<msqrt>` draws a root and names it nowhere.
    add_file(files, config, "assets/fonts/stix-two-math.woff2", mathfont.woff2(_characters | {"√"}))
