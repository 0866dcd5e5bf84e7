"""What a reader does with the explorer, and that what it says is what torch does."""

import io
import re
import runpy
from contextlib import redirect_stdout
from html import unescape
from itertools import pairwise

import pytest
import torch
from browser.explorer_page import (
    address,
    drag,
    missions,
    numbers,
    readings,
    samples,
    set_by,
    settle,
)
from browser.late import held_back, unreachable_once
from browser.torch_path import LOSSES, OPTIMIZERS, settings, torch_path
from helpers.html_pages import weight
from helpers.modules import loaded_for, on_demand
from helpers.runs import ROOT, run
from playwright.sync_api import expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

EXAMPLE = "#loss=huber&optimizer=adam&lr=0.05&w=-1&b=3&steps=200&batch=100"
FACTS = "JSON.parse(document.querySelector('.explorer script').textContent)"


@pytest.fixture
def explore(browser, served_site):
    """Open the explorer at an address in a browser of its own, and see that nothing is thrown."""
    contexts, errors = [], []

    def opened(address: str = "", **options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{served_site}explorer/{address}")
        if options.get("java_script_enabled", True):
            settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def standing(browser, served_site):
    """One explorer for many addresses, one after the other; and nothing is thrown."""
    page, errors = browser.new_page(reduced_motion="reduce"), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served_site}explorer/")
    page.locator(".script > summary").click()

    def at(address: str = ""):
        # By way of another one, so that an address is read also where it is the present one.
        page.evaluate("address => { location.hash = ''; location.hash = address; }", address)
        settle(page)
        return page

    yield at
    page.close()
    assert errors == []


def test_the_samples_are_the_recordings_to_the_last_bit(explore):
    facts = explore().evaluate(FACTS)
    x, y = samples()
    assert (facts["x"], facts["y"]) == (x.flatten().tolist(), y.flatten().tolist())


def test_without_an_address_the_explorer_shows_the_script_s_own_run(explore):
    weight, bias = numbers(explore(), "weight", "bias")
    model = run("linear_regression.py").globals["model"]
    # The script computes in float32.
    assert (weight, bias) == pytest.approx((model.weight.item(), model.bias.item()), abs=1e-5)


def test_an_address_opens_that_run_finished(explore):
    found = numbers(explore(EXAMPLE), "weight", "bias", "loss", "weight.grad", "bias.grad")
    setting = settings(loss="huber", optimizer="adam", lr=0.05, w=-1.0, b=3.0, steps=200)
    assert found == pytest.approx(torch_path(setting, *samples())[-1].tolist(), abs=1e-12)


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ("batch=32", {"batch": 32}),
        ("batch=1", {"batch": 1}),
        ("zero_grad=never", {"zero_grad": "never"}),
        ("broadcast=true", {"broadcast": True}),
        ("optimizer=adamw", {"optimizer": "adamw"}),
        ("loss=custom&factor=0.7", {"loss": "custom", "factor": 0.7}),
        ("loss=huber&delta=0.2", {"loss": "huber", "delta": 0.2}),
        ("optimizer=nesterov&momentum=0.5", {"optimizer": "nesterov", "momentum": 0.5}),
        (
            "optimizer=adam&beta1=0.5&beta2=0.9&weight_decay=0.1",
            {"optimizer": "adam", "beta1": 0.5, "beta2": 0.9, "weight_decay": 0.1},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_every_name_in_the_address_counts(standing, change, asked):
    found = numbers(standing(f"#lr=0.02&w=-1&b=3&steps=77&{change}"), "weight", "bias", "loss")
    setting = settings(lr=0.02, steps=77, **asked)
    assert found == pytest.approx(torch_path(setting, *samples())[-1, :3].tolist(), abs=1e-12)


def run_copied(page, folder) -> tuple[dict, str]:
    """Run the script that the page gives to copy; its names at the end, and what it printed."""
    path = folder / "copied.py"
    path.write_text(page.locator(".script code").inner_text(), "utf-8")
    printed = io.StringIO()
    with redirect_stdout(printed):
        names = runpy.run_path(str(path), run_name="__main__")
    return names, printed.getvalue()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_copied_script_prints_the_end_that_the_page_shows(standing, tmp_path, loss, optimizer):
    page = standing(f"#loss={loss}&optimizer={optimizer}&lr=0.03&w=-1&b=3&steps=120&batch=32")
    _, printed = run_copied(page, tmp_path)
    assert re.findall(r"[a-z]+", printed) == ["loss", "weight", "bias"]
    found = [float(number) for number in re.findall(r"-?[\d.]+(?:e-\d+)?", printed)]
    assert found == pytest.approx(numbers(page, "loss", "weight", "bias"), rel=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        "zero_grad=never",
        "zero_grad=between",
        "broadcast=true",
        "broadcast=true&batch=32",
        "samples=17_1.5_-3~100_2.1_3~101_0_0.7&batch=102",
        "samples=17_1.5_-3~100_2.1_3&batch=11&optimizer=adamw&weight_decay=0",
        "optimizer=nesterov&weight_decay=0.2&momentum=0.3",
        "at=13",
        "loss=huber&delta=0.3",
    ],
)
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_the_copied_script_is_the_run_to_the_last_digits(standing, tmp_path, change):
    page = standing(f"#lr=0.05&w=-1&b=3&steps=60&{change}")
    names, _ = run_copied(page, tmp_path)
    model = names["model"]
    end = [names["loss"].item(), model.weight.item(), model.bias.item()]
    assert numbers(page, "loss", "weight", "bias") == pytest.approx(end, abs=1e-12)


def test_the_script_of_no_step_prints_the_start(standing, tmp_path):
    _, printed = run_copied(standing("#w=-1&b=3&steps=0"), tmp_path)
    assert printed == "weight -1  bias 3\n"


def test_copy_puts_the_script_on_the_clipboard(explore):
    page = explore(EXAMPLE, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".script > summary").click()
    page.get_by_role("button", name="Copy as PyTorch").click()
    expect(page.locator(".copied")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".script code").evaluate(
        "code => code.textContent"
    )


@pytest.mark.parametrize(
    "asked",
    [
        EXAMPLE,
        "#loss=custom&optimizer=adamw&lr=0.3&w=1.25&b=-0.5&steps=40&batch=7&at=12&factor=0.5"
        "&beta1=0.5&beta2=0.9&weight_decay=0.3&zero_grad=never&broadcast=true"
        "&samples=3_0.5_-4~100_1_2&view=1_1_4&pin=lr%3D0.5",
    ],
    ids=["example", "everything"],
)
def test_an_address_comes_back_as_it_went(explore, asked):
    page = explore(asked)
    shown = readings(page)
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom out").click()
    settle(page)
    written = address(page)
    assert readings(explore(written)) == shown
    without_view = re.sub("&view=[^&]*", "", asked)
    assert set(re.sub("&view=[^&]*", "", written).split("&")) == set(without_view.split("&"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("loss", "foo"),
        ("optimizer", "Adam"),
        ("lr", "NaN"),
        ("lr", "1e309"),
        ("lr", ""),
        ("lr", "-1"),
        ("w", "Infinity"),
        ("b", "three"),
        ("steps", "2.5"),
        ("steps", "1000000000"),
        ("batch", "0"),
        ("batch", "101"),
        ("zero_grad", "sometimes"),
        ("samples", "here"),
        ("loss", "<script>window.hurt = 1</script>"),
        ("w", "<img src=x onerror=window.hurt=1>"),
        ("view", "close"),
        ("at", "-3"),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_control_and_the_rest_is_kept(standing, name, text):
    kept = {"optimizer": "adam", "steps": "50", "lr": "0.2"} | {name: text}
    page = standing("#" + "&".join(f"{key}={value}" for key, value in kept.items()))
    assert page.evaluate("window.hurt") is None
    message = page.locator(f'[data-error="{"" if name in ("view", "at") else name}"]')
    expect(message).to_be_visible()
    expect(message).to_contain_text(text[:30])
    others = [other for other in ("optimizer", "steps", "lr") if other != name]
    assert [page.locator(f"[name={other}]").input_value() for other in others] == [
        kept[other] for other in others
    ]
    assert all(map(float, readings(page).values()))


@pytest.mark.parametrize("text", ["1000_1_1", "__proto___1_1", "3_1", "3_1_1e309"])
def test_a_sample_that_cannot_be_is_told_and_not_made(standing, text):
    page = standing(f"#samples={text}")
    expect(page.locator('[data-error="samples"]')).to_contain_text("cannot be used")
    assert readings(page) == readings(standing())


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["w", "b", "sample_x", "sample_y"])
def test_a_number_that_nobody_typed_fits_its_field_and_names_the_script_s(explore, name, width):
    field = explore("", viewport={"width": width, "height": 800}).locator(f"#x-{name}")
    start = run("linear_regression.py").steps[0].before
    w, b = (start[f"model.{parameter}"].item() for parameter in ("weight", "bias"))
    x, y = (values[0].item() for values in samples())
    value = {"w": w, "b": b, "sample_x": x, "sample_y": y}[name]
    shown = torch.tensor(float(field.input_value()), dtype=torch.float32).item()
    assert shown == value  # which is a float32, too
    assert field.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_a_name_that_nothing_has_is_told(standing):
    page = standing("#learning_rate=0.1")
    expect(page.locator('[data-error=""]')).to_have_text("Nothing here is called “learning_rate”.")


def test_a_bad_number_in_a_field_is_told_and_changes_nothing(standing):
    page = standing(EXAMPLE)
    before = readings(page)
    page.get_by_label("Learning rate", exact=True).fill("fast")
    expect(page.locator("#x-lr-error")).to_contain_text("“fast” cannot be used")
    assert page.locator("#x-lr").get_attribute("aria-invalid") == "true"
    assert readings(page) == before


def test_a_good_number_takes_the_message_away(standing):
    page = standing("#lr=fast")
    page.get_by_label("Learning rate", exact=True).fill("0.5")
    expect(page.locator("#x-lr-error")).to_have_text("")
    settle(page)
    assert "lr=0.5&" in address(page)


def test_dragging_the_start_moves_it(standing):
    page = standing(EXAMPLE)
    before = float(page.locator("#x-w").input_value())
    drag(page, "[data-end=place]", across=80, up=0)
    assert float(page.locator("#x-w").input_value()) > before + 0.5
    assert float(page.locator("#x-b").input_value()) == pytest.approx(3, abs=0.06)


@pytest.mark.parametrize(
    ("key", "field", "sign"),
    [
        ("ArrowRight", "#x-w", 1),
        ("ArrowLeft", "#x-w", -1),
        ("ArrowUp", "#x-b", 1),
        ("ArrowDown", "#x-b", -1),
    ],
)
def test_arrows_move_the_start(standing, key, field, sign):
    page = standing(EXAMPLE)
    before = float(page.locator(field).input_value())
    page.locator("[data-end=place]").press(key)
    settle(page)
    # A hundredth of the picture, which is 8 wide and 6 high.
    step = float(page.locator(field).input_value()) - before
    assert step == pytest.approx(sign * (0.08 if field == "#x-w" else 0.06), abs=1e-9)


def test_a_click_on_the_landscape_starts_there(standing):
    page = standing(EXAMPLE)
    canvas = page.locator("[data-world=map] canvas[role]")
    box = canvas.bounding_box()
    canvas.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.5})
    settle(page)
    assert float(page.locator("#x-w").input_value()) > 2


def test_dragging_a_sample_bends_mse_more_than_l1(standing):
    def shift(loss: str) -> float:
        page = standing(f"#loss={loss}&lr=0.05&steps=0")
        before = lowest(page, loss, "")
        drag(page, "[data-end=sample]", across=0, up=-60)
        return abs(lowest(page, loss, address(page)) - before)

    assert shift("mse") > 10 * shift("l1")


def lowest(page, loss: str, written: str) -> float:
    """The bias of the marked lowest point, from the modules that the page uses."""
    return page.evaluate(
        """async ([loss, written]) => {
            const { minimum } = await import("../assets/engine/minimum.js");
            const { losses } = await import("../assets/engine/losses.js");
            const { read, samplesOf } = await import("../assets/explorer/address.js");
            const facts = JSON.parse(document.querySelector(".explorer script").textContent);
            const { settings } = read(written, facts);
            return minimum(losses[loss](settings), samplesOf(facts, settings.samples)).bias;
        }""",
        [loss, written],
    )


def test_a_sample_is_moved_by_keys_and_put_back(standing):
    page = standing(EXAMPLE)
    before = readings(page)
    page.get_by_label("Which, from 0").fill("17")
    page.locator("[data-end=sample]").press("Shift+ArrowUp")
    settle(page)
    assert readings(page) != before
    assert "samples=17_" in address(page)
    page.get_by_role("button", name="Put all back").click()
    settle(page)
    assert readings(page) == before


def test_a_sample_is_added_by_keys_and_typed_into_place(standing):
    page = standing(EXAMPLE)
    page.get_by_role("button", name="Add a sample").press("Enter")
    expect(page.get_by_role("button", name="Sample 100: x, y")).to_be_visible()
    page.get_by_label("x", exact=True).fill("2.5")
    page.get_by_label("y", exact=True).fill("-7")
    settle(page)
    written = address(page)
    assert "samples=100_2.5_-7" in written
    assert "batch=101" in written  # a full batch stays full


def test_a_double_click_adds_a_sample_there(standing):
    page = standing(EXAMPLE)
    canvas = page.locator("[data-world=data] canvas")
    box = canvas.bounding_box()
    canvas.dblclick(position={"x": box["width"] * 0.3, "y": box["height"] * 0.2})
    settle(page)
    added = re.search(r"samples=100_(-[\d.]+)_([\d.]+)", address(page))
    assert -3 < float(added[1]) < -1
    assert 2 < float(added[2]) < 6


def test_what_took_turns_under_a_hand_is_all_there_when_the_hand_rests(standing):
    page = standing(EXAMPLE)
    handle = page.locator("[data-end=place]")
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 12)
    page.wait_for_timeout(200)
    shown = readings(page)
    page.mouse.up()
    settle(page)
    assert readings(page) == shown
    assert float(page.locator("#x-w").input_value()) > -0.5


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ("zero_grad=never", ["zero_grad() is never called"]),
        ("zero_grad=between", ["between backward() and step()"]),
        ("broadcast=true", ["the target has shape (N,)"]),
        ("zero_grad=never&broadcast=true", ["is never called", "the target has shape (N,)"]),
    ],
)
def test_a_mistake_in_the_address_is_a_chip_above_the_map_that_switches_it_off(
    standing, mistake, said
):
    page = standing(f"#{mistake}")
    chips = page.locator(".explorer .chip:visible")
    expect(chips).to_have_count(len(said))
    for words in said:  # each takes away its own mistake, and no other
        chip = chips.first
        expect(chip).to_contain_text(words)
        assert chip.bounding_box()["y"] < page.locator("[data-world=map]").bounding_box()["y"]
        before = chips.count()
        chip.locator("span").click()
        expect(chips).to_have_count(before - 1)
    assert not re.search("zero_grad|broadcast", address(page))


def test_without_a_mistake_none_is_said(standing):
    expect(standing("#loss=l1").locator(".explorer .chip:visible")).to_have_count(0)


def test_on_a_phone_the_map_comes_first_and_one_screen_holds_it_with_play_and_the_slider(explore):
    page = explore("", viewport={"width": 390, "height": 844})
    places = ["[data-world=map]", "[data-act=play]", ".slider input"]
    land, play, slider = (page.locator(f".explorer {place}").bounding_box() for place in places)
    assert land["y"] < play["y"] < slider["y"]
    assert slider["y"] + slider["height"] - land["y"] < 844


# Where each control stands that a keyboard comes to, in that order. What lies on a picture counts
# as it does, since it may be anywhere on it, and what belongs to a field as that.
STOPS = """() => {
    const kinds = ".explorer :is(select, input, button, summary, pre[tabindex])";
    const stops = [...document.querySelectorAll(kinds)].filter((e) => e.checkVisibility());
    return stops.map((stop) => {
        const box = (stop.closest(".worlds-view, .field") ?? stop).getBoundingClientRect();
        return [stop.outerHTML.slice(0, 60), box.left, box.top, box.bottom];
    });
}"""


@pytest.mark.parametrize("width", [390, 768])
@pytest.mark.parametrize("address", ["", "#optimizer=adam&loss=huber&zero_grad=never"])
def test_a_keyboard_comes_through_the_explorer_as_the_eye_does(explore, width, address):
    page = explore(address, viewport={"width": width, "height": 844})
    page.locator(".missions").evaluate("panel => { panel.open = true; }")
    stops = page.evaluate(STOPS)
    assert len(stops) > 25
    for (one, left, top, bottom), (following, right, lower, _) in pairwise(stops):
        below = lower >= bottom - 1
        beside = right >= left and lower >= top - 30  # a label or a row makes no other order
        assert below or beside, f"{following} comes after {one}"


@pytest.mark.parametrize("address", ["#optimizer=momentum&loss=huber", "#optimizer=adam"])
def test_on_a_phone_a_finger_has_44_pixels_for_each_slider_list_and_button(explore, address):
    page = explore(address, viewport={"width": 390, "height": 844}, has_touch=True)
    low = page.locator(".explorer :is(select, [data-slides], [data-act])").evaluate_all(
        "all => all.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
        ".map((e) => e.outerHTML)"
    )
    assert low == []


def test_all_is_as_it_began_after_one_button(explore):
    untouched = explore("")
    page = explore(EXAMPLE)
    assert readings(page) != readings(untouched)
    page.get_by_role("button", name="All as it began").press("Enter")
    settle(page)
    assert readings(page) == readings(untouched)
    assert readings(explore(address(page))) == readings(untouched)


def test_a_step_and_the_ends_of_the_slider_lead_where_they_say(standing):
    page = standing(EXAMPLE)
    page.get_by_role("slider", name="Step", exact=True).press("Home")
    page.get_by_role("button", name="Step", exact=True).press("Enter")
    page.get_by_role("button", name="Step", exact=True).press("Enter")
    settle(page)
    assert readings(page)["step"] == "2"
    page.get_by_role("slider", name="Step", exact=True).press("End")
    settle(page)
    assert readings(page)["step"] == "200"


def test_before_the_first_step_there_is_no_loss_and_no_gradient(standing):
    said = readings(standing("#w=-1&b=3&steps=100&at=0"))
    assert (said["weight"], said["bias"]) == ("-1", "3")
    assert {said[name] for name in ("loss", "weight.grad", "bias.grad")} == {"None"}


def test_play_shows_the_steps_and_stops_at_the_last(explore):
    page = explore("#lr=0.1&w=-1&b=3&steps=30")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(
        "() => { const at = document.querySelector('[data-name=step]').dataset.value;"
        " return at > 0 && at < 30; }"
    )
    page.wait_for_function("document.querySelector('[data-name=step]').dataset.value === '30'")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_who_asked_for_less_motion_sees_the_end_at_once(explore):
    page = explore("#lr=0.1&w=-1&b=3&steps=30&at=0", reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    settle(page)
    assert readings(page)["step"] == "30"


def test_nothing_is_computed_while_nothing_moves(explore):
    page = explore(EXAMPLE)
    page.wait_for_timeout(400)  # the page itself comes to rest
    page.evaluate(
        "() => { window.frames_drawn = 0; const ask = window.requestAnimationFrame;"
        " window.requestAnimationFrame = draw => { window.frames_drawn += 1; return ask(draw); }; }"
    )
    page.wait_for_timeout(400)
    assert page.evaluate("window.frames_drawn") == 0
    page.locator("[data-end=place]").press("ArrowUp")
    # So the counting itself works. What answers a key may have to come first; the wait asks for no
    # frame of its own.
    page.wait_for_function("window.frames_drawn >= 1", polling=50)


def test_divergence_is_shown_as_divergence(standing):
    page = standing("#lr=2&w=-1&b=3&steps=1000")
    expect(page.locator(".verdict")).to_contain_text(re.compile(r"Diverged at step \d+"))
    expect(page.locator("output[data-name=loss]")).to_have_text(re.compile(r"diverged at step \d+"))
    expect(page.locator("output[data-name=step]")).to_have_text("1000")
    assert readings(page)["loss"] == "NaN"


def test_what_a_run_did_is_said_at_its_end_and_not_on_its_way(standing):
    asked = "#lr=0.01&w=-1&b=3&steps=200&zero_grad=never"
    expect(standing(asked).locator(".verdict")).to_contain_text("This run swings: beyond")
    expect(standing(f"{asked}&at=199").locator(".verdict")).to_have_text("")


def test_a_diverging_path_leaves_a_picture_that_can_be_read(standing):
    """Most of the landscape stays as it is without the run."""
    keep = """() => {
        const canvas = document.querySelector("[data-world=map] canvas[role]");
        const before = window.kept;
        window.kept = canvas.getContext("2d").getImageData(0, 0, 400, 300).data;
        return before ? window.kept.filter((value, i) => value !== before[i]).length : 0;
    }"""
    standing("#lr=2&w=-1&b=3&steps=0").evaluate(keep)
    changed = standing("#lr=2&w=-1&b=3&steps=1000").evaluate(keep)
    assert 0 < changed < 0.25 * 4 * 400 * 300


def test_the_marked_limit_sets_the_learning_rate(standing):
    page = standing("#w=-1&b=3&steps=200")
    page.get_by_role("button", name="2/λmax").click()
    settle(page)
    assert 0.5 < float(page.locator("#x-lr").input_value()) < 1.5


def test_at_its_limit_the_slider_stands_on_the_mark(standing):
    page = standing("#w=-1&b=3&steps=200")
    page.locator(".limit").click()
    settle(page)
    away = page.evaluate("""() => {
        const slider = document.querySelector("[data-slides=lr]");
        const [track, mark] = [slider, document.querySelector(".limit")].map(
            (element) => element.getBoundingClientRect());
        const share = (slider.value - slider.min) / (slider.max - slider.min);
        const thumb = 16; // pixels, in Chromium
        return Math.abs(track.left + thumb / 2 + share * (track.width - thumb) - mark.right);
    }""")
    assert away < 2


@pytest.mark.parametrize("loss", ["l1", "huber", "custom", "mse_l1_penalty"])
def test_a_loss_that_is_no_quadratic_has_no_marked_limit(standing, loss):
    expect(standing(f"#loss={loss}").locator(".limit")).to_be_hidden()


def test_a_pinned_run_stays_while_another_is_made(standing):
    page = standing(EXAMPLE)
    page.get_by_role("button", name="Pin this run").click()
    page.get_by_label("Optimizer", exact=True).select_option("sgd")
    expect(page.locator(".pinned")).to_have_text("dashed, pinned: huber, adam, lr 0.05")
    written = address(page)
    assert "optimizer=sgd" in written
    assert "pin=%23loss%3Dhuber%26optimizer%3Dadam" in written


def in_view(page):
    """The arithmetic of a step, where a reader has come to it."""
    text = page.locator(".update-text")
    text.scroll_into_view_if_needed()
    return text


def test_the_update_is_the_step_in_numbers(standing):
    page = standing("#lr=0.01&w=1&b=0&steps=1")
    expect(in_view(page)).to_contain_text("bias ←")
    weight, bias, weight_grad, bias_grad = numbers(
        page, "weight", "bias", "weight.grad", "bias.grad"
    )
    assert page.locator(".update-text").inner_text().split("\n\n") == [
        f"weight ← 1.0000 − 0.01 · (−{-weight_grad:.4f}) = {weight:.4f}",
        f"bias ← 0.0000 − 0.01 · (−{-bias_grad:.4f}) = {bias:.4f}",
    ]


def test_a_root_has_its_stroke_over_the_number_that_it_is_of(standing):
    page = standing("#optimizer=adam&lr=0.01&w=1&b=0&steps=3")
    expect(in_view(page)).to_contain_text("v̂ ←")
    squares = re.findall(r"v̂ ← .* = (\S+)", page.locator(".update-text").inner_text())
    roots = page.locator(".update-text .root")
    expect(roots).to_have_text(squares)
    assert len(squares) == 2
    assert roots.first.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    assert roots.first.evaluate("e => e.previousSibling.textContent.slice(-1)") == "√"


def test_the_update_is_read_where_a_reader_goes_to_it_and_not_at_each_frame(explore):
    page = explore(EXAMPLE)
    silent = page.locator(".explorer output:not([aria-live=off]), .update-text[aria-live]")
    assert silent.count() == 0
    page.get_by_role("button", name="Step", exact=True).click()
    in_view(page)
    expect(page.locator(".update-text[tabindex='0']")).to_contain_text("weight ←")


def test_pictures_follow_the_switch_to_dark(explore):
    page = explore(EXAMPLE, color_scheme="light")
    picture = "document.querySelector('[data-world=map] canvas').toDataURL()"
    light = page.evaluate(picture)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {picture} !== light", arg=light)


def test_without_javascript_there_is_a_still_picture_and_a_word(explore):
    page = explore(java_script_enabled=False)
    expect(page.locator(".still svg")).to_be_visible()
    expect(page.locator(".still")).to_contain_text("JavaScript")
    expect(page.locator(".live")).to_be_hidden()


def test_the_engine_weighs_at_most_6_kb(site):
    assert 0 < weight((site / "assets/engine").glob("*.js")) <= 6 * 1024


def loaded(page) -> set[str]:
    """What the page has asked for, by its path under assets/."""
    names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    return {name.partition("/assets/")[2] for name in names}


def test_the_scripts_that_the_page_begins_with_weigh_at_most_20_kb(explore, site):
    page = explore()
    scripts = loaded_for(site / "assets/explorer/explorer.js")
    there = {*(site.resolve() / "assets/explorer").glob("*.js")}
    later = set().union(*map(loaded_for, on_demand(scripts)))
    assert there <= scripts | later  # so that none is there which nothing needs
    asked = {str(path.relative_to(site.resolve() / "assets")) for path in scripts}
    assert asked <= loaded(page)
    assert weight(scripts) <= 20 * 1024


def test_what_is_told_of_a_run_comes_after_the_pictures_and_then_follows(browser, served_site):
    with browser.new_context() as context:
        page = context.new_page()
        _, let_through = held_back(page, "explorer/told.js")
        page.goto(f"{served_site}explorer/{EXAMPLE}", wait_until="commit")
        page.locator(".explorer.alive").wait_for()
        expect(page.locator("[data-name=loss]")).not_to_have_text("")
        text = page.locator(".update-text")
        expect(text).to_have_text("")
        let_through()
        expect(text).to_contain_text("weight ←")
        before = text.inner_text()
        page.get_by_role("button", name="Step", exact=True).click()
        expect(text).not_to_have_text(before)


def test_on_paper_the_step_s_arithmetic_stands_though_no_one_scrolled_to_it(explore):
    page = explore(EXAMPLE)
    expect(page.locator(".verdict")).to_contain_text("This run")
    page.evaluate(
        """matchMedia("print").addEventListener("change", ({ matches }) => {
            if (matches) window.printed = document.querySelector(".update-text").textContent;
        })"""
    )
    page.pdf()
    assert "weight ←" in page.evaluate("window.printed")


def test_the_next_touch_asks_again_for_what_is_told_if_it_could_not_be_had(browser, served_site):
    with unreachable_once(browser, "explorer/told.js") as (page, asked, wrong):
        page.goto(f"{served_site}explorer/{EXAMPLE}")
        page.locator(".explorer.alive").wait_for()
        page.wait_for_load_state("networkidle")
        assert len(asked) == 1
        expect(page.locator(".verdict")).to_have_text("")
        page.get_by_role("button", name="Step", exact=True).click()
        expect(page.locator(".verdict")).not_to_have_text("")
        assert (len(asked), wrong) == (2, [])


@pytest.mark.parametrize("title", missions())
def test_what_a_mission_sets_waits_at_its_start_without_an_error(standing, title):
    page = standing(set_by(title))
    assert readings(page)["step"] == "0"
    assert (
        page.locator(".explorer [data-error]").all_inner_texts()
        == [""] * page.locator(".explorer [data-error]").count()
    )


def links_from_the_pages() -> list[tuple[str, str]]:
    """Each link that opens the explorer at a case, as the page it stands on and the address.

    They are HTML: MkDocs would take what follows # in a Markdown link for a heading. A mission sets
    one.
    """
    docs = ROOT / "docs"
    return [("explorer/index.md", set_by(title)) for title in missions()] + [
        (page.relative_to(docs).as_posix(), unescape(found))
        for page in sorted(docs.rglob("*.md"))
        for found in re.findall(
            r'<a href="(?:[^"]*explorer/)?(#[^"]*=[^"]*)">', page.read_text("utf-8")
        )
    ]


def test_the_chapters_open_the_explorer_at_their_cases():
    assert {page for page, _ in links_from_the_pages()} == {
        "explorer/index.md",
        "losses/l1_and_huber.md",
        "losses/landscape.md",
        "losses/reduction.md",
        "not_learning/numbers.md",
        "not_learning/only_looks_bad.md",
        "not_learning/order.md",
        "not_learning/shape_and_type.md",
        "optimizers/adam.md",
        "optimizers/learning_rate.md",
        "optimizers/momentum.md",
        "training_loop.md",
        "training_loop/mini_batches.md",
    }


def complaints(page, address: str) -> dict[str, str]:
    """What the explorer's own reading of an address, and of the run pinned in it, finds wrong."""
    return page.evaluate(
        """async address => {
            const { read } = await import("../assets/explorer/address.js");
            const facts = JSON.parse(document.querySelector(".explorer script").textContent);
            const { settings, errors } = read(address, facts);
            return { ...errors, ...read(settings.pin, facts).errors };
        }""",
        address,
    )


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(found, id=f"{page}-{i}")
        for i, (page, found) in enumerate(links_from_the_pages())
    ],
)
def test_a_link_opens_a_case_that_the_explorer_understands(standing, address):
    assert complaints(standing(""), address) == {}


@pytest.mark.parametrize(
    ("page", "mistake"),
    [
        ("training_loop.md", "zero_grad=never"),
        ("training_loop.md", "zero_grad=between"),
        ("not_learning/order.md", "zero_grad=never"),
        ("not_learning/shape_and_type.md", "broadcast=true"),
        ("losses/reduction.md", "broadcast=true"),
    ],
)
def test_a_case_whose_mistake_the_explorer_has_opens_it_with_the_mistake_on(
    standing, page, mistake
):
    (address,) = [
        found
        for name, found in links_from_the_pages()
        if (name, mistake) == (page, found.rpartition("&")[2])
    ]
    expect(standing(address).locator(f'[data-mistake="{mistake}"]')).to_be_visible()


@pytest.mark.parametrize("address", ["#lr=fast", "#speed=1", "#pin=lr%3Dfast"])
def test_a_link_that_the_explorer_does_not_understand_would_be_found(standing, address):
    assert complaints(standing(""), address) != {}


def test_no_link_to_a_case_is_broken_up_by_another(site):
    """The glossary links words of a paragraph, and cannot see that raw HTML is a link already."""
    built = "".join(page.read_text("utf-8") for page in site.rglob("index.html"))
    begun = re.findall(r'<a href="[^"]*explorer/#[^"]*">', built)
    whole = re.findall(r'<a href="[^"]*explorer/#[^"]*">[^<]*</a>', built)
    assert len(begun) == len(whole) > 8


def path(page, address: str, pinned: bool = False) -> dict[str, list[float]]:
    """The whole run of an address, from the modules that the page uses."""
    return page.evaluate(
        """async ([address, pinned]) => {
            const { read, samplesOf } = await import("../assets/explorer/address.js");
            const { run } = await import("../assets/engine/run.js");
            const { losses } = await import("../assets/engine/losses.js");
            const { minimum, lambdaMax } = await import("../assets/engine/minimum.js");
            const facts = JSON.parse(document.querySelector(".explorer script").textContent);
            const asked = read(address, facts).settings;
            const settings = pinned ? read(asked.pin, facts).settings : asked;
            const samples = samplesOf(facts, settings.samples);
            const loss = losses[settings.loss](settings);
            const made = run(settings, samples);
            const { weight, bias } = minimum(loss, samples);
            return {
                weight: Array.from(made.weight), bias: Array.from(made.bias),
                loss: Array.from(made.loss).slice(1), lowest: [weight, bias],
                limit: 2 / lambdaMax(loss, samples),
                mean: samples.y.reduce((a, b) => a + b) / samples.y.length,
            };
        }""",
        [address, pinned],
    )


def away(run: dict, point) -> list[float]:
    """How far each place of a path is from a point."""
    places = torch.tensor([run["weight"], run["bias"]]).T
    return (places - torch.tensor(point)).norm(dim=1).tolist()


class TestAnswers:
    """What the missions' replies say, measured."""

    @pytest.mark.parametrize(("share", "leaves"), [(0.98, False), (1.02, True)])
    def test_the_path_leaves_just_above_the_mark(self, standing, share, leaves):
        page = standing("")
        asked = set_by("The learning rate is too large")
        limit = path(page, asked)["limit"]
        made = path(
            page, asked.replace("lr=1.2", f"lr={share * limit}").replace("steps=60", "steps=900")
        )
        distance = away(made, made["lowest"])
        assert (distance[-1] > distance[0]) == leaves

    def test_an_outlier_drags_mse_further_than_l1(self, standing):
        page, asked = standing(""), set_by("One outlier, MSE against L1")
        mse, l1 = (away(path(page, asked, pinned), [2.0, 1.0])[-1] for pinned in (False, True))
        assert mse > 3 * l1

    def test_momentum_is_at_the_minimum_first_and_rolls_past(self, standing):
        page, asked = standing(""), set_by("Momentum overshoots")
        momentum, sgd = (path(page, asked, pinned) for pinned in (False, True))
        near = [
            next(i for i, d in enumerate(away(run, run["lowest"])) if d < 0.5)
            for run in (momentum, sgd)
        ]
        assert near[0] < near[1]
        assert max(away(momentum, momentum["lowest"])[near[0] :]) > 0.6
        assert sgd["loss"] == sorted(sgd["loss"], reverse=True)

    def test_adam_takes_the_same_way_at_a_hundredth_of_the_loss(self, standing):
        page, asked = standing(""), set_by("Adam ignores the loss's scale")
        small, whole = (path(page, asked, pinned) for pinned in (False, True))
        apart = torch.tensor([small["weight"], small["bias"]]) - torch.tensor(
            [whole["weight"], whole["bias"]]
        )
        assert apart.norm(dim=0).max() < 0.1
        sgd = path(page, asked.replace("optimizer=adam", "optimizer=sgd"))
        assert away(sgd, [-1.0, 3.0])[-1] < 0.2

    def test_without_zero_grad_the_path_swings_past_the_minimum_and_back(self, standing):
        made = path(standing(""), set_by("Without zero_grad"))
        below = torch.tensor(made["bias"]) < made["lowest"][1]
        assert below.int().diff().abs().sum() >= 4
        assert max(away(made, made["lowest"])) < 10

    def test_a_broadcast_target_leaves_a_flat_line_and_a_falling_loss(self, standing):
        made = path(standing(""), set_by("A target of the wrong shape"))
        assert (made["weight"][-1], made["bias"][-1]) == pytest.approx((0, made["mean"]), abs=1e-3)
        assert made["loss"] == sorted(made["loss"], reverse=True)

    def test_a_penalty_on_the_weight_moves_the_lowest_point_further_than_l1_of_the_errors(
        self, standing
    ):
        page, asked = standing(""), set_by("A penalty moves the lowest point")
        weight, errors = (path(page, asked, pinned)["lowest"] for pinned in (False, True))
        assert abs(errors[0] - 2) < 0.05
        assert weight[0] < 1.5

    def test_with_weight_decay_the_path_rests_between_the_lowest_point_and_0(self, standing):
        made = path(standing(""), set_by("Weight decay is not in the loss"))
        assert made["weight"][-1] == pytest.approx(made["weight"][-2], abs=1e-6)
        assert 0 < made["weight"][-1] < made["lowest"][0] - 0.3
        assert 0 < made["bias"][-1] < made["lowest"][1] - 0.1

    def test_small_batches_hover_and_a_full_batch_rests(self, standing):
        page, asked = standing(""), set_by("Small batches do not settle")
        small = path(page, asked)
        full = path(page, asked.replace("batch=5", "batch=100"))
        assert min(away(small, small["lowest"])[-20:]) > 1e-4
        assert away(full, full["lowest"])[-1] < 1e-9
