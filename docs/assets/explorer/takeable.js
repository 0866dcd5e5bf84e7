/**
 * A sample is taken by pressing near it.
 *
 * @import { Samples } from "../engine/run.js"
 * @import { Plot } from "../worlds/plot.js"
 */

const REACH = 24; // pixels

/**
 * Lets a sample be taken by pressing on or near it.
 *
 * @param {Plot} plot
 * @param {HTMLElement} handle that goes there
 * @param {() => Samples} samples
 * @param {(place: number) => void} take
 */
export function takeable(plot, handle, samples, take) {
  const { canvas } = plot;
  canvas.addEventListener("pointerdown", (event) => {
    const { offsetX, offsetY, pointerId, pointerType, isTrusted } = event;
    const { x, y } = samples();
    const away = Array.from(x, (_, i) => Math.hypot(plot.x(x[i]) - offsetX, plot.y(y[i]) - offsetY));
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] > REACH) return;
    take(nearest);
    // A finger may want to scroll; it drags the handle. A press that near.js kept may be over.
    const pressed = isTrusted || canvas.hasPointerCapture(pointerId);
    if (pressed && pointerType === "mouse") handle.setPointerCapture(pointerId);
  });
}
