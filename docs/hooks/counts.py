"""How many of each thing this build made, for the page that says what a green build promises.

The figures on all pages: `#!count figures`.
"""

import ast
import html
import logging
from collections import Counter
from functools import cache
from pathlib import Path

from mkdocs.exceptions import PluginError
from page.kept import Kept
from page.place import where
from page.sources import made_by
from pymdownx.inlinehilite import InlineHiliteException

log = logging.getLogger("mkdocs.hooks.counts")

# How each thing begins in a page's HTML.
_IN_HTML = {
    "figures": '<figure class="run"',
    "numbers": "<data ",
    "formulas": "<math",
    "links": "<a ",
    "snippets shown": '<span class="filename">',
}
_FILES = {"snippets": ("snippets", "*.py"), "labs": ("docs/labs", "*.py")}
_KNOWN = sorted({*_IN_HTML, *_FILES, "pages", "tests"})

_counts: Counter[str] = Counter()


class CountError(PluginError, InlineHiliteException):
    """A page asks for the count of something that is not counted."""


def count_inline(source, language, css_class, md) -> str:
    """Format one inline `#!count things` as a place that `on_env` fills."""
    if source not in _KNOWN:
        raise CountError(f"{where(md)}, `#!count {source}`: choose from {', '.join(_KNOWN)}")
    return f'<output data-count="{html.escape(source)}">?</output>'


def on_config(config):
    """Count what stands in files, and register the inline form."""
    _counts.clear()
    root = Path(config.config_file_path).parent
    texts = [path.read_text("utf-8") for path in sorted((root / "tests").rglob("*.py"))]
    _counts["tests"] = Kept(root / ".cache/counts", "tests", [texts, made_by("counts")]).get(
        "tests", lambda: sum(map(_tests_in, texts))
    )
    for name, (folder, pattern) in _FILES.items():
        _counts[name] = len(list((root / folder).rglob(pattern)))
    config.mdx_configs.setdefault("pymdownx.inlinehilite", {}).setdefault(
        "custom_inline", []
    ).append({"name": "count", "class": "count", "format": count_inline})


def on_page_content(content, page, **kwargs):
    """Count what stands on a page, once MkDocs has rendered it."""
    _counts["pages"] += 1
    for name, begins in _IN_HTML.items():
        _counts[name] += content.count(begins)


def on_env(env, files, **kwargs):
    """Fill in the counts, now that every page has been rendered."""
    for file in files.documentation_pages():
        for name, count in _counts.items():
            place = f'<output data-count="{name}">?</output>'
            file.page.content = file.page.content.replace(place, f"<data>{count}</data>")


@cache  # while the site is served, of a test that is edited there is one to be read
def _tests_in(text: str) -> int:
    tree = ast.parse(text)
    functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return sum(name.startswith("test_") for name in functions)
