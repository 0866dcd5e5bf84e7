/**
 * What a line leads to that a reader has turned: it is trained as the explorer trains.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Residuals } from "../engine/losses.js"
 * @import { Penalty } from "../engine/penalty.js"
 * @import { Run, Samples, Settings } from "../engine/run.js"
 * @import { Facts } from "./course.js"
 */

import { Loss } from "../engine/losses.js";
import { lossAt, run } from "../engine/run.js";

/**
 * As many steps as the script takes, by its own optimizer, from another start.
 *
 * @param {Facts} facts of a run whose optimizer the explorer has
 * @param {Residuals & Penalty} terms of the loss
 * @param {Samples} samples
 * @param {Place} start
 */
export const rerun = ({ optimizer, weight }, terms, samples, start) =>
  steps(terms, samples, start, { ...optimizer, steps: weight.length - 1 });

/**
 * A place that no step has led to: a step that leaves it there tells the slope, and there is one loss.
 *
 * @param {Residuals & Penalty} terms of the loss
 * @param {Samples} samples
 * @param {Place} there
 */
export function standing(terms, samples, there) {
  const made = steps(terms, samples, there, { lr: 0, steps: 1 });
  return { ...made, loss: made.loss.subarray(0, 1) };
}

/**
 * @param {Residuals & Penalty} terms of the loss
 * @param {Samples} samples
 * @param {Place} start
 * @param {Partial<Settings>} settings
 * @returns {Run}
 */
function steps(terms, samples, start, settings) {
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
  const loss = new Loss(terms);
  const made = run({ ...plain, ...settings }, samples, loss);
  // The loss of a run's k-th step is that before it; here it is that of the place shown with it.
  return { ...made, loss: made.weight.map((w, k) => lossAt(loss, samples, w, made.bias[k])) };
}
