"""How long the explorer takes to draw, and how smooth a drag is, the browser slowed four times.

The browser is slowed by pauses, and a redraw may fall between two of them: its median counts, not
its best. It is also given as a share of a fixed loop's time, run in turns with it, and a drag as
the processor's own time, for a busy computer slows what is on the clock, and these hardly.
"""

from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from bench_page import FRAME_MS, SLOWER, built_site, chromium, slow_down
from browser.torch_path import LOSSES, settings
from helpers.ratios import Row, ratio
from helpers.runs import ROOT, run
from playwright.sync_api import Page

# What a change of the loss and the start asks for: heat map, 12 contours, a path of 1,000 steps;
# and beside it the fixed loop.
REDRAW = """async ([setting, x, y, times]) => {
    const { Plot } = await import("/worlds/plot.js");
    const { drawGround } = await import("/worlds/ground.js");
    const { drawMap } = await import("/worlds/map_view.js");
    const { minimum } = await import("/engine/minimum.js");
    const { losses } = await import("/engine/losses.js");
    const { run } = await import("/engine/run.js");
    const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
    const colours = new Proxy({}, { get: () => "#14168c" });
    const [ground, path] = [0, 1].map(() => {
        const canvas = document.body.appendChild(document.createElement("canvas"));
        Object.assign(canvas.style, { width: "560px", height: "420px" });
        return new Plot(canvas);
    });
    const frame = { left: -2.5, right: 5.5, bottom: -2, top: 4 };
    const loss = losses[setting.loss](setting);
    const redraw = () => {
        const runs = [{ made: run(setting, samples), at: setting.steps }];
        drawGround(ground, loss, samples, frame, colours);
        const places = { lowest: minimum(loss, samples), truth: { weight: 2, bias: 1 } };
        drawMap(path, frame, runs, colours, places);
    };
    const fixed = () => {
        let sum = 0;
        for (let i = 0; i < 1e6; i++) sum += Math.sqrt(i);
        return sum;
    };
    const milliseconds = (work) => {
        const begun = performance.now();
        work();
        return performance.now() - begun;
    };
    const taken = [];
    for (let i = 0; i < times; i++) {
        taken.push([milliseconds(redraw), milliseconds(fixed)]);
        await new Promise(requestAnimationFrame);
    }
    document.body.replaceChildren();
    return taken;
}"""

# When frames came while a hand dragged, with a move in each. A driver's mouse is not so quick: its
# moves come two or three frames apart, and most frames would have nothing to do.
DRAG = """async ([selector, moves]) => {
    const handle = document.querySelector(selector);
    handle.scrollIntoView({ block: "center" });
    await new Promise(requestAnimationFrame);
    const box = handle.getBoundingClientRect();
    const at = (type, across) => new PointerEvent(type, {
        bubbles: true, clientX: box.x + box.width / 2 + across, clientY: box.y + box.height / 2,
    });
    Object.assign(handle, { setPointerCapture() {}, hasPointerCapture: () => true });
    handle.dispatchEvent(at("pointerdown", 0));
    const times = [];
    for (let i = 0; i <= moves; i++) {
        times.push(await new Promise(requestAnimationFrame));
        handle.dispatchEvent(at("pointermove", Math.abs((i % 60) - 30)));
    }
    handle.dispatchEvent(at("pointerup", 0));
    return times;
}"""


def redraws(page: Page, loss: str, times: int = 40) -> list[list[float]]:
    """Milliseconds of each full redraw and of the fixed loop, the first ones left out."""
    names = run("linear_regression.py").globals
    columns = [names[name].flatten().tolist() for name in ("x", "y")]
    setting = settings(loss=loss, optimizer="adam", lr=0.05)
    return page.evaluate(REDRAW, [setting, *columns, times])[times // 4 :]


def drag_frames(page: Page, handle: str, moves: int = 120) -> list[float]:
    """Milliseconds between frames while a handle is dragged to and fro."""
    return [later - earlier for earlier, later in pairwise(page.evaluate(DRAG, [handle, moves]))]


def drag_work(page: Page, handle: str, moves: int = 120) -> float:
    """Milliseconds of the processor that the page takes for one frame of such a drag."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def seconds() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    begun = seconds()
    drag_frames(page, handle, moves)
    return (seconds() - begun) / moves * 1000


def rows() -> list[Row]:
    """Redraws of the landscape, then drags on the built page."""
    with built_site() as site:
        return redraw_rows() + drag_rows(site)


def redraw_rows() -> list[Row]:
    """A full redraw with each loss: the median, and as a share of the fixed loop's."""
    rows = []
    with chromium(ROOT / "docs" / "assets") as page:
        for loss in LOSSES:
            redraws(page, loss, times=4)  # compiled before anything is measured
        slow_down(page)
        for loss in LOSSES:
            drawn, fixed = zip(*redraws(page, loss), strict=True)
            rows.append(Row(f"redraw of {loss}", median(drawn), "ms", at_most=FRAME_MS))
            rows.append(Row(f"redraw of {loss}, fixed loops", ratio([*drawn], [*fixed])))
    return rows


def drag_rows(site: Path) -> list[Row]:
    """Dragging the start, and a sample, on the built page with a run of 1,000 steps."""
    rows = []
    with chromium(site) as page:
        page.goto(f"{page.url}explorer/#optimizer=adam&lr=0.05&w=-1&b=3&steps=1000")
        page.locator(".explorer.alive").wait_for()
        handles = {"start": "[data-end=place]", "sample": "[data-end=sample]"}
        for handle in handles.values():
            drag_frames(page, handle)  # compiled before anything is measured
        for what, handle in handles.items():
            work = SLOWER * drag_work(page, handle)
            rows.append(Row(f"work of a frame as the {what} is dragged", work, "ms"))
        rows += frame_rows(page, handles, "")
        slow_down(page)
        rows += frame_rows(page, handles, ", slowed")
    return rows


def frame_rows(page: Page, handles: dict[str, str], how: str) -> list[Row]:
    """The median frame of each drag, and the one in ten that comes late."""
    rows = []
    for what, handle in handles.items():
        taken = drag_frames(page, handle)
        tenth = quantiles(taken, n=10)[-1]
        rows.append(Row(f"a frame as the {what} is dragged{how}", median(taken), "ms", at_most=17))
        rows.append(Row(f"  one in ten{how}", tenth, "ms", at_most=17))
    return rows
