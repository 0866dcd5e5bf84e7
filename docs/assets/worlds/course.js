/**
 * A run as the three worlds show it: where its parameters were after k steps, and the loss there.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Run, Settings } from "../engine/run.js"
 *
 * @typedef {object} Facts  what the page's hook read off the recording; null stands for inf and nan
 * @property {number[]} x
 * @property {number[]} y
 * @property {(number | null)[]} weight  before each step and after the last
 * @property {(number | null)[]} bias
 * @property {(number | null)[]} loss
 * @property {(number | null)[]} weight_grad  what each step found
 * @property {(number | null)[]} bias_grad
 * @property {{square: number, absolute: number, l1: number, l2: number, delta: number | null}} terms
 * @property {Partial<Settings> | null} optimizer
 * @property {Place} lowest  where the loss is least
 */

/** @param {(number | null)[]} values */
const numbers = (values) => Float64Array.from(values, (value) => value ?? NaN);

/** Of a run that fits no line only the loss is known. @param {Partial<Facts>} facts @returns {Run} */
export function recorded({ weight = [], bias = [], loss = [], weight_grad = [], bias_grad = [] }) {
  return {
    weight: numbers(weight),
    bias: numbers(bias),
    loss: numbers(loss),
    weightGrad: numbers([null, ...weight_grad]),
    biasGrad: numbers([null, ...bias_grad]),
    divergedAt: 0,
    states: [],
  };
}
