/**
 * What a reader takes in hand on a picture.
 *
 * @import { Plot } from "./plot.js"
 * @import { Samples } from "../engine/run.js"
 */

import { clamp } from "./scale.js";

/** @type {Record<string, [across: number, up: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const REACH = 24; // pixels

/**
 * What a hand takes on a view, by its `data-end`.
 *
 * @param {Element} root
 * @param {string} end
 * @returns {HTMLElement}
 */
export const handle = (root, end) => /** @type {HTMLElement} */ (root.querySelector(`[data-end=${end}]`));

/**
 * Puts a handle where it belongs on a plot, or at the edge; away while that is nowhere.
 *
 * @param {Plot} plot
 * @param {HTMLElement} handle
 * @param {[x: number, y: number]} where
 * @param {string} what it is called then; nothing leaves its name as it was
 */
export function place(plot, handle, [x, y], what) {
  handle.hidden = Number.isNaN(x + y);
  const { left, right, bottom, top } = plot.frame;
  const [px, py] = [plot.x(clamp(x, left, right)), plot.y(clamp(y, bottom, top))];
  handle.style.transform = `translate(${px}px, ${py}px)`;
  if (what) handle.ariaLabel = `${what} ${x}, ${y}`;
}

/**
 * Lets a handle be dragged. Arrow keys move it a hundredth of the picture, with Shift a tenth.
 *
 * @param {Plot} plot
 * @param {HTMLElement} handle
 * @param {(x: number, y: number) => void} move
 * @param {() => [x: number, y: number]} where it is
 * @returns {(event: MouseEvent) => void} moves it to the pointer
 */
export function draggable(plot, handle, move, where) {
  const follow = followed(plot, handle, move);
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
 * Lets a press on a curve over the steps, and a drag along it, move a cursor.
 *
 * @param {Plot} curve
 * @param {{go(step: number): void}} cursor
 */
export function scrubbed(curve, cursor) {
  const { canvas } = curve;
  canvas.addEventListener("pointerdown", followed(curve, canvas, (step) => cursor.go(Math.round(step))));
}

/**
 * Moves something to the pointer that is pressed on a part of a plot, until it is let go.
 *
 * @param {Plot} plot
 * @param {HTMLElement} pressed
 * @param {(x: number, y: number) => void} move
 * @returns {(event: MouseEvent) => void} moves it to any pointer
 */
function followed(plot, pressed, move) {
  /** @param {MouseEvent} event */
  const follow = ({ clientX, clientY }) => {
    const box = plot.canvas.getBoundingClientRect();
    move(...plot.at(clientX - box.left, clientY - box.top));
  };
  pressed.addEventListener("pointerdown", ({ pointerId }) => pressed.setPointerCapture(pointerId));
  pressed.addEventListener("pointermove", (event) => {
    if (pressed.hasPointerCapture(event.pointerId)) follow(event);
  });
  return follow;
}

/**
 * Lets a sample be taken by pressing on or near it.
 *
 * @param {Plot} plot
 * @param {HTMLElement} handle that goes there
 * @param {() => Samples} samples
 * @param {(place: number) => void} take
 */
export function takeable(plot, handle, samples, take) {
  plot.canvas.addEventListener("pointerdown", ({ offsetX, offsetY, pointerId, pointerType }) => {
    const { x, y } = samples();
    const away = Array.from(x, (_, i) => Math.hypot(plot.x(x[i]) - offsetX, plot.y(y[i]) - offsetY));
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] > REACH) return;
    take(nearest);
    // A finger may want to scroll; it drags the handle.
    if (pointerType === "mouse") handle.setPointerCapture(pointerId);
  });
}
