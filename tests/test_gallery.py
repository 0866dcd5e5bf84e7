"""A case of the gallery as the search, the wall and the list of messages know it."""

import pytest
from page.gallery import Case

SEEN = {
    "losses": [2.0, 1.0],
    "shown": [],
    "held_out": [],
    "raised": "",
    "message": "",
    "warned": [],
}


def case(**wrong) -> Case:
    """A case whose broken script left this behind."""
    return Case("a_wrong.py", "a.md", "a/#b", "A loss that stays: no step", SEEN | wrong, SEEN)


@pytest.mark.parametrize(
    ("wrong", "has_curve"),
    [
        ({}, True),
        ({"losses": [2.0]}, False),
        ({"losses": []}, False),
        ({"raised": "RuntimeError"}, False),
    ],
    ids=["two losses", "one loss", "no loss", "raises"],
)
def test_a_case_has_a_curve_if_it_has_two_losses_and_ended_well(wrong, has_curve):
    assert case(**wrong).has_curve == has_curve


def test_messages_of_a_case_are_what_it_raised_and_then_what_it_warned_of():
    said = case(raised="RuntimeError", message="No.", warned=["UserWarning: Hm."]).messages
    assert said == ["RuntimeError: No.", "UserWarning: Hm."]
    assert case().messages == []


def test_a_case_shows_what_it_keeps_to_be_shown_and_else_its_losses():
    assert case(shown=[3.0, 2.0]).lines == ([3.0, 2.0], [2.0, 1.0], [])
    assert case(held_out=[4.0, 5.0]).lines == ([2.0, 1.0], [2.0, 1.0], [4.0, 5.0])


def test_a_case_is_called_by_the_mistake_behind_the_colon():
    assert case().mistake == "no step"
    assert case().place == "a.md#b"
