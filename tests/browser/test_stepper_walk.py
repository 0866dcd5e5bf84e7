"""Whatever line a reader is led to: it is in view, its words are right, and nothing jumps."""

from functools import cache

import pytest
from browser.stepping import Sight, every_script, walk
from helpers.runs import run
from helpers.statements import BACKWARD, STEP, ZERO_GRAD, statement_on
from helpers.told import told

pytestmark = [pytest.mark.site, pytest.mark.browser]

desk_and_phone = pytest.mark.parametrize("width", [1280, 360])

# Through three questions, to the ends, and back line by line.
KEYS = ["Home", *["ArrowRight"] * 24, "PageDown", "End", *["ArrowLeft"] * 12, "Home"]
PATIENCE = 60  # milliseconds: what is out of view is filled 50 later


@pytest.fixture(scope="module")
def walked(open_stepper):
    """What a reader sees who walks through a script on a screen of some width; walked once."""

    @cache
    def of(script: str, width: int) -> list[Sight]:
        with open_stepper(script, viewport={"width": width, "height": 800}) as found:
            return walk(found, KEYS, PATIENCE)

    return of


@pytest.fixture(scope="module")
def whole_way(open_stepper):
    """What a reader sees who goes on until there is nothing more; walked once."""

    @cache
    def of(script: str) -> list[Sight]:
        lines = run(f"{script}.py").lines.lines
        with open_stepper(script) as found:
            return walk(found, ["Home", *["ArrowRight"] * len(lines)])  # one more than there are

    return of


@every_script
def test_the_way_leads_through_every_line_that_ran(whole_way, script):
    walked = [(seen.epoch, seen.line) for seen in whole_way(script)]
    ran = [(line.epoch, line.number) for line in run(f"{script}.py").lines.lines]
    assert walked == [*ran, ran[-1]]


@every_script
def test_the_stepper_says_of_every_line_what_the_build_says(whole_way, script):
    lines = run(f"{script}.py").lines
    expected = [
        f"`{lines.source.statement_text(number)}`: {said}".replace("`", "")
        for (_, number), said in told(lines, whole=False).items()
    ]
    *walked, _ = whole_way(script)
    assert len(expected) == len(walked)
    unasked = [i for i, seen in enumerate(walked) if not seen.asked]  # else a verdict is said first
    assert [walked[i].says.strip() for i in unasked] == [expected[i] for i in unasked]


@every_script
def test_the_page_s_table_tells_of_each_line_with_its_arithmetic(standing, script):
    lines = run(f"{script}.py").lines
    rows = standing(script).box.locator(".stepper-epoch tbody tr").all_text_contents()
    words = [
        f"{number}{lines.source.statement_text(number)}{said}".replace("`", "")
        for (epoch, number), said in told(lines).items()
        if epoch == 1
    ]
    assert len(words) >= len(rows) - 1 > 5
    assert set(words) <= {row.strip() for row in rows}
    assert any("that is" in row for row in rows)


@every_script
def test_three_lines_are_asked_about_before_they_are_shown(walked, script):
    source = run(f"{script}.py").lines.source.text
    asked = [(s.epoch, statement_on(source, s.line)) for s in walked(script, 1280) if s.asked]
    assert asked == [(0, BACKWARD), (0, STEP), (1, ZERO_GRAD)]


@every_script
@desk_and_phone
def test_the_marked_line_is_in_view_wherever_the_reader_goes(walked, script, width):
    assert [(s.epoch, s.line) for s in walked(script, width) if not s.marked] == []


@every_script
@desk_and_phone
def test_nothing_below_moves_wherever_the_reader_goes(walked, script, width):
    first, *others = [seen.bottoms for seen in walked(script, width)]
    assert len(first) > 12
    assert all(bottoms == first for bottoms in others)


@every_script
@pytest.mark.parametrize("width", [360, 600, 1280])
def test_no_sentence_outgrows_its_room_whatever_was_answered(walked, script, width):
    seen = walked(script, width)
    assert sum(s.asked for s in seen) == 3
    assert max(s.over for s in seen) <= 0


@every_script
def test_a_phone_need_not_scroll_sideways_at_any_line(walked, script):
    assert {seen.wide for seen in walked(script, 360)} == {0}
