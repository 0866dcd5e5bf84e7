"""Logits that a reader sets, and the bars that answer: what a reader sees and does."""

import re

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser import fingers
from helpers.runs import run
from playwright.sync_api import expect
from torch import nn

pytestmark = [pytest.mark.site, pytest.mark.browser]

PAGE = "losses/cross_entropy/"
RUN = run("losses/cross_entropy/by_hand.py")
LABEL = RUN.globals["label"].item()
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# Logits alike, near, far apart, and so far that an exponential overflows.
LOGITS = [[2, 1, 0], [0, 0, 0], [-4, 4, 0.1], [4, -4, 4], [1000, 0, -1000], [-1000, 1000, 0]]


@pytest.fixture
def opened(kept_open):
    """The page at its bars, with the logits of the script."""

    def at(viewport=DESK, **options):
        page = kept_open(PAGE, ".softmax", viewport=viewport, **options)
        expect(page.locator(".softmax [data-name=loss]")).to_have_text(re.compile(r"\d"))
        back = page.get_by_role("button", name="As in the run")
        if back.is_visible():
            back.click()
        return page

    return at


def slider(page, k):
    return page.locator(".softmax input").nth(k)


def said(page, name) -> list[float]:
    texts = page.locator(f".softmax [data-name={name}]").all_text_contents()
    return [float(text.replace("−", "-")) for text in texts]


def by_torch(logits) -> dict[str, list[float]]:
    """In float64: the probabilities, the loss and its gradient for each logit."""
    z = torch.tensor([logits], dtype=torch.float64, requires_grad=True)
    loss = nn.CrossEntropyLoss()(z, torch.tensor([LABEL]))
    loss.backward()
    probabilities = z.detach().softmax(1)[0].tolist()
    return {"probabilities": probabilities, "gradient": z.grad[0].tolist(), "loss": loss.item()}


def by_page(page, logits) -> dict[str, list[float]]:
    return page.evaluate(
        """async ([logits, label]) =>
          (await import("/assets/softmax/answer.js")).answer(logits, label)""",
        [logits, LABEL],
    )


@pytest.mark.parametrize("logits", LOGITS, ids=str)
def test_softmax_loss_and_gradient_are_torch_s_in_float64(opened, logits):
    # A dozen float64 operations on numbers up to 1, or up to the logits in the loss.
    bound = 1e-14 * max(1, *map(abs, logits))
    ours, torchs = by_page(opened(), logits), by_torch(logits)
    for name, expected in torchs.items():
        assert ours[name] == pytest.approx(expected, rel=1e-14, abs=bound), name


def test_bars_begin_with_what_the_script_computed(opened):
    page = opened()
    found = RUN.globals
    assert said(page, "logit") == found["logits"][0].tolist()
    for name, of in [("probability", "probabilities"), ("gradient", "gradient")]:
        assert said(page, name) == pytest.approx(found[of][0].tolist(), abs=0.00006), name
    assert said(page, "loss") == pytest.approx([found["loss"].item()], abs=0.00006)


@pytest.mark.parametrize("values", [[2, 1, 0], [0, 0, 0], [-4, 4, 0.1], [4, -4, 4]], ids=str)
def test_numbers_bars_and_words_say_what_torch_computes(opened, values):
    page = opened()
    for k, value in enumerate(values):
        slider(page, k).fill(str(value))
    expected = by_torch(values)
    numbers = {"probability": expected["probabilities"], "gradient": expected["gradient"]}
    for name, them in numbers.items():
        assert said(page, name) == pytest.approx(them, abs=0.00006), name
    assert said(page, "loss") == pytest.approx([expected["loss"]], abs=0.00006)
    assert said(page, "right") == [said(page, "probability")[LABEL]]
    ways = page.locator(".softmax-track").evaluate_all(
        """all => all.map((track) => {
          const [way, bar] = [track, track.firstElementChild].map((e) => e.getBoundingClientRect());
          const half = way.width / 2;
          return [bar.left, bar.right].map((edge) => (edge - way.left - half) / half);
        })"""
    )
    pairs = [one for both in zip(*numbers.values(), strict=True) for one in both]
    edges = [[min(0, number), max(0, number)] for number in pairs]
    # The edges of a box are multiples of a 64th of a pixel; half a way is 50 of them or more.
    assert ways == [pytest.approx(edge, abs=0.001) for edge in edges]
    words = f"{values[0]:.1f}: probability {said(page, 'probability')[0]:.4f}, gradient "
    assert slider(page, 0).get_attribute("aria-valuetext").startswith(words.replace("-", "−"))


def test_logit_is_set_by_mouse(opened):
    page = opened()
    box = slider(page, 1).bounding_box()
    page.mouse.click(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2)
    assert said(page, "logit")[1] == 4
    assert said(page, "probability")[1] > 0.8


def test_logit_is_set_by_finger(opened):
    page = opened(PHONE, has_touch=True)
    box = slider(page, 1).bounding_box()
    assert box["height"] >= 44
    y, end = box["y"] + box["height"] / 2, box["x"] + box["width"] - 3
    fingers.drag(page, (box["x"] + box["width"] * 0.62, y), (end - 20, y), (end, y))
    assert said(page, "logit")[1] > 3.5


def test_logit_is_set_by_keys_and_the_run_comes_back(opened):
    page = opened()
    before = [said(page, name) for name in ("logit", "probability", "gradient", "loss")]
    for key, then in [("ArrowRight", 2.1), ("ArrowLeft", 2), ("Home", -4), ("End", 4)]:
        slider(page, 0).press(key)
        assert said(page, "logit")[0] == then
    page.get_by_role("button", name="As in the run").press("Enter")
    assert [said(page, name) for name in ("logit", "probability", "gradient", "loss")] == before
    expect(page.get_by_role("button", name="As in the run")).to_be_hidden()
    expect(slider(page, 0)).to_be_focused()


def test_without_javascript_the_drawing_of_the_bars_stands_there(browser, served_site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(served_site + PAGE)
        expect(page.locator(".softmax .worlds-still svg")).to_be_visible()
        expect(slider(page, 0)).to_be_hidden()


def test_on_paper_the_drawing_of_the_bars_stands_there(opened):
    page = opened()
    page.emulate_media(media="print")
    expect(page.locator(".softmax .worlds-still svg")).to_be_visible()
    expect(slider(page, 0)).to_be_hidden()
    page.emulate_media(media="screen")
    expect(slider(page, 0)).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_no_number_of_the_bars_is_cut(opened, width):
    page = opened({"width": width, "height": 844})
    slider(page, 0).press("Home")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = page.locator(".softmax").bounding_box()
    for number in page.locator(".softmax output").all():
        box = number.bounding_box()
        assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 0.5
    names = page.locator(".softmax label > span").evaluate_all(
        "all => all.map((name) => name.scrollWidth - name.clientWidth)"
    )
    assert set(names) == {0}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_bars(opened, viewport, scheme):
    found = Axe().run(opened(viewport, color_scheme=scheme), context=".softmax")
    assert found.violations_count == 0, found.generate_report()
