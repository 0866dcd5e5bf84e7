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
