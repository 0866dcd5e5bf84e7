/**
 * Where the loss of a line through 0 is least, and how hard one sample pulls at it there.
 *
 * @import { Loss } from "../engine/losses.js"
 * @import { Samples } from "../engine/run.js"
 */

import { crossing } from "../engine/crossing.js";

/**
 * The weight of the line, to a float's last digits. The loss of weight · x is convex, so its slope
 * crosses 0 once; not beyond the weights that would each meet one sample.
 *
 * @param {Loss} loss
 * @param {Samples} samples at least one of which has an x other than 0
 */
export function lowest(loss, { x, y }) {
  /** @param {number} weight */
  const slope = (weight) => x.reduce((sum, at, i) => sum + at * loss.slope(weight * at - y[i]), 0);
  const meets = y.map((value, i) => value / x[i]).filter(Number.isFinite);
  const [low, high] = crossing(slope, Math.min(...meets), Math.max(...meets));
  return (low + high) / 2;
}

/**
 * The slope of the loss of one sample alone, by its prediction.
 *
 * @param {Loss} loss
 * @param {Samples} samples
 * @param {number} weight
 * @param {number} i the sample
 */
export const pull = (loss, { x, y }, weight, i) => loss.slope(weight * x[i] - y[i]);
