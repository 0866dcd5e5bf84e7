/**
 * How a weight moves with momentum on a parabola, in torch's own operations.
 *
 * @typedef {object} Bowl  whose loss is least + curvature / 2 · (weight − lowest)²
 * @property {number} lowest
 * @property {number} least
 * @property {number} curvature
 *
 * @typedef {object} Way
 * @property {number[]} at  before each step and after the last
 * @property {number[]} loss
 * @property {number[]} slope  by how much each step is made longer by the slope
 * @property {number[]} carried  and by what was left of the steps before
 */

import { Momentum } from "../engine/optimizers.js";

/** @param {Bowl} bowl @param {number} weight */
export const height = ({ lowest, least, curvature }, weight) =>
  least + (curvature / 2) * (weight - lowest) ** 2;

/**
 * @param {Bowl} bowl
 * @param {number} start
 * @param {number} steps
 * @param {{lr: number, momentum: number}} set
 * @returns {Way}
 */
export function roll(bowl, start, steps, set) {
  const sgd = new Momentum({ ...set, weight_decay: 0, beta1: NaN, beta2: NaN });
  const at = [start];
  /** @type {number[]} */
  const slope = [];
  /** @type {number[]} */
  const carried = [];
  for (let k = 0; k < steps; k++) {
    const grad = bowl.curvature * (at[k] - bowl.lowest);
    slope.push(-set.lr * grad);
    carried.push(-set.lr * set.momentum * (sgd.momentum_buffer ?? 0));
    at.push(sgd.step(at[k], grad));
  }
  return { at, loss: at.map((weight) => height(bowl, weight)), slope, carried };
}
