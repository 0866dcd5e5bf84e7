"""The classifier's line under a cursor: what a reader sees and does."""

import re

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser.cursors import settle
from draw.boundary import boundary
from helpers.runs import run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

BLOBS = run("classification/two_blobs.py")
SAID = re.compile(r"(?:step (\d+)|your line): loss (\S+), (\d+) of 100 points on the wrong side")
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def opened(kept_open):
    """The page at its line, which shows the script's run before its first step."""

    def at(size="desk", **options):
        page = kept_open("classification/", ".boundary", **{"viewport": SIZES[size], **options})
        if options.get("java_script_enabled", True):
            expect(page.locator(".boundary output")).to_have_text(SAID)
            if page.locator(".boundary [data-go=back]").is_visible():
                page.locator(".boundary [data-go=back]").click()
            to(page, 0)
        return page

    return at


def said(page) -> tuple[float, ...]:
    """The step if there is one, the loss, and how many points are on the wrong side."""
    found = SAID.search(page.locator(".boundary output").inner_text())
    return tuple(float(n) for n in found.groups() if n is not None)


def of_turned_line(page) -> tuple[float, ...]:
    expect(page.locator(".boundary output")).to_have_text(re.compile("your line"))
    settle(page)
    return said(page)


def to(page, step) -> None:
    page.locator(".boundary input").fill(str(step))
    expect(page.locator(".boundary output")).to_have_text(re.compile(rf"step {step}:"))


def recorded(step) -> tuple[float, ...]:
    parameters = [s.before for s in BLOBS.steps] + [BLOBS.steps[-1].after]
    weight, bias = parameters[step].values()
    found = (BLOBS.globals["x"] @ weight.T + bias).argmax(1)
    return (step, boundary(BLOBS, []).loss[step], (found != BLOBS.globals["y"]).sum().item())


def handle(page, end):
    return page.locator(f".boundary [data-end={end}]")


@pytest.mark.parametrize("step", [0, 1, 25, 100])
def test_each_step_under_the_cursor_is_said_as_it_was_recorded(opened, step):
    page = opened()
    to(page, step)
    assert said(page) == pytest.approx(recorded(step), abs=5.1e-5)


def test_who_turns_the_line_the_wrong_way_sees_the_loss_rise(opened):
    page = opened()
    to(page, 100)
    for _ in range(4):
        handle(page, "right").press("Shift+ArrowUp")
    loss, wrong = of_turned_line(page)
    assert loss > recorded(100)[1]
    assert wrong > recorded(100)[2]


def engine(page, call):
    """What docs/assets/engine/logistic.js answers, about the points of the page."""
    return page.evaluate(
        "async () => { const { lossOf, train } = await import('/assets/engine/logistic.js');"
        " const { told } = await import('/assets/worlds/parts.js');"
        " const { x, y, lr } = await told(document.querySelector('.boundary'));"
        f" return {call}; }}"
    )


LINES = [(2.0, -1.0, 0.3), (-0.1, 0.02, 5.0), (30.0, 40.0, -900.0)]


@pytest.mark.parametrize("line", LINES, ids=str)
def test_loss_of_a_line_is_torch_s_cross_entropy(opened, line):
    across, up, offset = line
    by_page = engine(opened(), f"lossOf({{across: {across}, up: {up}, offset: {offset}}}, x, y)")
    x, y = BLOBS.globals["x"].double(), BLOBS.globals["y"]
    logit = x @ torch.tensor([across, up], dtype=torch.float64) + offset
    scores = torch.stack([torch.zeros(100, dtype=torch.float64), logit], dim=1)
    by_torch = torch.nn.functional.cross_entropy(scores, y).item()
    assert by_page == pytest.approx(by_torch, rel=1e-12)


@pytest.mark.parametrize("line", LINES[:2], ids=str)
def test_a_run_from_a_turned_line_is_torch_s(opened, line):
    across, up, offset = line
    start = f"{{across: {across}, up: {up}, offset: {offset}}}"
    last = engine(opened(), f"train({start}, x, y, lr, 100).at[100]")
    model = torch.nn.Linear(2, 2).double()
    with torch.no_grad():
        # Any two logits of this difference.
        model.weight.copy_(torch.tensor([[0.5, 0.25], [0.5 + across, 0.25 + up]]))
        model.bias.copy_(torch.tensor([0.125, 0.125 + offset]))
        model.weight[1] = model.weight[0] + torch.tensor([across, up], dtype=torch.float64)
        model.bias[1] = model.bias[0] + offset
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(100):
        optimizer.zero_grad()
        scores = model(BLOBS.globals["x"].double())
        torch.nn.functional.cross_entropy(scores, BLOBS.globals["y"]).backward()
        optimizer.step()
    found = [*(model.weight[1] - model.weight[0]).tolist(), (model.bias[1] - model.bias[0]).item()]
    # A hundred steps of a few roundings each, and no step that makes an error larger.
    assert [last["across"], last["up"], last["offset"]] == pytest.approx(
        found, rel=1e-12, abs=1e-12
    )


def test_a_turned_line_that_is_let_run_finds_its_way_back(opened):
    page = opened()
    to(page, 0)
    handle(page, "left").press("Shift+ArrowUp")
    page.locator(".boundary [data-go=run]").click()
    expect(page.locator(".boundary output")).to_have_text(re.compile("your run, step 100:"))
    assert said(page)[2] < 10
    page.locator(".boundary [data-go=back]").click()
    to(page, 100)
    assert said(page) == pytest.approx(recorded(100), abs=5.1e-5)


def test_without_javascript_two_drawings_stand_there(opened):
    page = opened(java_script_enabled=False)
    expect(page.locator(".boundary .worlds-still svg")).to_have_count(2)
    for drawing in page.locator(".boundary .worlds-still svg").all():
        expect(drawing).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(opened, size, scheme):
    page = opened(size, color_scheme=scheme)
    found = Axe().run(page, context=".boundary")
    assert found.violations_count == 0, found.generate_report()
