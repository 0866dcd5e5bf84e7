/**
 * The loss as a surface over weight and bias: its heights, and lines of equal height.
 *
 * @import { Residuals } from "./losses.js"
 * @import { Penalty } from "./penalty.js"
 * @import { Samples } from "./run.js"
 * @import { Frame } from "../worlds/scale.js"
 *
 * @typedef {{weight: number, bias: number}} Place
 */

import { penalty } from "./penalty.js";

/**
 * The loss at columns × rows points, row by row from the bottom. Along a column the sum of all samples
 * is a parabola, a·bias² + b·bias + c, that changes at their kinks: each adds its share to a row.
 *
 * @param {Residuals & Penalty} loss
 * @param {Samples} samples
 * @param {Frame} frame
 * @param {number} columns
 * @param {number} rows
 * @param {Float64Array} out where to
 */
export function heights(loss, { x, y }, frame, columns, rows, out = new Float64Array(columns * rows)) {
  const { left, right, bottom, top } = frame;
  const { square, delta, absolute } = loss;
  const perUnit = (rows - 1) / (top - bottom);
  const up = 1 / perUnit;
  const share = 1 / x.length;
  const [a, b, c] = [1, 2, 3].map(() => new Float64Array(rows + 1));
  /** The first row above a bias. @param {number} bias */
  const row = (bias) => Math.ceil(Math.max(0, Math.min((bias - bottom) * perUnit, rows)));
  /** @param {number} j @param {number} slope @param {number} from */
  const addLine = (j, slope, from) => {
    b[j] += slope;
    c[j] -= slope * from;
  };
  /** @param {number} j @param {number} share @param {number} lowest */
  const addBowl = (j, share, lowest) => {
    a[j] += share;
    addLine(j, -2 * share * lowest, lowest / 2);
  };
  for (let i = 0; i < columns; i++) {
    const weight = left + ((right - left) * i) / (columns - 1);
    for (const terms of [a, b, c]) terms.fill(0);
    for (let k = 0; k < x.length; k++) {
      const fitting = y[k] - weight * x[k]; // the bias that meets the sample
      if (absolute) {
        addLine(0, -absolute, fitting);
        addLine(row(fitting), 2 * absolute, fitting);
      }
      if (delta === Infinity) addBowl(0, square, fitting);
      else {
        addLine(0, -2 * square * delta, fitting - delta / 2);
        addBowl(row(fitting - delta), square, fitting - delta);
        addBowl(row(fitting + delta), -square, fitting + delta);
      }
    }
    const added = penalty(loss, weight);
    let p = 0; // the running sums of a, b and c
    let q = 0;
    let r = 0;
    for (let j = 0; j < rows; j++) {
      const bias = bottom + up * j;
      p += a[j];
      q += b[j];
      r += c[j];
      // A difference of sums can round to below 0.
      out[j * columns + i] = Math.max(0, share * ((p * bias + q) * bias + r)) + added;
    }
  }
  return out;
}

/**
 * Levels with few digits, spaced as squares are: equal distances on a bowl.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]}
 */
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
 * @typedef {(level: number, column: number, row: number) => void} Put  takes the ends of the pieces of
 *   contour lines, two after another; a level is named by its place
 */

/**
 * The lines at some levels, by marching squares.
 *
 * @param {Float64Array} surface
 * @param {number} columns
 * @param {number} rows
 * @param {number[]} levels rising
 * @param {Put} put
 */
export function contours(surface, columns, rows, levels, put) {
  const band = new Uint8Array(surface.length); // how many levels lie below
  let k = 0;
  for (let i = 0; i < band.length; i++) {
    // From the last place: neighbours are of much the same height.
    while (levels[k] < surface[i]) k++;
    while (k > 0 && levels[k - 1] >= surface[i]) k--;
    band[i] = k;
  }
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const a = j * columns + i;
      const b = a + 1;
      const c = b + columns;
      const d = a + columns;
      if (band[a] === band[c] && band[b] === band[d] && band[a] === band[b]) continue;
      const low = Math.min(band[a], band[b], band[c], band[d]);
      const high = Math.max(band[a], band[b], band[c], band[d]);
      for (let k = low; k < high; k++) {
        cross(put, k, levels[k], surface[a], surface[b], surface[c], surface[d], i, j);
      }
    }
  }
}

/**
 * Joins the places where a level crosses a cell's four edges: two places, or four at a saddle.
 *
 * @param {Put} put
 * @param {number} k the level's place
 * @param {number} level
 * @param {number} a the surface at the cell's corners: left, right, and above right, left
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @param {number} i the cell's column
 * @param {number} j and row
 */
function cross(put, k, level, a, b, c, d, i, j) {
  if (a < level !== b < level) put(k, i + (level - a) / (b - a), j);
  if (b < level !== c < level) put(k, i + 1, j + (level - b) / (c - b));
  if (c < level !== d < level) put(k, i + (level - d) / (c - d), j + 1);
  if (d < level !== a < level) put(k, i, j + (level - a) / (d - a));
}
