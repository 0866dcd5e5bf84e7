/** How a chain's numbers are written, as docs/hooks/draw/chain.py writes them. */

import { product } from "./arithmetic.js";

const WAYS = 4; // to a parameter that are written out

/** Four significant digits. @param {number} x */
export const digits = (x) => String(Number(x.toPrecision(4))).replace(/-/g, "−");

/** @param {number[]} numbers */
export const shown = (numbers) => numbers.map(digits).join(", ");

/** One of several that are the same. @param {number[]} numbers */
export const alike = (numbers) =>
  shown(numbers.every((x) => x === numbers[0]) ? numbers.slice(0, 1) : numbers);

/** As a factor or as a term that is not the first. @param {string} text */
export const inBrackets = (text) => (/^−|, /.test(text) ? `(${text})` : text);

/** @param {string[]} texts @param {string} sign @param {boolean} later */
const joined = ([first, ...others], sign, later) =>
  [later ? inBrackets(first) : first, ...others.map(inBrackets)].join(sign);

/**
 * A gradient as the sum over ways of the products along them.
 *
 * @param {number[] | null} slope
 * @param {number[][][]} ways the local derivatives along each
 */
export function sum(slope, ways) {
  if (!slope) return "None: no slope comes to it";
  const total = shown(slope);
  if (slope.length > 1 || ways.length > WAYS) return total;
  const terms = ways.map((factors, n) =>
    factors.every(({ length }) => length === 1)
      ? joined(factors.map(([factor]) => digits(factor)), " · ", n > 0) // prettier-ignore
      : joined(factors.reduce(product).map(digits), " + ", n > 0),
  );
  const written = terms.join(" + ");
  return written === total ? total : `${written} = ${total}`;
}
