/**
 * What a reader takes in hand on a picture.
 *
 * @import { Plot } from "./plot.js"
 * @import { Samples } from "./run.js"
 */

import { clamp } from "./scale.js";

/** @type {Record<string, [across: number, up: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const REACH = 24; // pixels

/** A plot's handle. @param {Plot} plot */
const handleOf = (plot) => /** @type {HTMLElement} */ (plot.canvas.nextElementSibling);

/**
 * Puts a plot's handle where it belongs, or at the edge.
 *
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} what it is called then; nothing leaves its name as it was
 */
export function place(plot, x, y, what, handle = handleOf(plot)) {
  const { left, right, bottom, top } = plot.frame;
  const [px, py] = [plot.x(clamp(x, left, right)), plot.y(clamp(y, bottom, top))];
  handle.style.transform = `translate(${px}px, ${py}px)`;
  if (what) handle.ariaLabel = `${what} ${x}, ${y}`;
}

/**
 * Lets a plot's handle be dragged. Arrow keys move it a hundredth of the picture, with Shift a tenth.
 *
 * @param {Plot} plot
 * @param {(x: number, y: number) => void} move
 * @param {() => [x: number, y: number]} where it is
 * @returns {(event: MouseEvent) => void} moves it to the pointer
 */
export function draggable(plot, move, where, handle = handleOf(plot)) {
  /** @param {MouseEvent} event */
  const follow = ({ clientX, clientY }) => {
    const box = plot.canvas.getBoundingClientRect();
    move(...plot.at(clientX - box.left, clientY - box.top));
  };
  handle.addEventListener("pointerdown", ({ pointerId }) => handle.setPointerCapture(pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) follow(event);
  });
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const share = event.shiftKey ? 0.1 : 0.01;
    const { left, right, bottom, top } = plot.frame;
    const [[across, up], [x, y]] = [KEYS[event.key], where()];
    move(x + across * share * (right - left), y + up * share * (top - bottom));
  });
  return follow;
}

/**
 * Lets a sample be taken by pressing on or near it.
 *
 * @param {Plot} plot
 * @param {() => Samples} samples
 * @param {(place: number) => void} take
 */
export function takeable(plot, samples, take) {
  plot.canvas.addEventListener("pointerdown", ({ offsetX, offsetY, pointerId, pointerType }) => {
    const { x, y } = samples();
    const away = Array.from(x, (_, i) => Math.hypot(plot.x(x[i]) - offsetX, plot.y(y[i]) - offsetY));
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] > REACH) return;
    take(nearest);
    // A finger may want to scroll; it drags the handle.
    if (pointerType === "mouse") handleOf(plot).setPointerCapture(pointerId);
  });
}
