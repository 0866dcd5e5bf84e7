"""What docs/not_learning/by_model.md claims."""

import re

from helpers.gallery import cases
from helpers.places import place
from helpers.runs import ROOT

PAGE = (ROOT / "docs/not_learning/by_model.md").read_text("utf-8")
KINDS = {text.splitlines()[0]: text for text in re.split("^## ", PAGE, flags=re.M)[1:-1]}
LOOPS = {place(case) for case in cases()}


def causes(kind: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", KINDS[kind])


def test_of_each_kind_of_model_three_causes_or_more_are_loops_that_were_run():
    ran = {kind: sum(cause in LOOPS for cause in causes(kind)) for kind in KINDS}
    assert len(ran) >= 6
    assert {kind: count for kind, count in ran.items() if count < 3} == {}


def test_of_each_kind_of_model_no_two_rows_show_the_same():
    seen = {kind: re.findall(r"^\| (.+?) \|", KINDS[kind], re.M)[2:] for kind in KINDS}
    assert min(map(len, seen.values())) >= 7
    assert {kind: rows for kind, rows in seen.items() if len(set(rows)) < len(rows)} == {}


def test_three_of_four_causes_on_the_page_are_loops_that_were_run():
    links = [cause for kind in KINDS for cause in causes(kind)]
    assert sum(link in LOOPS for link in links) >= 0.75 * len(links)
