"""A script of a page that is on its way until a test lets it through, or cannot be had once."""

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


def unreachable_once(page: Page, script: str) -> list[str]:
    """What has asked for a script; the first that asks does not get it."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    page.route(f"**/{script}", answer)
    return asked
