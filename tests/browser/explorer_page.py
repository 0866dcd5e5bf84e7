"""What a reader does on the explorer's page, and what it says to a program."""

import torch
from helpers.runs import ROOT, run
from helpers.sources import Fence, fences


def settle(page) -> None:
    """Wait until what was asked for is drawn; what answers a hand, or tells, may have to come."""
    page.locator(".explorer.alive").wait_for()
    page.evaluate("import('../assets/explorer/hands.js')")
    page.evaluate("import('../assets/explorer/told.js')")
    page.evaluate(
        "() => new Promise(done => setTimeout(() => requestAnimationFrame("
        "() => requestAnimationFrame(done))))"
    )


def readings(page) -> dict[str, str]:
    """What the outputs say to a program."""
    return page.evaluate(
        "() => Object.fromEntries(Array.from(document.querySelectorAll('.explorer output'),"
        " output => [output.dataset.name, output.dataset.value]))"
    )


def numbers(page, *names: str) -> list[float]:
    said = readings(page)
    return [float(said[name]) for name in names]


def address(page) -> str:
    """The address once it has caught up with the page."""
    page.wait_for_timeout(350)
    return page.evaluate("location.hash")


def samples() -> tuple[torch.Tensor, torch.Tensor]:
    names = run("linear_regression.py").globals
    return names["x"].double(), names["y"].double()


def drag(page, handle: str, across: float, up: float) -> None:
    """Take a handle with the mouse and let it go some pixels away."""
    page.locator(handle).scroll_into_view_if_needed()
    box = page.locator(handle).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across / 2, y - up / 2)
    page.mouse.move(x + across, y - up)
    page.mouse.up()
    settle(page)


def missions() -> dict[str, Fence]:
    """The explorer's missions, by their titles."""
    page = fences(ROOT / "docs" / "explorer" / "index.md")
    return {fence.options["title"]: fence for fence in page if fence.language == "mission"}


def set_by(title: str) -> str:
    """The address that a mission sets."""
    return f"#{missions()[title].options['sets']}&at=0"
