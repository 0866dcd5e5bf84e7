"""What stepping costs: recording lines, and painting one."""

import statistics
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from bench_page import FRAME_MS, built_site, chromium, slow_down
from helpers.ratios import Row
from helpers.runs import SNIPPETS
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
                ]
    return rows
