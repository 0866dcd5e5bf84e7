/**
 * The six losses, all of one kind: the mean over the residuals r = prediction − target of
 *
 *     square · r², straight beyond delta, + absolute · |r|
 *
 * and a penalty on the weight, l1 · |weight| + l2 · weight².
 *
 * @typedef {object} Penalty  on the weight; it knows nothing of the samples
 * @property {number} l1
 * @property {number} l2
 *
 * @typedef {object} Residuals  what the loss makes of residuals
 * @property {number} square
 * @property {number} delta  from where on it is straight
 * @property {number} absolute
 */

/** Rising numbers with running sums: the sum of any stretch is one subtraction. */
export class Sorted {
  low = 0;
  high = 0;

  /** @param {Float64Array} values rising */
  constructor(values) {
    this.values = values;
    this.count = values.length;
    this.sums = new Float64Array(this.count + 1);
    this.squares = new Float64Array(this.count + 1);
    this.add();
  }

  /** Sums up, after the values have changed. */
  add() {
    const { values, sums, squares } = this;
    for (let i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + values[i];
      squares[i + 1] = squares[i] + values[i] * values[i];
    }
    return this;
  }

  /**
   * How many lie below p, found by walking from the last place.
   *
   * @param {number} p
   * @param {number} k the last place
   */
  below(p, k) {
    const { values, count } = this;
    while (k < count && values[k] < p) k++;
    while (k > 0 && values[k - 1] >= p) k--;
    return k;
  }

  /**
   * Finds low and high, between which the values are within delta of p.
   *
   * @param {number} p
   * @param {number} delta
   */
  within(p, delta) {
    this.low = this.below(p - delta, this.low);
    this.high = this.below(p + delta, this.high);
    return this;
  }

  /** Σ (p − value) over the values from one place up to another. @param {number} p */
  distance(p, from = 0, to = this.count) {
    return (to - from) * p - (this.sums[to] - this.sums[from]);
  }

  /** Σ (p − value)² over the same. @param {number} p */
  squaredDistance(p, from = 0, to = this.count) {
    const sum = this.sums[to] - this.sums[from];
    return ((to - from) * p - 2 * sum) * p + this.squares[to] - this.squares[from];
  }

  /** Σ |p − value|. @param {number} p */
  distances(p) {
    this.low = this.below(p, this.low);
    return this.distance(p, 0, this.low) - this.distance(p, this.low);
  }

  /** Σ sign(p − value). @param {number} p */
  signs(p) {
    let above = (this.low = this.below(p, this.low));
    while (this.values[above] === p) above++; // a distance of 0 has none
    return this.low - (this.count - above);
  }
}

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

  /** @param {number} weight */
  penalty(weight) {
    return this.l1 * Math.abs(weight) + this.l2 * weight * weight;
  }

  /** @param {number} weight */
  penaltySlope(weight) {
    return this.l1 * Math.sign(weight) + this.l2 * 2 * weight;
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
