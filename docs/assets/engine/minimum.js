/**
 * Where the loss of a line is least over weight and bias, and how it curves.
 *
 * @import { Place } from "./landscape.js"
 * @import { Loss } from "./losses.js"
 * @import { Samples } from "./run.js"
 */

import { crossing } from "./crossing.js";
import { penaltySlope } from "./penalty.js";
import { Sorted } from "./sorted.js";

/**
 * Samples in the order of the biases that put the line through them.
 *
 * @typedef {Samples & {fitting: Sorted}} Ordered
 */

/**
 * Puts samples in the order of their fitting biases; from weight to weight few move.
 *
 * @param {Ordered} samples
 * @param {number} weight
 */
function fittingBiases({ x, y, fitting }, weight) {
  const biases = fitting.values;
  for (let i = 0; i < x.length; i++) {
    const xi = x[i];
    const yi = y[i];
    const bias = yi - weight * xi;
    let k = i;
    for (; k > 0 && biases[k - 1] > bias; k--) {
      biases[k] = biases[k - 1];
      x[k] = x[k - 1];
      y[k] = y[k - 1];
    }
    biases[k] = bias;
    x[k] = xi;
    y[k] = yi;
  }
  return fitting.add();
}

/** @param {Samples} samples @returns {Ordered} */
const copy = ({ x, y }) => ({ x: x.slice(), y: y.slice(), fitting: new Sorted(y.slice()) });

/**
 * Where the loss is least, to a float's last digits. Every loss here is convex: its slope crosses 0
 * once in the bias for each weight, and once in the weight when the bias follows.
 *
 * @param {Loss} loss
 * @param {Samples} samples
 * @returns {Place}
 */
export function minimum(loss, samples) {
  const own = copy(samples);
  /** @param {number} weight */
  const slope = (weight) => slopeAlongBestBias(loss, own, weight).slope;
  let reach = 1;
  while (slope(-reach) > 0 || slope(reach) < 0) reach *= 2;
  const [weight] = crossing(slope, -reach, reach);
  return { weight, bias: slopeAlongBestBias(loss, own, weight).bias };
}

/**
 * How the loss changes with the weight while the bias follows as it should.
 *
 * @param {Loss} loss
 * @param {Ordered} samples
 * @param {number} weight
 */
function slopeAlongBestBias(loss, samples, weight) {
  const fitting = fittingBiases(samples, weight);
  const first = fitting.values[0];
  const last = fitting.values[fitting.count - 1];
  /** @param {number} bias */
  const biasSlope = (bias) => loss.slopeSum(fitting, bias);
  const [low, high] = crossing(biasSlope, first, last);
  // At a kink the slope jumps across 0; that mixture of both sides counts which is 0 for the bias.
  const [under, over] = [biasSlope(low), biasSlope(high)];
  const share = over > under ? -under / (over - under) : 0.5;
  const slope = (1 - share) * weightSlope(loss, samples, weight, low)
    + share * weightSlope(loss, samples, weight, high);
  return { slope: slope + penaltySlope(loss, weight), bias: (low + high) / 2 };
}

/** @param {Loss} loss @param {Samples} samples @param {number} weight @param {number} bias */
function weightSlope(loss, { x, y }, weight, bias) {
  let sum = 0;
  // Bracketed as in fittingBiases, so that both agree on which residual is 0.
  for (let i = 0; i < x.length; i++) sum += loss.slope(bias - (y[i] - weight * x[i])) * x[i];
  return sum / x.length;
}

/**
 * The greatest curvature of a quadratic loss: gradient descent settles if lr < 2 / λmax.
 * The Hessian of mean (w·x + b − y)² holds twice the means of x², x and 1.
 *
 * @param {Loss} loss
 * @param {Samples} samples
 * @returns {number}
 */
export function lambdaMax(loss, { x }) {
  /** @param {Float64Array} values */
  const mean = (values) => values.reduce((sum, value) => sum + value) / values.length;
  const ww = 2 * mean(x.map((value) => value * value)) + 2 * loss.l2;
  const [wb, bb] = [2 * mean(x), 2];
  return (ww + bb) / 2 + Math.hypot((ww - bb) / 2, wb);
}
