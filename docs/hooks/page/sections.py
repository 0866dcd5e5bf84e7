"""A page's HTML -> its sections, as the search knows them: what stands where, in whose words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What stands in code is searched by its names; these say nothing of what it is about.
_NO_NAMES = re.compile(
    r"and|as|assert|break|class|def|del|elif|else|except|false|for|from|if|import|in|init|is|item|"
    r"lambda|len|manual_seed|math|none|not|or|pass|print|raise|range|return|seed|self|super|torch|"
    r"true|try|while|with",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z_]\w{2,}(?:\.[A-Za-z_]\w+)*")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SENTENCE = re.compile(r".+?[.?!](?=\s|$)")
_LONGEST = 160  # letters of a result's sentence: two lines on a phone
_SPACES = re.compile(r"\s+")
_HEADING = re.compile("h[1-4]")
# An empty element has no end, and these begin or end a word.
_EMPTY = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_APART = re.compile(
    "br|button|caption|dd|details|div|dt|figcaption|figure|h[1-6]|hr|label|li|ol|option|p|pre|"
    "summary|table|tbody|td|th|thead|tr|ul"
)


@dataclass
class Section:
    """A heading and what stands below it, up to the next.

    Attributes:
        at: its address, from the site's root on.
        title: the heading.
        page: the title of the page.
        sentence: the first one, for a result to show.
        text: all words of it, but the heading's; what code prints, if it is a sentence.
        names: what its code names, each once.
        says: messages of torch that belong here, as torch prints them.
        asked: phrases in which people ask for it.
    """

    at: str
    title: str
    page: str = ""
    sentence: str = ""
    text: str = ""
    names: str = ""
    says: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def packed(self) -> dict[str, str | list[str]]:
        """All that is not empty."""
        return {key: value for key, value in vars(self).items() if value or key == "at"}


def sections(html: str, url: str) -> list[Section]:
    """The sections of a page in order; the first is the page's own, up to its second heading.

    Args:
        html: what MkDocs made of the page's Markdown. What is under `data-search-exclude` is left
            out, and a section whose heading has it.
        url: the page's address from the site's root on.
    """
    parser = _Parser(url)
    parser.feed(html)
    parser.close()
    found = [part.section() for part in parser.parts if not part.left_out]
    for section in found[1:]:
        section.page = found[0].title
    return found


class _Part:
    """What is read of one section, piece by piece, by what it is to the search."""

    def __init__(self, at: str, left_out: bool):
        self.at = at
        self.left_out = left_out
        self.title: list[str] = []
        self.text: list[str] = []
        self.paragraphs: list[list[str]] = []  # each in pieces
        self.code: list[str] = []
        self.docstrings: list[str] = []

    def section(self) -> Section:
        text = _plain(self.text)
        first = next(filter(None, map(_plain, self.paragraphs)), "")
        shown = _first_sentence(first or _plain(self.docstrings).strip('" ') or text)
        return Section(
            at=self.at,
            title=_plain(self.title),
            sentence=shown,
            text=f"{text} {_plain(self.docstrings)}".strip(),
            names=" ".join(_names("".join(self.code))),
        )


class _Parser(HTMLParser):
    """Cuts a page at its headings."""

    def __init__(self, url: str):
        super().__init__()
        self.url = url
        self.parts: list[_Part] = []
        self.open: list[tuple[str, str]] = []  # tags, each with what is in it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        left_out = "data-search-exclude" in given
        begins = bool(_HEADING.fullmatch(tag)) and bool(given.get("id") or not self.parts)
        if begins:
            heading = f"#{given['id']}" if self.parts else ""  # a page's own address is shorter
            self.parts.append(_Part(self.url + heading, left_out))
        if _APART.fullmatch(tag):
            self._add(" ")
        if tag == "p" and self.parts:
            self.parts[-1].paragraphs.append([])
        if not _EMPTY.fullmatch(tag):
            self.open.append((tag, "title" if begins else _role(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _ in self.open):
            while self.open.pop()[0] != tag:
                pass
        if _APART.fullmatch(tag):
            self._add(" ")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, data: str) -> None:
        within = {role for _, role in self.open}
        if not self.parts or "left out" in within:
            return
        part = self.parts[-1]
        if "title" in within:
            part.title.append(data)
        elif "code" not in within:
            part.text.append(data)
            if "paragraph" in within and "aside" not in within:
                part.paragraphs[-1].append(data)
        elif "docstring" in within:
            part.docstrings.append(data + " ")
        elif "comment" in within:
            printed = data.removeprefix("#>")
            if printed != data and len(_WORD.findall(printed)) > 3:
                part.text.append(f" {printed} ")
        else:  # `{before}{after}` in a string are two names
            part.code.append(" " if "string" in within else data)


def _role(tag: str, given: dict[str, str | None]) -> str:
    """What stands in an element, as far as its tag and its class tell."""
    kinds = (given.get("class") or "").split()
    if "data-search-exclude" in given or tag in {"script", "style", "svg"}:
        return "left out"
    if "headerlink" in kinds or "filename" in kinds:
        return "left out"
    if tag == "pre":
        return "code"
    if tag == "span" and kinds:  # of Pygments, in code
        token = kinds[0]
        if token == "sd":
            return "docstring"
        return "comment" if token[0] == "c" else "string" if token[0] == "s" else ""
    if tag in {"details", "summary", "li", "figcaption"} or "admonition-title" in kinds:
        return "aside"
    return "paragraph" if tag == "p" else ""


def _plain(pieces: Iterable[str]) -> str:
    return _SPACES.sub(" ", "".join(pieces)).strip()


def _first_sentence(text: str) -> str:
    """The first sentence, or as many of its words as there is room for."""
    found = _SENTENCE.match(text)
    sentence = found[0] if found else text
    if sentence.endswith(":"):  # what follows is no sentence
        return sentence[:-1] + " …"
    if len(sentence) <= _LONGEST:
        return sentence
    return sentence[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _names(code: str) -> Iterable[str]:
    names = dict.fromkeys(_NAME.findall(code))
    return (name for name in names if not _NO_NAMES.fullmatch(name))
