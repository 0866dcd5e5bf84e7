"""A chain on its page: what a reader sees and does, and that its numbers are torch's."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from browser.serving import served
from draw.chain import chain, digits, shown
from helpers.runs import ROOT, run, twin_names
from helpers.sources import all_fences
from playwright.sync_api import expect
from record.chain import FORMS
from record.recorder import record
from torch.testing import assert_close

pytestmark = [pytest.mark.site, pytest.mark.browser]

ONE = "gradients/chain_rule/one_sample_by_hand.py"
TWICE = "gradients/chain_rule/a_weight_used_twice.py"
BATCH = "gradients/chain_rule/a_batch_averages.py"


def figures() -> list[tuple[str, int, str]]:
    """Each chain of the site: its page's address, which it is there, and its snippet."""
    found, count = [], Counter()
    for fence in all_fences():
        if fence.info.endswith('show="chain"}'):
            page = fence.page.relative_to(ROOT / "docs").with_suffix("").as_posix() + "/"
            found.append((page, count[page], re.search(r'path="(.+?)"', fence.info).group(1)))
            count[page] += 1
    return found


FIGURES = figures()
SHOWN = sorted({snippet for _, _, snippet in FIGURES})
each_figure = pytest.mark.parametrize(
    ("page", "number", "snippet"), FIGURES, ids=[Path(snippet).stem for *_, snippet in FIGURES]
)

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


# The arithmetic, without its picture.

EACH_OPERATION = """
import torch
from torch import nn

a = torch.tensor([0.75, -1.25, 2.0], requires_grad=True)
b = torch.tensor([1.5, 0.5, -1.0], requires_grad=True)
w = torch.tensor([[0.5]], requires_grad=True)
v = torch.tensor([0.25], requires_grad=True)
x = torch.tensor([[1.0], [2.0], [-3.0]])

one = (-a / b + 2.5 - abs(a)).sum() * 3
two = nn.functional.l1_loss(a * b, b - a) + (a.round() * b).mean()
layer = nn.functional.linear(x, w, v)
three = nn.functional.mse_loss(layer, x) ** 2
loss = one + two + (1 - three)
loss.backward()
"""


@pytest.fixture(scope="module")
def arithmetic(browser):
    """A page on which the chain's modules can be imported by their file names."""
    with served(ROOT / "docs" / "assets" / "chain") as address:
        page = browser.new_page()
        page.goto(address)
        yield page
        page.close()


@pytest.fixture(scope="module")
def each_operation(tmp_path_factory):
    path = tmp_path_factory.mktemp("chain") / "each_operation.py"
    path.write_text(EACH_OPERATION, "utf-8")
    return chain(record(path))


def settings(held) -> list[tuple[dict, set, set]]:
    """Leaves moved, each edge cut, each operation and parameter stopped; each from its own draw."""
    draw = random.Random(13)
    leaves = [n for n, node in enumerate(held.nodes) if node.given is not None]
    kinds = {"parameter", "operation"}
    cuts = [({edge}, set()) for edge in held.edges]
    stops = [(set(), {n}) for n, node in enumerate(held.nodes) if node.kind in kinds]
    found = []
    for cut, stopped in [(held.cut, held.unrecorded)] * 5 + cuts + stops:
        given = {
            n: torch.tensor(
                [draw.uniform(-3, 3) for _ in range(held.nodes[n].given.numel())],
                dtype=torch.float64,
            ).reshape(held.nodes[n].given.shape)
            for n in leaves
            if held.nodes[n].kind != "number"
        }
        found.append((given, set(cut), set(stopped)))
    return found


IN_BROWSER = """async ([nodes, settings]) => {
    const { climb, flow } = await import("./arithmetic.js");
    return settings.map(([given, cut, stopped]) => {
        const set = nodes.map((node, n) => ({ ...node, given: given[n] ?? node.given }));
        const values = climb(set);
        return [values, flow(set, values, new Set(cut), new Set(stopped)).slopes];
    });
}"""


def in_browser(page, held, asked) -> list:
    nodes = [
        {
            "op": node.op,
            "inputs": node.inputs,
            "given": [] if node.given is None else node.given.flatten().tolist(),
            "kind": node.kind,
        }
        for node in held.nodes
    ]
    told = [
        (
            {str(n): value.flatten().tolist() for n, value in given.items()},
            [f"{n}.{k}" for n, k in cut],
            list(stopped),
        )
        for given, cut, stopped in asked
    ]
    return page.evaluate(IN_BROWSER, [nodes, told])


def assert_same_numbers(page, held) -> None:
    asked = settings(held)
    for setting, (values, slopes) in zip(asked, in_browser(page, held, asked), strict=True):
        expected = held.computed(*setting)
        for found, wanted in zip(
            [*values, *slopes], expected.values + expected.slopes, strict=True
        ):
            assert (found is None) == (wanted is None)
            if wanted is not None:
                found = torch.tensor(found, dtype=torch.float64)
                assert_close(found, wanted.flatten(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("snippet", [s for s in SHOWN if chain(run(s)).chain.told_in_numbers])
def test_a_browser_computes_what_torch_does_wherever_leaves_and_cuts_are(arithmetic, snippet):
    assert_same_numbers(arithmetic, chain(run(snippet)).chain)


def test_each_operation_is_computed_as_torch_does(arithmetic, each_operation):
    assert_same_numbers(arithmetic, each_operation.chain)
    assert {node.op for node in each_operation.chain.nodes} - {""} == set(FORMS)


def test_numbers_are_written_alike_by_build_and_browser(arithmetic):
    draw = random.Random(13)
    numbers = [draw.uniform(-1, 1) * 10 ** draw.randint(-3, 6) for _ in range(500)] + [0, -0.0, 12]
    script = (
        "async (xs) => { const { digits } = await import('./words.js'); return xs.map(digits); }"
    )
    assert arithmetic.evaluate(script, numbers) == [digits(number) for number in numbers]


# The figure on its page.


@pytest.fixture
def figure(browser, served_site):
    """Open a page, that of the chain rule, in a browser of its own; nothing may be thrown."""
    contexts, errors = [], []

    def opened(number=0, address="gradients/chain_rule/", clock=False, **options):
        contexts.append(browser.new_context(**{"reduced_motion": "reduce", **options}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if clock:  # before the page begins: its own timers could not bear another one later
            page.clock.install()
        page.goto(served_site + address)
        found = page.locator(".chain").nth(number)
        if options.get("java_script_enabled", True):
            found.scroll_into_view_if_needed()
            expect(found.locator(".chain-controls")).to_be_visible()
        return found

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def again(kept_open):
    """A chain on a page that stays open, put back to what the run had."""

    def found(number=0, address="gradients/chain_rule/", **options):
        page = kept_open(address, "h1", **options)
        figure = page.locator(".chain").nth(number)
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".chain-controls")).to_be_visible()
        as_in_the_run(figure)
        return figure

    return found


SEEN = """figure => Object.fromEntries([...figure.querySelectorAll("[data-node]")].map((card) => [
    card.dataset.node,
    [".chain-value", ".chain-slope"]
        .map((row) => card.querySelector(row).lastElementChild.textContent),
]))"""


def seen(figure) -> dict[int, list[str]]:
    """The value and the slope that each node shows."""
    return {int(n): texts for n, texts in figure.evaluate(SEEN).items()}


def told(drawn, numbers) -> dict[int, list[str]]:
    """What each node should show."""
    found = {}
    for card in drawn.cards:
        slope = numbers.slopes[card.number]
        none = "" if card.form else "None"
        found[card.number] = [
            drawn.shown(numbers.values[card.number]),
            none if slope is None else drawn.shown(slope),
        ]
    return found


def node(drawn, name) -> int:
    (n,) = [card.number for card in drawn.cards if name in (card.name, card.form)]
    return n


def step(figure, by, times=1):
    for _ in range(times):
        figure.locator(f"[data-go={by}]").click()


def as_in_the_run(figure):
    """Both passes with the run's numbers. Of large tensors a browser has none to compute."""
    if figure.locator("[data-go=reset]").count():
        step(figure, "reset")
    else:
        for _ in range(30):  # more than there are steps
            figure.locator("[data-go=on]").press("ArrowRight")


@each_figure
def test_the_script_finds_what_the_build_drew(figure, page, number, snippet):
    found = figure(number, page)
    still = seen(found)
    sums = found.locator(".chain-sums").inner_text()
    chips = found.locator(".chain-local").all_inner_texts()
    as_in_the_run(found)
    drawn = chain(run(snippet))
    assert seen(found) == still == told(drawn, drawn.chain.numbers)
    assert found.locator(".chain-sums").inner_text() == sums
    assert found.locator(".chain-local").all_inner_texts() == chips


def test_values_climb_one_by_one_and_then_slopes_come_down(again):
    found = again()
    drawn = chain(run(ONE))
    whole = told(drawn, drawn.chain.numbers)
    up = [card.number for card in drawn.cards if card.form]
    step(found, "back", 2 * len(up) + 1)
    for count in range(len(up) + 1):
        shows = seen(found)
        assert {n for n in up if shows[n][0]} == set(up[:count])
        assert all(shows[n][1] == ("" if n in up else "None") for n in shows)
        step(found, "on")
    came = [{n for n, (_, slope) in seen(found).items() if slope not in ("", "None")}]
    for _ in up:
        step(found, "on")
        came.append({n for n, (_, slope) in seen(found).items() if slope not in ("", "None")})
    w, b, product, y_pred, error, loss = (
        node(drawn, name) for name in ("w", "b", "w · x", "y_pred", "error", "loss")
    )
    news = [after - before for before, after in zip([set(), *came], came, strict=False)]
    assert news == [{loss}, {error}, {y_pred}, {product, b}, {w}]
    assert seen(found) == whole


def test_a_leaf_that_two_ways_lead_to_is_written_once_when_both_have_come(again):
    found = again(1)
    drawn = chain(run(TWICE))
    w = node(drawn, "w")
    step(found, "back")
    assert seen(found)[w][1] == "None"
    step(found, "on")
    assert seen(found)[w][1] == "48"
    expect(found.locator(".chain-says")).to_contain_text("Where ways meet they add: 24 + 24 = 48")


HANDS = [("w", "−0.5"), ("x", "3"), ("b", "1.25"), ("y", "−2")]


@pytest.mark.parametrize(("name", "value"), HANDS, ids=lambda text: text)
def test_all_numbers_answer_to_a_number_that_is_typed(again, name, value):
    found = again()
    drawn = chain(run(ONE))
    typed = value.replace("−", "-")
    found.get_by_role("spinbutton", name=name, exact=True).fill(typed)
    given = {node(drawn, name): torch.tensor(float(typed), dtype=torch.float64)}
    assert seen(found) == told(drawn, drawn.chain.computed(given))


@pytest.mark.parametrize("hand", ["mouse", "finger", "keyboard"])
def test_a_slider_moves_the_weight_and_all_numbers_answer(again, hand):
    found = again(has_touch=hand == "finger", viewport=PHONE if hand == "finger" else DESK)
    drawn = chain(run(ONE))
    slider = found.get_by_role("slider", name="w, slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    there = {"x": box["width"] * 0.9, "y": box["height"] / 2}
    if hand == "keyboard":
        slider.press("ArrowRight")
    elif hand == "finger":
        slider.tap(position=there)
    else:
        slider.click(position=there)
    moved = float(slider.input_value())
    assert moved > 1
    given = {node(drawn, "w"): torch.tensor(moved, dtype=torch.float64)}
    assert seen(found) == told(drawn, drawn.chain.computed(given))
    assert float(found.get_by_role("spinbutton", name="w", exact=True).input_value()) == moved


def test_one_number_of_a_batch_moves_its_sample_alone(again):
    found = again(2)
    drawn = chain(run(BATCH))
    found.get_by_role("spinbutton", name="x, number 2").fill("5")
    given = {node(drawn, "x"): torch.tensor([1, 5, 3], dtype=torch.float64)}
    assert seen(found) == told(drawn, drawn.chain.computed(given))


# What the reader does in the picture, and the same written in the script.
CUTS = {
    "detach the product": (ONE, "edge", "y_pred", 0, ("w * x + b", "(w * x).detach() + b")),
    "take the product's item": (ONE, "edge", "y_pred", 0, ("w * x + b", "(w * x).item() + b")),
    "detach the bias": (ONE, "edge", "y_pred", 1, ("w * x + b", "w * x + b.detach()")),
    "detach one of two ways": (TWICE, "edge", "y_pred", 0, ("w * hidden", "w.detach() * hidden")),
    "no_grad": (
        TWICE,
        "stop",
        "hidden",
        None,
        ("hidden = w * x", "with torch.no_grad():\n    hidden = w * x"),
    ),
    "freeze the bias": (
        ONE,
        "stop",
        "b",
        None,
        ("torch.tensor(0.0, requires_grad=True)", "torch.tensor(0.0, requires_grad=False)"),
    ),
}


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
@pytest.mark.parametrize("cut", CUTS)
def test_after_a_cut_each_leaf_says_what_torch_writes_after_the_same_cut(
    again, tmp_path, cut, touch
):
    snippet, kind, name, k, change = CUTS[cut]
    drawn = chain(run(snippet))
    found = again([ONE, TWICE].index(snippet), has_touch=touch, viewport=PHONE if touch else DESK)
    at = f"{node(drawn, name)}" + ("" if k is None else f".{k}")
    button = found.locator(f'[data-{kind}="{at}"]')
    button.tap() if touch else button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    # What is None prints as it is.
    names = twin_names(snippet, change, (".grad.item()", ".grad"))
    shows = seen(found)
    for card in drawn.cards:
        if card.kind == "parameter":
            grad = names[card.name].grad
            assert shows[card.number][1] == ("None" if grad is None else shown(grad.double()))


def test_a_second_cut_at_the_same_place_makes_it_whole(again):
    found = again()
    before = seen(found)
    for _ in range(2):
        found.locator(".chain-chip").first.press("Enter")
    assert seen(found) == before


def test_where_no_way_is_left_the_page_says_what_torch_raises(again):
    found = again()
    step(found, "back")
    found.locator(f'[data-stop="{node(chain(run(ONE)), "loss")}"]').click()
    with pytest.raises(RuntimeError) as raised:
        torch.zeros(()).backward()
    expect(found.locator(".chain-says")).to_contain_text(f"backward() raises: {raised.value}")
    assert [text for text in found.locator(".chain-sums .gradient").all_inner_texts()] == [
        "None: no slope comes to it"
    ] * 2


def test_as_in_the_run_takes_back_all_that_the_reader_did(again):
    found = again()
    before = seen(found)
    found.get_by_role("spinbutton", name="w", exact=True).fill("3")
    found.locator(".chain-chip").nth(1).click()
    found.locator("[data-stop]").first.click()
    assert seen(found) != before
    step(found, "reset")
    assert seen(found) == before
    assert found.get_by_role("spinbutton", name="w", exact=True).input_value() == "1"
    assert found.locator("[aria-pressed=true]").count() == 0


def test_arrow_keys_go_by_steps_and_stop_at_both_ends(again):
    found = again()
    whole = seen(found)
    found.locator("[data-go=on]").focus()
    for _ in range(12):
        found.page.keyboard.press("ArrowLeft")
    expect(found.locator(".chain-at")).to_have_text("before")
    for _ in range(12):
        found.page.keyboard.press("ArrowRight")
    assert seen(found) == whole


def test_arrow_keys_in_a_number_move_the_number_and_not_the_step(again):
    found = again()
    found.get_by_role("slider", name="w, slider").press("ArrowLeft")
    assert found.get_by_role("spinbutton", name="w", exact=True).input_value() == "0.9"


def test_play_begins_anew_goes_on_by_itself_and_rests_at_the_end(figure):
    found = figure(clock=True)
    whole = seen(found)
    play = found.locator("[data-go=play]")
    play.press("Enter")
    expect(found.locator(".chain-at")).to_have_text("before")
    found.page.clock.run_for(20_000)
    assert seen(found) == whole
    expect(play).to_have_text("Play")


def test_pause_holds_the_step(figure):
    found = figure(clock=True)
    play = found.locator("[data-go=play]")
    play.press("Enter")
    found.page.clock.run_for(2000)
    play.press("Enter")
    found.page.clock.run_for(60_000)
    expect(found.locator(".chain-at")).to_have_text("forward 1 of 4")


TRAVELLING = """button => {
    button.click();
    return [...document.querySelectorAll(".chain-token")].map((token) => token.textContent);
}"""


@pytest.mark.parametrize(("motion", "tokens"), [("no-preference", ["−12"]), ("reduce", [])])
def test_a_slope_is_seen_on_its_way_unless_the_reader_wants_no_motion(figure, motion, tokens):
    found = figure(reduced_motion=motion)
    step(found, "back")
    # The click and the look are one turn of the browser's loop, so nothing has arrived yet.
    assert found.locator("[data-go=on]").evaluate(TRAVELLING) == tokens


def test_without_scripts_both_passes_stand_there_with_their_numbers(figure):
    found = figure(java_script_enabled=False)
    drawn = chain(run(ONE))
    texts = found.locator(".chain-node").all_inner_texts()
    for card, text in zip(drawn.cards, texts, strict=True):
        assert card.value in text
        assert card.slope in text
    assert not found.locator(".chain-controls").is_visible()
    assert not found.locator("input").first.is_visible()


def test_on_paper_values_stand_in_the_place_of_the_controls(figure):
    found = figure()
    found.page.emulate_media(media="print")
    assert found.locator(".chain-parameter .chain-value").first.is_visible()
    assert not found.locator("input").first.is_visible()
    assert not found.locator(".chain-controls").is_visible()


def test_each_edge_can_be_cut_by_who_hears_what_it_is(again):
    drawn = chain(run(ONE))
    found = again()
    for card in drawn.cards:
        for link in drawn.links_of(card.number):
            if link.slope:
                name = f"× {link.slope} , the slope of {link.above} by {link.below}; cut here"
                button = found.locator(f'[data-edge="{link.edge[0]}.{link.edge[1]}"]')
                expect(button).to_have_accessible_name(re.compile(name.replace(" ,", r"\s*,")))


@pytest.mark.parametrize("state", ["whole", "on the way", "cut"])
def test_axe_finds_nothing_in_any_state_light_and_dark(again, state):
    found = again()
    if state == "on the way":
        step(found, "back", 2)
    if state == "cut":
        found.locator(".chain-chip").nth(1).click()
        found.locator("[data-stop]").first.click()
    for scheme in ("dark", "light"):
        found.page.emulate_media(color_scheme=scheme)
        violations = Axe().run(found.page, context=".chain").response["violations"]
        assert [f"{v['id']}: {n['html']}" for v in violations for n in v["nodes"]] == []


OVERLAPS = """figure => {
    const box = (element) => element.getBoundingClientRect();
    const drawn = ".chain-node, .chain-chip, .chain-large, .chain-says";
    const parts = [...figure.querySelectorAll(drawn)].map(box);
    const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    return parts.flatMap((a, i) => parts.slice(i + 1).filter((b) => over(a, b))).length;
}"""


# Of each line the cards behind which it passes; it may begin and end behind one.
BEHIND = """figure => {
    const cards = [...figure.querySelectorAll(".chain-node")];
    const boxes = cards.map((card) => card.getBoundingClientRect());
    const over = ({ left, right, top, bottom }, { x, y }) =>
        left + 1 < x && x < right - 1 && top + 1 < y && y < bottom - 1;
    return [...figure.querySelectorAll("polyline")].flatMap((line) => {
        const onto = line.getScreenCTM();
        const points = [...line.points].map((point) => point.matrixTransform(onto));
        const ends = [points[0], points.at(-1)];
        const between = boxes.filter((box) => !ends.some((end) => over(box, end)));
        const far = line.getTotalLength();
        const along = Array.from({ length: 400 }, (_, i) =>
            line.getPointAtLength((far * i) / 399).matrixTransform(onto));
        const behind = between.filter((box) => along.some((point) => over(box, point)));
        return behind.map((box) =>
            `${line.dataset.way}: ${cards[boxes.indexOf(box)].textContent.trim()}`);
    });
}"""


@each_figure
def test_no_line_passes_behind_a_card_that_it_does_not_lead_to(again, page, number, snippet):
    found = again(number, page)
    for width in (1280, 390):
        found.page.set_viewport_size({"width": width, "height": 800})
        assert found.evaluate(BEHIND) == []


CUT = """figure => [figure.scrollWidth - figure.clientWidth,
    [...figure.querySelectorAll(".chain-node")].filter((c) =>
        c.scrollWidth > c.clientWidth + 1).length]"""


@each_figure
def test_no_card_lies_on_another_nor_on_a_chip_and_at_360_pixels_nothing_is_cut(
    again, page, number, snippet
):
    found = again(number, page)
    for width in (390, 360, 1280):
        found.page.set_viewport_size({"width": width, "height": 800})
        assert found.evaluate(OVERLAPS) == 0
        if width == 360:
            assert found.evaluate(CUT) == [0, 0]


BROKEN = r"""figure => [
    ...figure.querySelectorAll(".chain-numbers span:not(:has(span))"),
].flatMap((span) => {
    const range = document.createRange();
    return [...span.textContent.matchAll(/−?\d[\d.]*/g)].filter(({ index, 0: number }) => {
        range.setStart(span.firstChild, index);
        range.setEnd(span.firstChild, index + number.length);
        return new Set([...range.getClientRects()].map(({ y }) => y)).size > 1;
    }).map(([number]) => number);
})"""


@each_figure
def test_on_a_phone_no_number_is_broken_in_two(again, page, number, snippet):
    found = again(number, page)
    found.page.set_viewport_size(PHONE)
    assert found.evaluate(BROKEN) == []


def test_scripts_of_the_chain_are_loaded_when_one_comes_into_view(browser, served_site):
    with browser.new_context(viewport={"width": 1280, "height": 200}) as context:
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        page.goto(served_site + "gradients/chain_rule/", wait_until="networkidle")
        assert "start.js" in asked
        assert "chain.js" not in asked
        page.locator(".chain").first.scroll_into_view_if_needed()
        expect(page.locator(".chain-controls").first).to_be_visible()
        assert "chain.js" in asked
