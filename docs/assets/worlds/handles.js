/**
 * Where on a picture is what a reader can take in hand.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Plot } from "./plot.js"
 * @import { Frame } from "./scale.js"
 *
 * @typedef {[x: number, y: number]} Point
 */

import { clamp } from "./scale.js";

const INSIDE = 0.06; // of a frame: so far from its edges are the ends of a line

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
 * The last points of a line that are well within a frame, on the left and on the right.
 *
 * @param {Frame} frame
 * @param {Place} line
 * @returns {Point[]}
 */
export function grips({ left, right, bottom, top }, { weight, bias }) {
  const [aside, above] = [INSIDE * (right - left), INSIDE * (top - bottom)];
  return [left + aside, right - aside].map((x) => {
    const y = clamp(weight * x + bias, bottom + above, top - above);
    const there = (y - bias) / weight;
    return y === weight * x + bias || !Number.isFinite(there) ? [x, y] : [there, y];
  });
}
