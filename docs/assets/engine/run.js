/**
 * The training loop, with the mistakes that can be made in it.
 *
 * @import { Loss } from "./losses.js"
 * @import { Hyperparameters, SGD } from "./optimizers.js"
 *
 * @typedef {{x: Float64Array, y: Float64Array}} Samples
 *
 * @typedef {object} Loop  what can be set of the loop itself
 * @property {keyof typeof losses} loss
 * @property {keyof typeof optimizers} optimizer
 * @property {number} w  the weight at the start
 * @property {number} b  the bias at the start
 * @property {number} steps
 * @property {number} batch  samples a step
 * @property {"right" | "never" | "between"} zero_grad  between: after backward, before step
 * @property {boolean} broadcast  whether a target of shape (N,) meets a prediction of (N, 1)
 *
 * @typedef {{delta: number, factor: number}} LossSettings
 *
 * @typedef {Loop & LossSettings & Hyperparameters} Settings  all that a run depends on, but samples
 *
 * @typedef {object} Run  what a script's names hold after k steps
 * @property {Float64Array} weight
 * @property {Float64Array} bias
 * @property {Float64Array} loss  of the k-th batch, before the k-th step; NaN at 0
 * @property {Float64Array} weightGrad  what the k-th step found in .grad; NaN for None
 * @property {Float64Array} biasGrad
 * @property {number} divergedAt  the first step with a hopeless loss, or 0
 * @property {SGD[]} states  the optimizer's after the last step, for weight and bias
 *
 * @typedef {object} RunAt  a run as it is looked at
 * @property {Run} made
 * @property {number} at  after how many of its steps
 * @property {number[]} [found]  the gradient of weight and bias there, if the next step's is known or
 *   the last step's is no more
 */

import { losses } from "./losses.js";
import { optimizers } from "./optimizers.js";
import { penalty, penaltySlope } from "./penalty.js";
import { Sorted } from "./sorted.js";

/**
 * Trains a line.
 *
 * @param {Settings} settings
 * @param {Samples} samples
 * @param {Loss} loss if it is another than the settings name
 * @returns {Run}
 */
export function run(settings, samples, loss = losses[settings.loss](settings)) {
  const { steps, zero_grad, broadcast } = settings;
  const batches = split(samples, settings.batch);
  const states = [0, 1].map(() => new optimizers[settings.optimizer](settings));

  const series = () => new Float64Array(steps + 1).fill(NaN);
  const [weight, bias, lossValue, weightGrad, biasGrad] = [1, 2, 3, 4, 5].map(series);
  weight[0] = settings.w;
  bias[0] = settings.b;

  for (let k = 1; k <= steps; k++) {
    const w = weight[k - 1];
    const b = bias[k - 1];
    const found = backward(loss, batches[(k - 1) % batches.length], w, b, broadcast);
    lossValue[k] = found.loss + penalty(loss, w);
    if (zero_grad === "between") {
      // .grad is None: step() leaves the parameter alone.
      weight[k] = w;
      bias[k] = b;
      continue;
    }
    weightGrad[k] = found.weightGrad + penaltySlope(loss, w);
    biasGrad[k] = found.biasGrad;
    if (zero_grad === "never" && k > 1) {
      weightGrad[k] += weightGrad[k - 1];
      biasGrad[k] += biasGrad[k - 1];
    }
    weight[k] = states[0].step(w, weightGrad[k]);
    bias[k] = states[1].step(b, biasGrad[k]);
  }
  const divergedAt = firstHopeless(lossValue);
  return { weight, bias, loss: lossValue, weightGrad, biasGrad, divergedAt, states };
}

/**
 * The mean loss of all samples at one weight and bias.
 *
 * @param {Loss} loss
 * @param {Samples} samples
 * @param {number} w
 * @param {number} b
 * @returns {number}
 */
export function lossAt(loss, samples, w, b) {
  return backward(loss, samples, w, b).loss + penalty(loss, w);
}

/**
 * Batches in the samples' order; the last is smaller where the size does not divide.
 *
 * @param {Samples} samples
 * @param {number} size
 */
function split({ x, y }, size) {
  const batches = [];
  for (let from = 0; from < x.length; from += size) {
    const targets = y.subarray(from, from + size);
    const sorted = new Sorted(targets.slice().sort());
    batches.push({ x: x.subarray(from, from + size), y: targets, sorted });
  }
  return batches;
}

/**
 * The mean loss of a batch, and its slopes along weight and bias.
 *
 * @param {Loss} loss
 * @param {Samples & {sorted?: Sorted}} batch
 * @param {number} w
 * @param {number} b
 * @param {boolean} broadcast whether each prediction is measured against every target, as the pairs
 *   are that (N, 1) − (N,) makes
 */
function backward(loss, { x, y, sorted }, w, b, broadcast = false) {
  const pairs = broadcast && sorted;
  let value = 0;
  let weightGrad = 0;
  let biasGrad = 0;
  for (let i = 0; i < x.length; i++) {
    const p = w * x[i] + b;
    const slope = pairs ? loss.slopeSum(sorted, p) : loss.slope(p - y[i]);
    value += pairs ? loss.valueSum(sorted, p) : loss.value(p - y[i]);
    weightGrad += slope * x[i];
    biasGrad += slope;
  }
  const n = pairs ? x.length ** 2 : x.length;
  return { loss: value / n, weightGrad: weightGrad / n, biasGrad: biasGrad / n };
}

/**
 * The first step whose loss is no number any more, or above a million times the first; 0 for none.
 *
 * @param {Float64Array} loss
 */
function firstHopeless(loss) {
  const limit = 1e6 * (1 + loss[1]);
  return Math.max(0, loss.findIndex((value, k) => k > 0 && !(value <= limit)));
}
