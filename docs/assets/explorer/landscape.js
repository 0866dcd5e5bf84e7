/**
 * The loss as a surface over weight and bias: its heights, contour lines, lowest point, steepness.
 *
 * @typedef {object} Frame  the part of the plane that is looked at
 * @property {number} left  least weight
 * @property {number} right  greatest weight
 * @property {number} bottom  least bias
 * @property {number} top  greatest bias
 */

import { Sorted } from "./losses.js";

/**
 * The loss at columns × rows points of a frame, row by row from the bottom.
 *
 * For one weight, the loss sees each sample only by the bias that would fit it, y − weight · x.
 * Sorted once a column, these give each cell by a few sums instead of a walk over the samples.
 * @returns {Float64Array}
 */
export function heights(loss, samples, frame, columns, rows) {
  const out = new Float64Array(columns * rows);
  const count = samples.x.length;
  for (let i = 0; i < columns; i++) {
    const weight = frame.left + ((frame.right - frame.left) * i) / (columns - 1);
    const fitting = fittingBiases(samples, weight);
    const penalty = loss.penalty.value(weight);
    for (let j = 0; j < rows; j++) {
      const bias = frame.bottom + ((frame.top - frame.bottom) * j) / (rows - 1);
      // Differences of sums can round to just below what no loss goes below.
      out[j * columns + i] = Math.max(0, loss.valueSum(fitting, bias) / count) + penalty;
    }
  }
  return out;
}

/** The bias that would put the line through each sample. */
function fittingBiases({ x, y }, weight) {
  const biases = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) biases[i] = y[i] - weight * x[i];
  return new Sorted(biases);
}

/**
 * Levels for contour lines, rounded to two digits so that they can be written beside their lines.
 *
 * Spaced as the squares are: on a bowl the lines then stand equally far apart.
 */
export function contourLevels(low, high, count) {
  const levels = new Set();
  for (let k = 1; k <= count; k++) {
    const level = low + (high - low) * (k / (count + 1)) ** 2;
    // Far up a flat slope two digits would make all levels one.
    const digits = 2 + Math.max(0, Math.ceil(Math.log10(high / (high - low))));
    levels.add(Number(level.toPrecision(Math.min(digits, 15))));
  }
  return [...levels].filter((level) => level > low && level < high);
}

/**
 * The lines along which the surface has the given levels, as marching squares finds them.
 *
 * @param {number[]} levels  rising
 * @returns {number[][]} for each level the ends of its pieces: column, row, column, row, …
 */
export function contours(surface, columns, rows, levels) {
  const band = new Uint8Array(surface.length);
  for (let i = 0; i < band.length; i++) band[i] = levelsBelow(levels, surface[i]);
  const lines = levels.map(() => []);
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const a = j * columns + i;
      const corners = [a, a + 1, a + columns + 1, a + columns];
      const low = Math.min(band[a], band[a + 1], band[a + columns + 1], band[a + columns]);
      const high = Math.max(band[a], band[a + 1], band[a + columns + 1], band[a + columns]);
      for (let k = low; k < high; k++) {
        cross(lines[k], levels[k], corners.map((corner) => surface[corner]), i, j);
      }
    }
  }
  return lines;
}

function levelsBelow(levels, height) {
  let count = 0;
  while (count < levels.length && levels[count] < height) count++;
  return count;
}

/** Joins the places where a level crosses a cell's four edges: two places, or four at a saddle. */
function cross(line, level, [a, b, c, d], i, j) {
  const between = (from, to) => (level - from) / (to - from);
  if (a < level !== b < level) line.push(i + between(a, b), j);
  if (b < level !== c < level) line.push(i + 1, j + between(b, c));
  if (c < level !== d < level) line.push(i + 1 - between(c, d), j + 1);
  if (d < level !== a < level) line.push(i, j + 1 - between(d, a));
}

/**
 * Where the loss is least, to the last digits that a float has.
 *
 * Every loss here is convex, so each slope crosses 0 once, and halving finds where, kinks included:
 * for each weight the best bias, and among these the weight where going on no longer pays.
 * @returns {{weight: number, bias: number}}
 */
export function minimum(loss, samples) {
  const slope = (weight) => slopeAlongBestBias(loss, samples, weight).slope;
  let reach = 1;
  while (slope(-reach) > 0 || slope(reach) < 0) reach *= 2;
  const [weight] = crossing(slope, -reach, reach);
  return { weight, bias: slopeAlongBestBias(loss, samples, weight).bias };
}

/** How the loss changes with the weight while the bias follows as it should. */
function slopeAlongBestBias(loss, samples, weight) {
  const fitting = fittingBiases(samples, weight);
  const first = fitting.values[0];
  const last = fitting.values[fitting.count - 1];
  const biasSlope = (bias) => loss.slopeSum(fitting, bias);
  const [low, high] = crossing(biasSlope, first, last);
  // At a kink the slope jumps across 0; the mixture of both sides that is 0 for the bias is the
  // one that counts for the weight.
  const [under, over] = [biasSlope(low), biasSlope(high)];
  const share = over > under ? -under / (over - under) : 0.5;
  const slope = (1 - share) * weightSlope(loss, samples, weight, low)
    + share * weightSlope(loss, samples, weight, high);
  return { slope: slope + loss.penalty.slope(weight), bias: (low + high) / 2 };
}

function weightSlope(loss, { x, y }, weight, bias) {
  let sum = 0;
  // Bracketed as in fittingBiases, so that both agree on which residual is 0.
  for (let i = 0; i < x.length; i++) sum += loss.slope(bias - (y[i] - weight * x[i])) * x[i];
  return sum / x.length;
}

/**
 * Two neighbouring numbers between which a rising function crosses 0, or the place twice where it is 0.
 *
 * A straight guess hits at once where the function is straight; a halving in turn sees to it that
 * a jump is found too.
 */
function crossing(rising, low, high) {
  let [under, over] = [rising(low), rising(high)];
  for (let straight = true; ; straight = !straight) {
    const half = low + (high - low) / 2;
    if (half <= low || half >= high) return [low, high];
    const guess = straight ? low - (under * (high - low)) / (over - under) : half;
    const middle = guess > low && guess < high ? guess : half;
    const value = rising(middle);
    if (value === 0) return [middle, middle];
    if (value < 0) [low, under] = [middle, value];
    else [high, over] = [middle, value];
  }
}

/**
 * The greatest curvature of a quadratic loss: gradient descent settles if lr < 2 / λmax.
 *
 * The Hessian of mean (w·x + b − y)² holds twice the means of x², x and 1, wherever one stands.
 */
export function lambdaMax(loss, { x }) {
  let [meanX, meanXX] = [0, 0];
  for (const value of x) {
    meanX += value / x.length;
    meanXX += (value * value) / x.length;
  }
  const [ww, wb, bb] = [2 * meanXX + loss.penalty.curvature, 2 * meanX, 2];
  return (ww + bb) / 2 + Math.hypot((ww - bb) / 2, wb);
}
