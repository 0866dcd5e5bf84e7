/**
 * The six losses, all of one kind: the mean over the residuals r = prediction − target of
 *
 *     square · r², straight beyond delta, + absolute · |r|
 *
 * and a penalty on the weight.
 *
 * @import { Penalty } from "./penalty.js"
 * @import { Sorted } from "./sorted.js"
 *
 * @typedef {object} Residuals  what the loss makes of residuals
 * @property {number} square
 * @property {number} delta  from where on it is straight
 * @property {number} absolute
 */

export class Loss {
  /**
   * What is not named is not there.
   *
   * @param {Partial<Residuals & Penalty>} parts
   */
  constructor({ square = 0, delta = Infinity, absolute = 0, l1 = 0, l2 = 0 }) {
    this.square = square;
    this.delta = delta;
    this.absolute = absolute;
    this.l1 = l1;
    this.l2 = l2;
    /** Whether one limit on lr holds everywhere. */
    this.quadratic = square > 0 && delta === Infinity && absolute === 0 && l1 === 0;
  }

  /** What one residual adds to the mean. @param {number} r */
  value(r) {
    const { square, delta, absolute } = this;
    const size = Math.abs(r);
    return square * (size < delta ? r * r : delta * (2 * size - delta)) + absolute * size;
  }

  /** The derivative; 0 at a kink, as in torch. @param {number} r */
  slope(r) {
    const { square, delta, absolute } = this;
    const sign = Math.sign(r);
    return 2 * square * (Math.abs(r) < delta ? r : delta * sign) + absolute * sign;
  }

  /** Σ value(p − target). @param {Sorted} targets @param {number} p */
  valueSum(targets, p) {
    const { square, delta, absolute } = this;
    let sum = absolute && absolute * targets.distances(p);
    if (delta === Infinity) return sum + square * targets.squaredDistance(p);
    const { low, high } = targets.within(p, delta);
    const far = targets.distance(p, 0, low) - targets.distance(p, high);
    sum += square * delta * (2 * far - delta * (low + targets.count - high));
    return sum + square * targets.squaredDistance(p, low, high);
  }

  /** Σ slope(p − target). @param {Sorted} targets @param {number} p */
  slopeSum(targets, p) {
    const { square, delta, absolute } = this;
    const sum = absolute && absolute * targets.signs(p);
    if (delta === Infinity) return sum + 2 * square * targets.distance(p);
    const { low, high } = targets.within(p, delta);
    const near = targets.distance(p, low, high);
    return sum + 2 * square * (near + delta * (low - (targets.count - high)));
  }
}

/**
 * By their names in the address.
 *
 * @satisfies {Record<string, (settings: {delta: number, factor: number}) => Loss>}
 */
export const losses = {
  mse: () => new Loss({ square: 1 }),
  l1: () => new Loss({ absolute: 1 }),
  huber: ({ delta }) => new Loss({ square: 0.5, delta }),
  custom: ({ factor }) => new Loss({ square: 1, absolute: factor }),
  mse_l1_penalty: ({ factor }) => new Loss({ square: 1, l1: factor }),
  mse_l2_penalty: ({ factor }) => new Loss({ square: 1, l2: factor }),
};
