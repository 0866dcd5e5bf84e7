"""A stepper has an address, reads well without script, on paper and aloud, and is light."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.stepping import LINE, SCRIPTS, address_of, every_script
from helpers.html_pages import weight
from helpers.runs import SNIPPETS, run
from helpers.site_copy import copy_site
from helpers.statements import (
    BACKWARD,
    FOR,
    IF,
    PRINT,
    STEP,
    ZERO_GRAD,
    after,
)
from playwright.sync_api import expect
from record.recorder import record

pytestmark = [pytest.mark.site, pytest.mark.browser]

KB = 1024


# --- The address


def test_a_linked_place_is_shown_and_in_view(stepper):
    found = stepper(place=(17, STEP))
    assert found.place == (17, STEP)
    expect(found.code).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_linked_place_is_not_behind_the_header(stepper, width):
    found = stepper(place=(17, STEP), viewport={"width": width, "height": 800})
    header = found.page.locator(".md-header").bounding_box()
    expect(found.code).to_be_in_viewport()
    assert found.code.bounding_box()["y"] >= header["y"] + header["height"]


def test_the_address_follows_the_reader(stepper):
    found = stepper(place=(17, STEP))
    found.press("PageDown", "ArrowLeft")
    expect(found.page).to_have_url(re.compile(f"{address_of(LINE, 18, BACKWARD)}$"))


def test_back_leads_to_the_place_before(stepper):
    found = stepper(place=(17, BACKWARD))
    found.button("On a line").click()
    found.button("On an epoch").click()
    assert found.place == (18, STEP)
    expect(found.page).to_have_url(re.compile(f"{address_of(LINE, 18, STEP)}$"))
    found.page.go_back()
    assert found.place == (17, STEP)
    found.page.go_back()
    assert found.place == (17, BACKWARD)
    found.page.go_forward()
    assert found.place == (17, STEP)


def test_a_line_that_did_not_run_then_leads_to_the_one_before_it(stepper):
    assert stepper(place=(17, PRINT)).place == (17, IF)


@pytest.mark.parametrize("place", ["#epoch=4000&line=9000", "#epoch=-3&line=x", "#the-script"])
def test_a_place_that_is_none_leads_to_one_that_is(stepper, place):
    stepper(place=place).place  # noqa: B018


# --- Other ways to read


def test_without_javascript_there_is_one_epoch_line_by_line(stepper_without_script):
    rows = stepper_without_script.locator(".stepper-epoch tbody tr")
    expect(rows).to_have_count(7)
    expect(rows.nth(5)).to_contain_text("that is")
    expect(stepper_without_script.locator(".stepper-live")).to_be_hidden()


@pytest.fixture
def stepper_without_script(browser, served_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_site}linear_regression/")
    yield page
    context.close()


def test_paper_has_the_table_and_not_the_controls(stepper):
    found = stepper()
    expect(found.box.locator(".stepper-epoch")).to_be_hidden()
    found.page.emulate_media(media="print")
    expect(found.box.locator(".stepper-epoch")).to_be_visible()
    expect(found.box.locator(".stepper-live")).to_be_hidden()


def test_a_voice_hears_the_sentence_and_not_each_number(stepper):
    found = stepper()
    expect(found.says).to_have_attribute("aria-live", "polite")
    loud = found.box.locator("[aria-live]:not(output):not(.stepper-says)")
    expect(loud).to_have_count(0)
    expect(found.box.locator("output:not([aria-live=off])")).to_have_count(0)


def test_a_voice_is_quiet_while_it_plays(stepper):
    found = stepper(place=(17, STEP))
    found.button("Play").click()
    expect(found.says).to_have_attribute("aria-live", "off")
    found.button("Pause").click()
    expect(found.says).to_have_attribute("aria-live", "polite")


@every_script
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_in_an_awake_stepper(stepper, script, scheme, width):
    size = {"width": width, "height": 900}
    found = stepper(script, (0, ZERO_GRAD), color_scheme=scheme, viewport=size)
    found.press("ArrowRight")  # to a question
    for button in found.box.locator("[aria-expanded]").all()[:1]:
        button.click()
    findings = Axe().run(found.page).response["violations"]
    assert [f"{f['id']}: {n['html'][:150]}" for f in findings for n in f["nodes"]] == []


@every_script
def test_a_phone_need_not_scroll_sideways_at_any_line(stepper, script):
    found = stepper(script, viewport={"width": 360, "height": 740})
    wide = []
    for key in ["ArrowRight"] * 14:
        found.press(key)
        wide.append(
            found.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )
    assert set(wide) == {0}


# --- Weight


@every_script
@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_lays_out_no_more_than_boxes_of_its_own(stepper, script, width):
    found = stepper(script, (0, FOR), viewport={"width": width, "height": 800})
    layouts, _ = walk(found)
    assert len(layouts) >= 20
    assert [layout for layout in layouts if not layout["partialLayout"]] == []


@every_script
@pytest.mark.parametrize("width", [360, 1280])
def test_a_step_leaves_the_page_s_layers_as_they_are(stepper, script, width):
    found = stepper(script, (0, FOR), viewport={"width": width, "height": 800})
    found.page.evaluate(ONLY_IN_VIEW)
    layouts, composed = walk(found)
    assert len(layouts) >= 20
    assert composed == 0


# What is out of view is filled in a frame of its own.
ONLY_IN_VIEW = "const set = setTimeout; setTimeout = (act, ms) => ms === 50 || set(act, ms)"


def walk(found) -> tuple[list[dict], int]:
    """What Chromium did while a reader went on by lines and to the ends."""
    steps = ["ArrowRight"] * 24
    found.press(*steps, "PageDown", "Home", "End", "Home")  # so that no question is open
    return traced(found.page, lambda: found.press(*steps, "PageDown", "Home", "End"))


def test_a_word_outside_of_such_a_box_lays_out_the_page(stepper):
    found = stepper()
    note = found.box.locator(".stepper-note")
    act = "n => (n.firstChild.data = 'word')"
    (layout,), _ = traced(found.page, lambda: note.evaluate(act))
    assert not layout["partialLayout"]


def test_a_layer_that_goes_is_seen(stepper):
    found = stepper("classification", (0, STEP))
    act = "svg => svg.replaceChildren()"
    signs = found.signs("model.weight")
    _, composed = traced(found.page, lambda: signs.evaluate(act))
    assert composed > 0


def traced(page, act) -> tuple[list[dict], int]:
    """Each layout of a page during an act, and how often Chromium composed its layers anew."""
    client = page.context.new_cdp_session(page)
    own = client.send("Page.getFrameTree")["frameTree"]["frame"]["id"]  # icons are pages too
    events, done = [], []
    client.on("Tracing.dataCollected", lambda sent: events.extend(sent["value"]))
    client.on("Tracing.tracingComplete", lambda sent: done.append(sent))
    frame = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
    page.evaluate(frame)
    categories = {"includedCategories": ["devtools.timeline", "blink"]}
    client.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
    act()
    page.evaluate(frame)
    client.send("Tracing.end")
    while not done:
        page.wait_for_timeout(10)
    begun = [e["args"]["beginData"] for e in events if "beginData" in e.get("args", {})]
    layouts = [each for each in begun if each.get("frame") == own and "partialLayout" in each]
    return layouts, sum(e["name"] == "PaintArtifactCompositor::Update" for e in events)


def test_nothing_is_loaded_before_the_stepper_comes_into_view(browser, served_site):
    context = browser.new_context(viewport={"width": 1280, "height": 300})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{served_site}linear_regression/")
    page.wait_for_load_state("networkidle")
    early = list(asked)
    page.locator(".stepper").scroll_into_view_if_needed()
    expect(page.locator(".stepper-live")).to_be_visible()
    context.close()
    assert "stepper.js" not in early
    assert not any(name.endswith(".json") for name in early)
    assert any(name.startswith("linear_regression-") for name in asked)


@every_script
def test_a_recording_weighs_at_most_15_kb(site, script):
    (data,) = (site / "assets/stepper/data").glob(f"{script}-*.json")
    assert weight([data]) <= 15 * KB


def test_the_modules_weigh_at_most_8_kb_together(site):
    modules = list((site / "assets/stepper").glob("*.js"))
    assert len(modules) >= 8
    assert weight(modules) <= 8 * KB


# --- While the site is served


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serving(tmp_path):
    """`mkdocs serve` in a copy of the site: the copy, and its address."""
    copy = copy_site(tmp_path / "copy", whole=["linear_regression.md"])
    for lab in (copy / "docs/labs").glob("*.py"):
        lab.unlink()
    config = (copy / "mkdocs.yml").read_text("utf-8")
    without_lab = re.sub(r"  - Lab:\n(    .*\n)+", "", config)
    (copy / "mkdocs.yml").write_text(without_lab, "utf-8")
    port = free_port()
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"],
        cwd=copy,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "OMP_NUM_THREADS": "1"},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        until(lambda: answers(port), 120, tmp_path / "log")
        yield copy, f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait()
        log.close()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds, seconds: float, log: Path) -> None:
    """Wait until something holds; fails with the log if it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, log.read_text("utf-8")
        time.sleep(0.25)


def test_an_edited_snippet_shows_new_values_while_the_site_is_served(browser, serving, tmp_path):
    copy, address = serving
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}linear_regression/{address_of(LINE, 17, STEP)}")
    shown = page.locator("output[data-name='model.weight']")
    expect(shown).to_have_attribute("data-value", re.compile(r"\d"))
    before = after(run("linear_regression.py").lines, STEP, epoch=17)["model.weight"].item()
    assert float(shown.get_attribute("data-value")) == before

    snippet = copy / "snippets/linear_regression.py"
    snippet.write_text(snippet.read_text("utf-8").replace("lr=0.01", "lr=0.02"), "utf-8")
    new = after(record(snippet).lines, STEP, epoch=17)["model.weight"].item()
    assert new != before
    # The page reloads itself.
    expect(shown).to_have_attribute("data-value", str(new), timeout=60_000)
    context.close()


def test_the_three_scripts_are_there():
    assert all((SNIPPETS / f"{script}.py").is_file() for script in SCRIPTS)
