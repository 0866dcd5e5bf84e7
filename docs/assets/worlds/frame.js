/**
 * Which part of the plane of weight and bias is looked at.
 *
 * @import { Frame } from "./scale.js"
 * @import { Place } from "../engine/landscape.js"
 * @import { Run } from "../engine/run.js"
 */

import { within } from "./plot.js";
import { extent } from "./scale.js";

const FAR = 6; // of what flies apart, so many times as far as it began

/** How high a canvas is within its axes, for each unit across. @param {HTMLCanvasElement} canvas */
export function shapeOf({ clientWidth, clientHeight }) {
  const { width, height } = within(clientWidth, clientHeight);
  return height / width;
}

/**
 * A frame about a run, the lowest point and maybe another, one unit for both axes.
 *
 * @param {Run} made
 * @param {Place} lowest
 * @param {Place} other
 * @param {number} shape how high it is for each unit across
 * @returns {Frame}
 */
export function around({ weight, bias }, lowest, other, shape) {
  /** @param {number} k */
  const away = (k) => Math.hypot(weight[k] - lowest.weight, bias[k] - lowest.bias);
  const near = Array.from(weight.keys()).filter((k) => away(k) <= FAR * (away(0) || 1));
  const [left, right] = extent([lowest.weight, other.weight, ...near.map((k) => weight[k])]);
  const [bottom, top] = extent([lowest.bias, other.bias, ...near.map((k) => bias[k])]);
  const half = 0.65 * Math.max(right - left, (top - bottom) / shape, 0.5);
  const [w, b] = [(left + right) / 2, (bottom + top) / 2];
  return { left: w - half, right: w + half, bottom: b - shape * half, top: b + shape * half };
}

/** Whether a place is seen. @param {Frame} frame @param {Place} place */
export const holds = ({ left, right, bottom, top }, { weight, bias }) =>
  left <= weight && weight <= right && bottom <= bias && bias <= top;
