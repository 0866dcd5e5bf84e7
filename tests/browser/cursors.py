"""What holds of each cursor that goes through the steps of a run."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect


def assert_it_plays_to_the_last_step_and_stops(figure: Locator, last: int) -> None:
    """From its first step, in a browser that wants motion."""
    figure.locator("[data-go=play]").click()
    expect(figure.locator("output")).to_have_text(re.compile(r"step [1-9]\d?:"))
    expect(figure.locator("output")).to_have_text(re.compile(f"step {last}:"))
    expect(figure.locator("[data-go=play]")).to_have_text("Play again")


def assert_play_shows_the_end_at_once(figure: Locator, last: int) -> None:
    """In a browser that wants no motion."""
    figure.locator("[data-go=play]").click()
    expect(figure.locator("output")).to_have_text(re.compile(f"step {last}:"))


def assert_nothing_is_drawn_until(page: Page, move: Callable[[], None]) -> None:
    """No frame is asked for while nothing moves; when it does, one is."""
    page.evaluate(
        "() => { window.asked = 0; const ask = window.requestAnimationFrame;"
        " window.requestAnimationFrame = (f) => { window.asked++; return ask(f); }; }"
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.asked") == 0
    move()  # and it would be seen
    assert page.evaluate("window.asked") > 0


def settle(page: Page) -> None:
    """Until what was asked for last is drawn: a frame may be on its way, the next shows it."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
