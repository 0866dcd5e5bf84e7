/**
 * A run as the three worlds show it: where its parameters were after k steps, and the loss there.
 *
 * @import { Loss } from "../engine/losses.js"
 * @import { Run, Samples, Settings } from "../engine/run.js"
 * @import { Place } from "../engine/landscape.js"
 *
 * @typedef {object} Facts  what the page's hook read off the recording; null stands for inf and nan
 * @property {number[]} x
 * @property {number[]} y
 * @property {(number | null)[]} weight  before each step and after the last
 * @property {(number | null)[]} bias
 * @property {(number | null)[]} loss
 * @property {(number | null)[]} weight_grad  what each step found
 * @property {(number | null)[]} bias_grad
 * @property {{square: number, absolute: number, l1: number, l2: number, delta: number | null}} terms
 * @property {Partial<Settings> | null} optimizer
 */

import { lossAt, run } from "../engine/run.js";

/** @param {(number | null)[]} values */
const numbers = (values) => Float64Array.from(values, (value) => value ?? NaN);

/** @param {Facts} facts @returns {Run} */
export function recorded({ weight, bias, loss, weight_grad, bias_grad }) {
  return {
    weight: numbers(weight),
    bias: numbers(bias),
    loss: numbers(loss),
    weightGrad: numbers([null, ...weight_grad]),
    biasGrad: numbers([null, ...bias_grad]),
    divergedAt: 0,
    states: [],
  };
}

/**
 * As many steps as the script takes, by its own optimizer, from another start.
 *
 * @param {Facts} facts of a run whose optimizer the explorer has
 * @param {Loss} loss
 * @param {Samples} samples
 * @param {Place} start
 */
export const rerun = ({ optimizer, weight }, loss, samples, start) =>
  steps(loss, samples, start, { ...optimizer, steps: weight.length - 1 });

/**
 * A place that no step has led to: a step that leaves it there tells the slope, and there is one loss.
 *
 * @param {Loss} loss
 * @param {Samples} samples
 * @param {Place} there
 */
export function standing(loss, samples, there) {
  const made = steps(loss, samples, there, { lr: 0, steps: 1 });
  return { ...made, loss: made.loss.subarray(0, 1) };
}

/**
 * @param {Loss} loss
 * @param {Samples} samples
 * @param {Place} start
 * @param {Partial<Settings>} settings
 * @returns {Run}
 */
function steps(loss, samples, start, settings) {
  const plain = {
    loss: /** @type {const} */ ("mse"), // the loss itself is given
    optimizer: /** @type {const} */ ("sgd"),
    lr: NaN,
    w: start.weight,
    b: start.bias,
    steps: NaN,
    batch: samples.x.length,
    zero_grad: /** @type {const} */ ("right"),
    broadcast: false,
    weight_decay: 0,
    delta: NaN,
    factor: NaN,
    momentum: NaN,
    beta1: NaN,
    beta2: NaN,
  };
  const made = run({ ...plain, ...settings }, samples, loss);
  // The loss of a run's k-th step is that before it; here it is that of the place shown with it.
  return { ...made, loss: made.weight.map((w, k) => lossAt(loss, samples, w, made.bias[k])) };
}
