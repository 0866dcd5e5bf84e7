/**
 * The loss as a surface over weight and bias: heights, contour lines, lowest point, curvature.
 * @typedef {{left: number, right: number, bottom: number, top: number}} Frame
 */

import { Sorted } from "./losses.js";

/**
 * The loss at columns × rows points, row by row from the bottom. For one weight, all that matters of
 * a sample is the bias that fits it; in order, these give each cell by a few sums.
 */
export function heights(loss, samples, frame, columns, rows) {
  const out = new Float64Array(columns * rows);
  const own = copy(samples);
  const count = samples.x.length;
  for (let i = 0; i < columns; i++) {
    const weight = frame.left + ((frame.right - frame.left) * i) / (columns - 1);
    const fitting = fittingBiases(own, weight);
    const penalty = loss.penalty(weight);
    for (let j = 0; j < rows; j++) {
      const bias = frame.bottom + ((frame.top - frame.bottom) * j) / (rows - 1);
      // A difference of sums can round to below 0.
      out[j * columns + i] = Math.max(0, loss.valueSum(fitting, bias) / count) + penalty;
    }
  }
  return out;
}

/** Puts samples in the order of their fitting biases; from one weight to the next few move. */
function fittingBiases({ x, y }, weight) {
  const biases = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const [xi, yi] = [x[i], y[i]];
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
  return new Sorted(biases);
}

const copy = ({ x, y }) => ({ x: x.slice(), y: y.slice() });

/** Levels with few digits, spaced as squares are: equal distances on a bowl. */
export function contourLevels(low, high, count) {
  const levels = new Set();
  for (let k = 1; k <= count; k++) {
    const level = low + (high - low) * (k / (count + 1)) ** 2;
    // On a high plain two digits would make all levels one.
    const digits = 2 + Math.max(0, Math.round(Math.log10(high / (high - low))));
    levels.add(Number(level.toPrecision(Math.min(digits, 15))));
  }
  return [...levels].filter((level) => level > low && level < high);
}

/**
 * The lines at rising levels, by marching squares.
 * @returns {number[][]} for each level its pieces' ends: column, row, column, row, …
 */
export function contours(surface, columns, rows, levels) {
  const band = new Uint8Array(surface.length); // how many levels lie below
  for (let i = 0; i < band.length; i++) while (levels[band[i]] < surface[i]) band[i]++;
  const lines = levels.map(() => []);
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const a = j * columns + i;
      const [b, c, d] = [a + 1, a + columns + 1, a + columns];
      if (band[a] === band[c] && band[b] === band[d] && band[a] === band[b]) continue;
      const low = Math.min(band[a], band[b], band[c], band[d]);
      const high = Math.max(band[a], band[b], band[c], band[d]);
      for (let k = low; k < high; k++) {
        cross(lines[k], levels[k], surface[a], surface[b], surface[c], surface[d], i, j);
      }
    }
  }
  return lines;
}

/** Joins the places where a level crosses a cell's four edges. */
function cross(line, level, a, b, c, d, i, j) {
  if (a < level !== b < level) line.push(i + (level - a) / (b - a), j);
  if (b < level !== c < level) line.push(i + 1, j + (level - b) / (c - b));
  if (c < level !== d < level) line.push(i + (level - d) / (c - d), j + 1);
  if (d < level !== a < level) line.push(i, j + (level - a) / (d - a));
}

/**
 * Where the loss is least, to a float's last digits. Every loss here is convex: its slope crosses 0
 * once in the bias for each weight, and once in the weight when the bias follows.
 */
export function minimum(loss, samples) {
  const own = copy(samples);
  const slope = (weight) => slopeAlongBestBias(loss, own, weight).slope;
  let reach = 1;
  while (slope(-reach) > 0 || slope(reach) < 0) reach *= 2;
  const [weight] = crossing(slope, -reach, reach);
  return { weight, bias: slopeAlongBestBias(loss, own, weight).bias };
}

function slopeAlongBestBias(loss, samples, weight) {
  const fitting = fittingBiases(samples, weight);
  const first = fitting.values[0];
  const last = fitting.values[fitting.count - 1];
  const biasSlope = (bias) => loss.slopeSum(fitting, bias);
  const [low, high] = crossing(biasSlope, first, last);
  // At a kink the slope jumps across 0; that mixture of both sides counts which is 0 for the bias.
  const [under, over] = [biasSlope(low), biasSlope(high)];
  const share = over > under ? -under / (over - under) : 0.5;
  const slope = (1 - share) * weightSlope(loss, samples, weight, low)
    + share * weightSlope(loss, samples, weight, high);
  return { slope: slope + loss.penaltySlope(weight), bias: (low + high) / 2 };
}

function weightSlope(loss, { x, y }, weight, bias) {
  let sum = 0;
  // Bracketed as in fittingBiases, so that both agree on which residual is 0.
  for (let i = 0; i < x.length; i++) sum += loss.slope(bias - (y[i] - weight * x[i])) * x[i];
  return sum / x.length;
}

/**
 * The neighbouring numbers between which a rising function crosses 0, or twice the one where it is 0.
 * A guess along the chord hits at once where it is straight; halving in turn finds jumps too.
 */
function crossing(rising, low, high) {
  let [under, over] = [rising(low), rising(high)];
  for (let chord = true; ; chord = !chord) {
    const half = (low + high) / 2;
    if (half <= low || half >= high) return [low, high];
    const guess = low - (under * (high - low)) / (over - under);
    const middle = chord && guess > low && guess < high ? guess : half;
    const value = rising(middle);
    if (value === 0) return [middle, middle];
    if (value < 0) [low, under] = [middle, value];
    else [high, over] = [middle, value];
  }
}

/**
 * The greatest curvature of a quadratic loss: gradient descent settles if lr < 2 / λmax.
 * The Hessian of mean (w·x + b − y)² holds twice the means of x², x and 1.
 */
export function lambdaMax(loss, { x }) {
  const mean = (values) => values.reduce((sum, value) => sum + value) / values.length;
  const ww = 2 * mean(x.map((value) => value * value)) + 2 * loss.l2;
  const [wb, bb] = [2 * mean(x), 2];
  return (ww + bb) / 2 + Math.hypot((ww - bb) / 2, wb);
}
