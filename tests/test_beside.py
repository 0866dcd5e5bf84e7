"""On a desk code and figures stand beside what is said of them, in the order of the page."""

import re
from itertools import combinations

import listings
import markdown
import pytest
from mkdocs.config.defaults import MkDocsConfig
from page.beside import Beside, _Item, _lowest, _row
from page.heights import height

EXTENSIONS = ["attr_list", "tables", "pymdownx.superfences"]
LONG = " ".join(["A sentence that fills most of a line of half a page."] * 8)
SHORT = "A sentence."
CODE = "```python\nx = 1\ny = 2\nz = x + y\nprint(z)\n#> 3\n```"


def render(*parts: str) -> str:
    config = MkDocsConfig()
    config.load_dict({"markdown_extensions": EXTENSIONS, "mdx_configs": {}})
    listings.on_config(config)
    extensions = [*EXTENSIONS, Beside()]
    text = "\n\n".join(parts)
    return markdown.markdown(text, extensions=extensions, extension_configs=config.mdx_configs)


def outline(html: str) -> str:
    """What stands where, in short: rows in braces, and in brackets what is on their right."""
    marks = {'class="abreast"': "{", 'class="shown"': "[", 'class="highlight': "code"}
    found, open_divs = [], []
    for tag in re.findall(r"</?(?:div|p|h2|table)\b[^>]*>", html):
        if tag == "</div>":
            found.append({"{": "}", "[": "]"}.get(open_divs.pop(), ""))
        elif tag.startswith("<div"):
            mark = next((mark for key, mark in marks.items() if key in tag), "")
            open_divs.append(mark)
            found.append(mark)
        elif not tag.startswith("</"):
            found.append(tag.strip("<>").partition(" ")[0])
    return " ".join(filter(None, found))


def test_code_stands_beside_the_text_around_it():
    assert outline(render(SHORT, CODE, SHORT)) == "{ p [ code ] p }"


def test_a_heading_stands_in_the_row_of_what_follows_it():
    assert outline(render("## A heading", LONG, CODE)) == "{ h2 p [ code ] }"


def test_a_row_ends_where_the_next_section_begins():
    said = outline(render("## One", LONG, CODE, "## Two", LONG, CODE))
    assert said == "{ h2 p [ code ] } { h2 p [ code ] }"


def test_text_that_no_code_belongs_to_is_in_no_row():
    assert outline(render("## One", LONG, LONG)) == "h2 p p"


def test_what_announces_the_code_is_in_its_row():
    said = outline(render(LONG, CODE, "It prints:", CODE, LONG))
    assert said == "{ p [ code ] } { p [ code ] p }"


def test_a_table_of_many_columns_stands_across():
    table = "| a | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 |"
    assert outline(render(LONG, table, LONG)) == "p table p"


def test_a_table_of_few_columns_stands_beside_text():
    table = "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5
    assert outline(render(SHORT, table, SHORT)) == "{ p [ table ] p }"


def test_rows_change_neither_what_a_page_says_nor_its_order():
    parts = ["## One", LONG, CODE, LONG, CODE, "## Two", CODE, LONG]
    apart = "".join(render(part) for part in parts)
    together = render(*parts)
    assert 'class="abreast"' in together
    assert "abreast" not in apart
    strip = [re.sub(r"\s+", "", re.sub(r"</?div[^>]*>", "", html)) for html in (apart, together)]
    assert strip[0] == strip[1]


TEXT = _Item(left=True, right=False, bound=False, height=100)
CODES = _Item(left=False, right=True, bound=False, height=250)
DRAWN = _Item(left=True, right=True, bound=False, height=180)
ANNOUNCES = _Item(left=True, right=False, bound=True, height=40)


@pytest.mark.parametrize(
    "items",
    [
        [TEXT, CODES, TEXT, CODES, TEXT],
        [ANNOUNCES, TEXT, DRAWN, CODES, TEXT, DRAWN],
        [TEXT, TEXT, TEXT, CODES, ANNOUNCES, CODES],
        [DRAWN, TEXT, CODES, CODES, TEXT],
    ],
    ids=["text and code", "figures", "an announcement", "code after code"],
)
def test_no_other_rows_make_a_section_lower(items):
    def cost(bounds):
        return sum(_row(items, first, end)[0] for first, end in bounds)

    inner = [at for at in range(1, len(items)) if not items[at - 1].bound]
    ways = [
        list(zip([0, *cuts], [*cuts, len(items)], strict=True))
        for size in range(len(inner) + 1)
        for cuts in combinations(inner, size)
    ]
    assert len(ways) > 4
    chosen = [(row.first, row.end) for row in _lowest(items)]
    assert chosen in ways
    assert cost(chosen) == min(map(cost, ways))


def test_code_is_never_on_the_left():
    for row in _lowest([TEXT, CODES, TEXT, CODES, CODES, TEXT]):
        right = range(row.shown, row.shown_end)
        assert all(at in right for at in (1, 3, 4) if row.first <= at < row.end and len(right))


def test_what_is_folded_takes_no_height():
    folded = '<span class="fold"><span class="lines"><span class="line">x</span></span></span>'
    assert height(folded) == 0
    assert height('<span class="line">x</span>') > 0


def test_a_longer_text_is_higher():
    assert height(f"<p>{LONG}</p>") > height("<p>A word.</p>") > 0
