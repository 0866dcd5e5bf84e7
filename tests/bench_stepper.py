"""What stepping costs: recording lines, and painting one."""

import statistics
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from bench_page import FRAME_MS, built_site, chromium, slow_down
from helpers.ratios import Row
from helpers.runs import SNIPPETS
from playwright.sync_api import Page
from record.recorder import record
from record.world import unchanged_world

ROUNDS = 15


def line_recording_ratio(script: str = "linear_regression.py") -> float:
    """How many times as long as the bare run a run with recorded lines takes.

    Imports are done before. The two are measured in turns, so that what else the machine does
    touches both, and their medians are compared.
    """
    path = SNIPPETS / script
    code = compile(path.read_text("utf-8"), str(path), "exec")
    recording = record(path)
    recording.lines  # noqa: B018  # the first run loads what torch loads late
    bare, watched = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with unchanged_world(), redirect_stdout(StringIO()):
            exec(code, {"__name__": "__main__"})
        bare.append(time.perf_counter() - start)
        del vars(recording)["lines"]  # it is kept once made
        start = time.perf_counter()
        recording.lines  # noqa: B018
        watched.append(time.perf_counter() - start)
    return statistics.median(watched) / statistics.median(bare)


# A frame's work, from an act to what is painted: a message sent from within a frame arrives when
# that frame has been laid out and painted. The act is a key, or, for none, one word of the page
# that changes: what any page of this site needs for that is the floor. Each has the line it led to.
_PAINT = """
async moves => {
  const code = document.querySelector('.stepper-code');
  const at = document.querySelector('.stepper .at');
  const spent = [];
  for (const key of moves) {
    await new Promise(requestAnimationFrame);
    const { port1, port2 } = new MessageChannel();
    const painted = new Promise(done => (port1.onmessage = done));
    await new Promise(done => requestAnimationFrame(() => {
      const start = performance.now();
      const pressed = new KeyboardEvent('keydown', { key, bubbles: true, repeat: true });
      if (key) code.dispatchEvent(pressed);
      else at.firstChild.data = `word ${spent.length}`;
      port2.postMessage(0);
      painted.then(() => {
        const line = key.startsWith('Arrow') ? at.textContent.split('line ')[1] : key;
        done(spent.push([line, performance.now() - start]));
      });
    }));
  }
  return spent;
}
"""
_MOVES = [*["ArrowRight"] * 60, *["PageDown"] * 20, *["ArrowLeft"] * 20, *["End", "Home"] * 5]
_TRIES = 3
WIDTHS = {"a desk": 1280, "a phone": 360}


def paint_ms(site: Path, name: str, width: int, slowed: bool = True) -> tuple[float, float, float]:
    """Milliseconds that painting takes: of a step, of the slowest line or key, and of one word.

    Each is a median over many. Of three tries on fresh pages the quietest counts: what else the
    machine does only adds, and on two cores the throttle itself, the compositor and the server
    compete with the page.
    """
    tries = []
    for _ in range(_TRIES):
        with chromium(site) as page:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{page.url}{name}/#epoch=0&line=0")  # where a link to a place leads
            page.locator(".stepper.awake").wait_for()
            page.evaluate(_PAINT, _MOVES)  # so that the code is compiled, and no question is open
            if slowed:
                slow_down(page)
            steps: dict[str, list[float]] = {}
            for line, spent in page.evaluate(_PAINT, _MOVES):
                steps.setdefault(line, []).append(spent)
            words = [spent for _, spent in page.evaluate(_PAINT, [""] * 40)]
            step = statistics.median(spent for line in steps.values() for spent in line)
            tries.append((step, max(map(statistics.median, steps.values())), words))
    steps, slowest, words = zip(*tries, strict=True)
    return min(steps), min(slowest), min(map(statistics.median, words))


def traced(page: Page, act: Callable[[], None]) -> tuple[list[dict], int]:
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


# What is out of view is filled in a frame of its own.
_ONLY_IN_VIEW = "const set = setTimeout; setTimeout = (act, ms) => ms === 50 || set(act, ms)"
_EMPTY = "note => note.replaceChildren()"  # a note is in no box of its own


def layout_rows(site: Path, name: str, width: int, screen: str) -> list[Row]:
    """How often a step lays out more than boxes of its own, and changes the page's layers."""
    keys = [*["ArrowRight"] * 24, "PageDown", "Home", "End"]

    def press() -> None:
        for key in keys:
            page.keyboard.press(key)

    with chromium(site) as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{page.url}{name}/#epoch=0&line=0")
        page.locator(".stepper.awake").wait_for()
        page.locator(".stepper-code").first.focus()
        press()  # so that no question is open
        page.keyboard.press("Home")
        layouts, _ = traced(page, press)
        page.keyboard.press("Home")
        page.evaluate(_ONLY_IN_VIEW)
        _, composed = traced(page, press)
        note = page.locator(".stepper-note").first
        others, emptied = traced(page, lambda: note.evaluate(_EMPTY))
    wide = [sum(not each["partialLayout"] for each in some) for some in (layouts, others)]
    return [
        Row(f"layouts of {name}, {screen}", len(layouts), "", at_least=20),
        Row("  of more than boxes of its own", wide[0], "", at_most=0),
        Row("  layers composed anew", composed, "", at_most=0),
        Row("  both are seen: layouts as a note goes", wide[1], "", at_least=1),
        Row("  and layers composed anew", emptied, "", at_least=1),
    ]


def rows() -> list[Row]:
    """What recording the lines of each script costs, then what painting one of them does."""
    scripts = ["linear_regression", "classification", "custom_loss"]
    rows = [
        Row(f"lines of {name} / bare run", line_recording_ratio(f"{name}.py"), at_most=10)
        for name in scripts
    ]
    with built_site() as site:
        for name in scripts:
            for screen, width in WIDTHS.items():
                step, slowest, word = paint_ms(site, name, width)
                rows += [
                    Row(f"a step on {name}, {screen}, slowed", step, "ms", at_most=FRAME_MS),
                    Row("  the slowest line or key", slowest, "ms", at_most=FRAME_MS),
                    Row("  of that, any word that changes", word, "ms"),
                    Row("  not slowed", paint_ms(site, name, width, slowed=False)[0], "ms"),
                    *layout_rows(site, name, width, screen),
                ]
    return rows
