"""What stepping costs: recording lines, and painting one."""

import statistics
import time
from contextlib import redirect_stdout
from io import StringIO

from recorder import record
from runs import SNIPPETS
from world import unchanged_world

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


# A frame's work, from a key to what is painted: a message sent from within a frame arrives when
# that frame has been laid out and painted.
_PAINT = """
async moves => {
  const code = document.querySelector('.stepper-code');
  const spent = [];
  for (const key of moves) {
    await new Promise(requestAnimationFrame);
    const { port1, port2 } = new MessageChannel();
    const painted = new Promise(done => (port1.onmessage = done));
    await new Promise(done => requestAnimationFrame(() => {
      const start = performance.now();
      code.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, repeat: true }));
      port2.postMessage(0);
      painted.then(() => done(spent.push(performance.now() - start)));
    }));
  }
  return spent;
}
"""


def step_paint_ms(page, slowdown: int = 4) -> list[float]:
    """Milliseconds from a key to what it painted, with the processor slowed, for many moves.

    Args:
        page: a page of the site whose stepper is awake and in view.
        slowdown: how many times slower the processor seems.
    """
    session = page.context.new_cdp_session(page)
    moves = ["End", "Home", *["ArrowRight"] * 40, *["PageDown"] * 40, *["ArrowLeft"] * 20]
    page.evaluate(_PAINT, moves)  # so that the code is compiled
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    try:
        return page.evaluate(_PAINT, moves)
    finally:
        session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
