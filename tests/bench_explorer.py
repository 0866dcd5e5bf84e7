"""How long the explorer takes to draw, and how smooth a drag is, the browser slowed four times.

Each time is also given as a share of a fixed loop's, run in turns with it: a busy computer slows
both, so the share stays where the milliseconds do not.
"""

from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from bench_page import FRAME_MS, built_site, chromium, slow_down
from browser.torch_path import LOSSES, settings
from measure import Row, ratio
from playwright.sync_api import Page
from runs import ROOT, run

# What a change of the loss and the start asks for: heat map, 12 contours, a path of 1,000 steps;
# and beside it the fixed loop.
REDRAW = """async ([setting, x, y, times]) => {
    const { Plot, drawGround, drawPaths } = await import("/drawing.js");
    const { losses } = await import("/losses.js");
    const { run } = await import("/run.js");
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
        drawPaths(path, frame, runs, colours);
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

# When frames came while a hand dragged.
WATCH = """() => {
    window.frames_at = [];
    const look = (now) => { frames_at.push(now); window.looking = requestAnimationFrame(look); };
    window.looking = requestAnimationFrame(look);
}"""
WATCHED = "() => { cancelAnimationFrame(window.looking); return window.frames_at; }"


def redraws(page: Page, loss: str, times: int = 40) -> list[list[float]]:
    """Milliseconds of each full redraw and of the fixed loop, the first ones left out."""
    names = run("linear_regression.py").globals
    columns = [names[name].flatten().tolist() for name in ("x", "y")]
    setting = settings(loss=loss, optimizer="adam", lr=0.05)
    return page.evaluate(REDRAW, [setting, *columns, times])[times // 4 :]


def drag_frames(page: Page, handle: str, moves: int = 90) -> list[float]:
    """Milliseconds between frames while a handle is dragged to and fro."""
    page.locator(handle).scroll_into_view_if_needed()
    box = page.locator(handle).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(WATCH)
    for i in range(moves):
        page.mouse.move(x + abs(i % 60 - 30), y)
    at = page.evaluate(WATCHED)
    page.mouse.up()
    return [later - earlier for earlier, later in pairwise(at)]


def rows() -> list[Row]:
    """Redraws of the landscape, then drags on the built page."""
    with built_site() as site:
        return redraw_rows() + drag_rows(site)


def redraw_rows() -> list[Row]:
    """A full redraw with each loss: the best, and the median as a share of the fixed loop's."""
    rows = []
    with chromium(ROOT / "docs" / "assets" / "explorer") as page:
        for loss in LOSSES:
            redraws(page, loss, times=4)  # compiled before anything is measured
        slow_down(page)
        for loss in LOSSES:
            drawn, fixed = zip(*redraws(page, loss), strict=True)
            # The best, as on a busy computer the others measure its other work too.
            rows.append(Row(f"redraw of {loss}, best", min(drawn), "ms", at_most=FRAME_MS))
            rows.append(Row(f"redraw of {loss}, median", median(drawn), "ms"))
            rows.append(Row(f"redraw of {loss}, fixed loops", ratio([*drawn], [*fixed])))
    return rows


def drag_rows(site: Path) -> list[Row]:
    """Dragging the start, and a sample, on the built page with a run of 1,000 steps."""
    rows = []
    with chromium(site) as page:
        page.goto(f"{page.url}explorer/#optimizer=adam&lr=0.05&w=-1&b=3&steps=1000")
        page.locator(".explorer.alive").wait_for()
        for what, handle in [("start", ".land .handle"), ("sample", ".data .handle")]:
            drag_frames(page, handle)  # compiled before anything is measured
            slow_down(page)
            taken = drag_frames(page, handle)
            tenths = quantiles(taken, n=10)
            rows.append(Row(f"a frame as the {what} is dragged", median(taken), "ms", at_most=17))
            rows.append(Row(f"one frame in ten as the {what} is dragged", tenths[-1], "ms"))
    return rows
