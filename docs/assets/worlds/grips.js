/**
 * Where a hand can take a line, and what line it then makes.
 *
 * @import { Frame } from "./scale.js"
 * @import { Place } from "../engine/landscape.js"
 *
 * @typedef {[x: number, y: number]} Point
 */

import { clamp } from "./scale.js";

const INSIDE = 0.06; // of a frame: so far from its edges
const APART = 0.05; // at the least, in x: no line is upright

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

/**
 * The line through a point that is held and one that a hand moves, to the left of it or to the right.
 *
 * @param {Point} held
 * @param {Point} moved
 * @param {1 | -1} side
 * @returns {Place}
 */
export function through([heldX, heldY], [x, y], side) {
  const away = side * Math.max(side * (x - heldX), APART);
  const weight = (y - heldY) / away;
  return { weight, bias: heldY - weight * heldX };
}
