"""A script of a page that is on its way until a test lets it through, or cannot be had once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Route


def held_back(page: Page, script: str) -> tuple[list[Route], Callable[[], None]]:
    """What asks for a script, and what lets the first that asks have it."""
    waiting: list[Route] = []
    page.route(f"**/{script}", lambda route: waiting.append(route))

    def let_through() -> None:
        for _ in range(100):
            if waiting:
                break
            page.wait_for_timeout(20)
        waiting.pop().continue_()

    return waiting, let_through


@contextmanager
def unreachable_once(
    browser: Browser, script: str, **settings
) -> Iterator[tuple[Page, list[str], list[str]]]:
    """A page whose first request for a script fails; what has asked for it, and what was thrown."""
    with browser.new_context(**settings) as context:
        page = context.new_page()
        asked: list[str] = []
        thrown: list[str] = []

        def answer(route: Route) -> None:
            asked.append(route.request.url)
            if len(asked) == 1:
                route.abort()
            else:
                route.continue_()

        page.route(f"**/{script}", answer)
        page.on("pageerror", lambda error: thrown.append(str(error)))
        yield page, asked, thrown
