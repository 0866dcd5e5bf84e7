/**
 * The six losses: the mean of value(r) over the residuals r = prediction − target, and for two of them
 * a penalty on the weight.
 *
 * @typedef {object} Loss
 * @property {(r: number) => number} value
 * @property {(r: number) => number} slope  0 at a kink, as in torch
 * @property {(targets: Sorted, p: number) => number} valueSum  Σ value(p − target)
 * @property {(targets: Sorted, p: number) => number} slopeSum  Σ slope(p − target)
 * @property {{value: Function, slope: Function, curvature: number}} penalty  of the weight
 * @property {boolean} quadratic  so that one limit on lr holds everywhere
 */

/** Rising numbers with running sums, so that the sum of any stretch is one subtraction. */
export class Sorted {
  constructor(numbers) {
    this.values = Float64Array.from(numbers).sort();
    this.count = this.values.length;
    this.sums = new Float64Array(this.count + 1);
    this.squares = new Float64Array(this.count + 1);
    this.values.forEach((value, i) => {
      this.sums[i + 1] = this.sums[i] + value;
      this.squares[i + 1] = this.squares[i] + value * value;
    });
  }

  /** How many lie below p, found by halving. */
  below(p) {
    let from = 0;
    let to = this.count;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.values[middle] < p) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Σ (p − value) over the values from one place up to another. */
  distance(p, from = 0, to = this.count) {
    return (to - from) * p - (this.sums[to] - this.sums[from]);
  }

  /** Σ (p − value)² over the same. */
  squaredDistance(p, from = 0, to = this.count) {
    const sum = this.sums[to] - this.sums[from];
    return ((to - from) * p - 2 * sum) * p + this.squares[to] - this.squares[from];
  }
}

const squared = {
  value: (r) => r * r,
  slope: (r) => 2 * r,
  valueSum: (targets, p) => targets.squaredDistance(p),
  slopeSum: (targets, p) => 2 * targets.distance(p),
};

const absolute = {
  value: Math.abs,
  slope: Math.sign,
  valueSum(targets, p) {
    const below = targets.below(p);
    return targets.distance(p, 0, below) - targets.distance(p, below);
  },
  slopeSum(targets, p) {
    const below = targets.below(p);
    let above = below;
    while (targets.values[above] === p) above++; // a residual of 0 pulls neither way
    return below - (targets.count - above);
  },
};

/** Half a square within delta of the target, straight lines beyond. */
const huber = (delta) => ({
  value: (r) => (Math.abs(r) < delta ? 0.5 * r * r : delta * (Math.abs(r) - 0.5 * delta)),
  slope: (r) => (Math.abs(r) < delta ? r : delta * Math.sign(r)),
  valueSum(targets, p) {
    const low = targets.below(p - delta);
    const high = targets.below(p + delta);
    const far = targets.distance(p, 0, low) - targets.distance(p, high);
    const beyond = low + targets.count - high;
    return 0.5 * targets.squaredDistance(p, low, high) + delta * (far - 0.5 * delta * beyond);
  },
  slopeSum(targets, p) {
    const low = targets.below(p - delta);
    const high = targets.below(p + delta);
    return targets.distance(p, low, high) + delta * (low - (targets.count - high));
  },
});

const plus = (one, factor, other) => ({
  value: (r) => one.value(r) + factor * other.value(r),
  slope: (r) => one.slope(r) + factor * other.slope(r),
  valueSum: (targets, p) => one.valueSum(targets, p) + factor * other.valueSum(targets, p),
  slopeSum: (targets, p) => one.slopeSum(targets, p) + factor * other.slopeSum(targets, p),
});

const l1 = (factor) => ({
  value: (weight) => factor * Math.abs(weight),
  slope: (weight) => factor * Math.sign(weight),
  curvature: 0,
});
const l2 = (factor) => ({
  value: (weight) => factor * weight * weight,
  slope: (weight) => factor * 2 * weight,
  curvature: 2 * factor,
});

const loss = (parts, penalty = l2(0), quadratic = false) => ({ ...parts, penalty, quadratic });

/**
 * By their names in the address. Huber's turns straight at delta; factor weighs what is added.
 * @type {Record<string, (setting: {delta: number, factor: number}) => Loss>}
 */
export const losses = {
  mse: () => loss(squared, l2(0), true),
  l1: () => loss(absolute),
  huber: ({ delta }) => loss(huber(delta)),
  custom: ({ factor }) => loss(plus(squared, factor, absolute)),
  mse_l1_penalty: ({ factor }) => loss(squared, l1(factor)),
  mse_l2_penalty: ({ factor }) => loss(squared, l2(factor), true),
};
