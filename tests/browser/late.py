"""A script of a page that is on its way until a test lets it through."""

from collections.abc import Callable

from playwright.sync_api import Page, Route


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
