"""What docs/not_learning/symptoms.md claims."""

import re

import pytest
from helpers.gallery import Case, cases
from helpers.runs import ROOT
from markdown.extensions.toc import slugify

PAGE = (ROOT / "docs/not_learning/symptoms.md").read_text("utf-8")


def place(case: Case) -> str:
    """Where a case stands, as a link from the page would name it."""
    family, _, _ = case.name.partition("/")
    text = (ROOT / f"docs/not_learning/{family}.md").read_text("utf-8")
    above, _, _ = text.partition(f'title="{case.wrong}"')
    heading = re.findall(r"^#+ (.+)$", above, re.MULTILINE)[-1]
    return f"{family}.md#{slugify(heading.replace('`', ''), '-')}"


# Whose message leads to them, or whose family does: a line that is missing, a way that is cut.
BY_THEIR_FAMILY = ("cut/", "order/", "unheld/")
SEEN = [
    case
    for case in cases()
    if not (case.raises or case.warns or case.name.startswith(BY_THEIR_FAMILY))
]


@pytest.mark.parametrize("case", SEEN, ids=str)
def test_each_loop_that_says_nothing_is_led_to_from_a_symptom(case):
    assert f"]({place(case)})" in PAGE


def test_each_symptom_has_causes_to_choose_from():
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:-1]  # the last is in short
    rows = {text.splitlines()[0]: text.count("\n| ") - 2 for text in sections}
    assert len(rows) >= 12
    assert {title: count for title, count in rows.items() if count < 4} == {}
