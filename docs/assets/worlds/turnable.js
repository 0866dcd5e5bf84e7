/**
 * A line that a hand turns by an end; the other is held.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Point } from "./handles.js"
 * @import { Views } from "./views.js"
 */

import { draggable } from "./hand.js";
import { grips } from "./handles.js";

const APART = 0.05; // at the least, in x: no line is upright

/**
 * Lets a hand turn the line.
 *
 * @param {Views} views
 * @param {() => Place} line as it is
 * @param {(turned: Place) => void} turn
 */
export function turnable({ data, ends }, line, turn) {
  const held = () => grips(data.frame, line());
  ends.forEach((end, i) => {
    /** @param {number} x @param {number} y */
    const move = (x, y) => turn(through(held()[1 - i], [x, y], i ? 1 : -1));
    draggable(data, end, move, () => held()[i]);
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
