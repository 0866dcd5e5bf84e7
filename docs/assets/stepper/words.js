/**
 * Numbers and sentences as the reader sees them; docs/hooks/stepper/words.py says the same.
 *
 * @import { Numbers, Part, Run, Value } from "./recording.js"
 */

import { put } from "../put.js";

/**
 * Four decimals; a small number has four digits, a whole one none. A minus is one, and no hyphen.
 *
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  const plain = value % 1 === 0 || !Number.isFinite(value);
  const digits = Math.abs(value) >= 0.001 ? value.toFixed(4) : value.toExponential(3);
  return (plain ? String(value) : digits).replaceAll("-", "−");
}

/**
 * From its least number to its greatest.
 *
 * @param {Numbers} value
 * @returns {string}
 */
function range({ numbers, gist }) {
  const ends = gist ? numbers.slice(1, 3) : [Math.min(...numbers), Math.max(...numbers)];
  return `from ${ends.map(number).join(" to ")}`;
}

/**
 * A value in full precision, nested as its shape says.
 *
 * @param {Value} value
 * @returns {string}
 */
export function exact(value) {
  if (value === null) return "None";
  if (value === undefined) return "";
  const { shape, numbers, gist } = value;
  if (gist) {
    const [norm, min, max, ...first] = numbers;
    return JSON.stringify({ shape, norm, min, max, first });
  }
  if (numbers.length === 1) return String(numbers[0]);
  /** @type {any[]} */
  let nested = numbers;
  for (const size of shape.slice(1).reverse()) {
    nested = nested.flatMap((_, i) => (i % size ? [] : [nested.slice(i, i + size)]));
  }
  return JSON.stringify(nested);
}

/**
 * A value in a word or a number.
 *
 * @param {Value} value
 * @returns {string}
 */
export function short(value) {
  if (value === null) return "None";
  if (value === undefined) return "–";
  const { numbers } = value;
  if (typeof numbers[0] === "boolean") return numbers[0] ? "True" : "False";
  return numbers.length > 1 ? range(value) : number(numbers[0]);
}

/**
 * A number with its sign, be it plus.
 *
 * @param {number} value
 */
const signed = (value) => (value > 0 ? "+" : "") + number(value);

/**
 * What was kept of a tensor that is too large to keep.
 *
 * @param {Numbers} value
 * @returns {string}
 */
export function gist({ shape, numbers: [, , , ...first] }) {
  return `(${shape.join(", ")}); first ${first.map(number).join(", ")}`;
}

/**
 * What a line changed, in short and in full precision.
 *
 * @param {Value} before
 * @param {Value} after
 * @returns {[short: string, exact?: string]}
 */
export function gap(before, after) {
  if (after === undefined) return ["Δ is gone"];
  if (before === undefined) return ["Δ is new"];
  if (after === null) return ["Δ is None"];
  if (before === null) return ["Δ was None"];
  if (after.gist) return ["Δ"];
  const numbers = after.numbers.map((each, i) => each - before.numbers[i]);
  const between = { ...after, numbers };
  const largest = Math.max(...numbers.map(Math.abs));
  const change = numbers.length > 1 ? `up to ${number(largest)}` : signed(numbers[0]);
  return [`Δ ${change}`, exact(between)];
}

/**
 * A part of a sentence, at a moment.
 *
 * @param {Run} run
 * @param {number} moment
 * @param {Part} part
 * @returns {string}
 */
export function tell(run, moment, part) {
  if (typeof part === "string") return part;
  /** @param {number} series @param {number} element @param {"before" | "after"} when */
  const at = (series, element, when = "after") =>
    run.look(series, moment)[when]?.numbers[element] ?? NaN;
  /** @type {Record<string, (...asked: any[]) => unknown>} */
  const places = {
    epoch: () => run.epoch(moment),
    printed: () => run.printed[moment],
    before: (series, element) => number(at(series, element, "before")),
    after: (series, element) => number(at(series, element)),
    signed: (name, ...asked) => tell(run, moment, [name, ...asked]).replace(/^−.*/, "($&)"),
    setting: (series) => at(series, 0),
    range: (series, /** @type {"before" | "after"} */ when) => {
      const value = run.look(series, moment)[when];
      return value ? range(value) : "";
    },
    corrected: (series, element, steps, decay) =>
      number(at(series, element) / (1 - decay ** at(steps, 0))),
  };
  const [name, ...asked] = part;
  return String(places[name](...asked));
}

/**
 * What the line of a moment did.
 *
 * @param {Run} run
 * @param {number} moment
 * @returns {string} with code in backticks
 */
export function sentence(run, moment) {
  const told = run.sentences[run.said[moment]].map((part) => tell(run, moment, part)).join("");
  return `\`${run.code[run.lines[moment]] ?? "…"}\`: ${told}`;
}

/**
 * Puts a sentence into a place, code as code.
 *
 * @param {Element} place
 * @param {string} text with code in backticks
 */
export function write(place, text) {
  const parts = text.split("`");
  for (let i = place.childNodes.length; i < parts.length; i++) {
    place.append(document.createElement(i % 2 ? "code" : "span"));
  }
  place.childNodes.forEach((part, i) => put(part, parts[i] ?? ""));
}
