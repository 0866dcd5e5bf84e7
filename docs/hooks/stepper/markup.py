"""HTML by Jinja2's templates, which escape by themselves. Each stands beside who fills it.

A template is laid out for who reads it, and a page stays thin: of a line break and the indent after
it a page gets a space, and between two tags, be they HTML's or Jinja's, nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

# What stands between two of Jinja's tags is a text of its own.
_BETWEEN_TAGS = re.compile(r"(?:\A|(?<=>))\s*\n\s*(?=<|\Z)")
_BREAK = re.compile(r"\s*\n\s*")
# Made once: each formatter draws up a style sheet.
_LEXER = PythonLexer(stripnl=False)
_FORMATTER = HtmlFormatter(nowrap=True)


class _Thin(Extension):
    between_tags = ""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            text = token.value
            if token.type == "data":
                text = _BREAK.sub(" ", _BETWEEN_TAGS.sub(self.between_tags, text))
            yield Token(token.lineno, token.type, text)


class _Spaced(_Thin):
    between_tags = " "


def templates(folder: Path, searched: bool = False) -> Environment:
    """The templates in a folder. A name that is not given to one is an error.

    Args:
        folder: where they are.
        searched: whether the site's search is to find their words. It takes most tags away, so that
            there has to be a space between them.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        extensions=[_Spaced if searched else _Thin],
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # what was made is kept under the templates that the build began with
    )
    # Of `tojson`, which escapes what could end a `<script>`. NaN would be no JSON.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False}
    return made


def coloured(source: str) -> list[Markup]:
    """Each line of a script, coloured as code elsewhere on the site."""
    html = highlight(source, _LEXER, _FORMATTER)
    return [Markup(line) for line in html.rstrip("\n").split("\n")]
