/**
 * Cross-entropy of two classes, as it sees a model: by the difference of its two logits, which is
 * across · x₀ + up · x₁ + offset at a point.
 *
 * @typedef {{across: number, up: number, offset: number}} Line  where the difference is 0
 * @typedef {[x0: number, x1: number][]} Points
 * @typedef {{at: Line[], loss: number[]}} Course  after so many steps
 */

/** The difference of the logits at a point. @param {Line} line @param {number[]} point */
export const logit = ({ across, up, offset }, [x0, x1]) => across * x0 + up * x1 + offset;

/**
 * The mean loss, log(1 + e^−logit) of a point of class 1 and log(1 + e^logit) of one of class 0.
 *
 * @param {Line} line
 * @param {Points} x
 * @param {number[]} y
 */
export function lossOf(line, x, y) {
  let sum = 0;
  x.forEach((point, i) => {
    const away = (y[i] ? -1 : 1) * logit(line, point);
    sum += Math.max(away, 0) + Math.log1p(Math.exp(-Math.abs(away))); // no e^1000
  });
  return sum / x.length;
}

/**
 * A step of plain SGD on both logits: their gradients are opposite, so the difference moves twice.
 *
 * @param {Line} line
 * @param {Points} x
 * @param {number[]} y
 * @param {number} lr
 * @returns {Line}
 */
export function step({ across, up, offset }, x, y, lr) {
  const slope = [0, 0, 0];
  x.forEach((point, i) => {
    const surprise = 1 / (1 + Math.exp(-logit({ across, up, offset }, point))) - y[i]; // p − y
    [...point, 1].forEach((value, k) => (slope[k] += (surprise * value) / x.length));
  });
  const [a, u, o] = slope.map((of) => 2 * lr * of);
  return { across: across - a, up: up - u, offset: offset - o };
}

/**
 * As many steps from another start.
 *
 * @param {Line} start
 * @param {Points} x
 * @param {number[]} y
 * @param {number} lr
 * @param {number} steps
 * @returns {Course}
 */
export function train(start, x, y, lr, steps) {
  const at = [start];
  while (at.length <= steps) at.push(step(at[at.length - 1], x, y, lr));
  return { at, loss: at.map((line) => lossOf(line, x, y)) };
}
