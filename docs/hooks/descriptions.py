"""What a search engine and a link's preview say of a page: its own first two sentences."""

import re
from html import unescape

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")


def on_page_content(html, page, **kwargs):
    """Describe the page, unless it describes itself."""
    page.meta.setdefault("description", description(html))
    return html


def description(html: str) -> str:
    """The first two sentences of the first paragraph, as plain text."""
    found = _PARAGRAPH.search(html)
    text = " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""
    return " ".join(_END.split(text)[:2])
