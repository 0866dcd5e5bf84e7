"""A finger on the screen; Playwright's own can only tap."""

from playwright.sync_api import Page


def drag(page: Page, *places: tuple[float, float]) -> None:
    """Touch the first place, go through the others, and let go at the last."""
    client = page.context.new_cdp_session(page)
    kinds = ["touchStart", *["touchMove"] * (len(places) - 1)]
    for kind, (x, y) in zip(kinds, places, strict=True):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
