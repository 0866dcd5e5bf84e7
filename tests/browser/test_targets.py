"""What is pressed is large enough to be hit, wherever a figure has it."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

LEAST = 24  # pixels, as WCAG 2.2 asks of a target
FIGURES = {
    "meeting": ("", ".meeting"),
    "worlds": ("", ".worlds"),
    "boundary": ("classification/", ".boundary"),
    "chain": ("gradients/chain_rule/", ".chain >> nth=0"),
    "handle": ("gradients/", ".parabola"),
    "outlier": ("losses/l1_and_huber/", ".outlier"),
    "ball": ("optimizers/momentum/", ".ball"),
    "stepper": ("linear_regression/", ".stepper"),
    "explorer": ("explorer/", ".explorer"),
}
SMALL = """figure => [...figure.querySelectorAll("button, input, select, summary")]
    .filter((control) => control.checkVisibility())
    .map((control) => [control.outerHTML.slice(0, 80), control.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < LEAST)
    .map(([html, { width, height }]) => `${html} ${width} × ${height}`)""".replace(
    "LEAST", str(LEAST - 0.01)
)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)], ids=["desk", "phone"])
@pytest.mark.parametrize("figure", FIGURES)
def test_every_control_of_a_figure_is_large_enough_to_be_hit(kept_open, figure, width, height):
    address, place = FIGURES[figure]
    page = kept_open(address, place, viewport={"width": width, "height": height})
    awake = page.locator(place).first.locator("button, input").filter(visible=True)
    expect(awake.first).to_be_visible()  # where its script has come
    page.wait_for_load_state("networkidle")
    assert page.locator(place).first.evaluate(SMALL) == []
