/**
 * A loss of one weight, and what plain SGD does on it.
 *
 * @typedef {object} Parabola
 * @property {number} at  the weight
 * @property {number} height  the loss there
 * @property {number} slope
 * @property {number} curvature  the same everywhere
 */

/** By what the loss changes if the weight is nudged. @param {Parabola} of @param {number} nudge */
export const change = ({ slope, curvature }, nudge) => slope * nudge + (curvature * nudge ** 2) / 2;

/** Where the loss is least. @param {Parabola} of */
export const lowest = ({ at, slope, curvature }) => at - slope / curvature;

/** What a step keeps of the distance to there. @param {Parabola} of @param {number} lr */
export const kept = ({ curvature }, lr) => 1 - lr * curvature;

/**
 * The weight before each step of plain SGD and after the last.
 *
 * @param {Parabola} of
 * @param {number} lr
 * @param {number} steps
 */
export function places(of, lr, steps) {
  const found = [of.at];
  for (let step = 0; step < steps; step++) {
    const w = found[step];
    found.push(w - lr * (of.slope + of.curvature * (w - of.at)));
  }
  return found;
}
