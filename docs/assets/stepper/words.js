/**
 * Numbers and sentences as the reader sees them; docs/hooks/stepper/words.py says the same.
 *
 * @import { Numbers, Part, Run, Value } from "./recording.js"
 */

/**
 * Four decimals; a small number has four digits, a whole one none.
 *
 * @param {number} value
 * @returns {string}
 */
export function number(value) {
  const plain = value % 1 === 0 || !Number.isFinite(value);
  if (plain) return String(value);
  return Math.abs(value) >= 0.001 ? value.toFixed(4) : value.toExponential(3);
}

/**
 * The root of the sum of squares.
 *
 * @param {Numbers} value
 * @returns {number}
 */
export function norm(value) {
  return value.gist ? value.numbers[0] : Math.hypot(...value.numbers);
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
  return numbers.length > 1 ? `norm ${number(norm(value))}` : number(numbers[0]);
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
export function gist({ shape, numbers: [, least, greatest, ...first] }) {
  const range = `from ${number(least)} to ${number(greatest)}`;
  return `(${shape.join(", ")}), ${range}; first ${first.map(number).join(", ")}`;
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
  if (after.gist) return [`Δ norm ${signed(norm(after) - norm(before))}`];
  const numbers = after.numbers.map((each, i) => each - before.numbers[i]);
  const between = { ...after, numbers };
  const change = numbers.length > 1 ? short(between) : signed(numbers[0]);
  return [`Δ ${change}`, exact(between)];
}

/**
 * What the line of a moment did.
 *
 * @param {Run} run
 * @param {number} moment
 * @returns {string} with code in backticks
 */
export function sentence(run, moment) {
  /** @param {number} series @param {number} element @param {"before" | "after"} when */
  const at = (series, element, when = "after") =>
    run.look(series, moment)[when]?.numbers[element] ?? NaN;
  /** @type {Record<string, (...asked: any[]) => unknown>} */
  const places = {
    epoch: () => run.epoch(moment),
    printed: () => run.printed[moment],
    before: (series, element) => number(at(series, element, "before")),
    after: (series, element) => number(at(series, element)),
    signed: (name, ...asked) => tell([name, ...asked]).replace(/^-.*/, "($&)"),
    setting: (series) => at(series, 0),
    norm: (series, when) => number(normAt(series, when)),
    corrected: (series, element, steps, decay) =>
      number(at(series, element) / (1 - decay ** at(steps, 0))),
  };
  /** @param {number} series @param {"before" | "after"} when */
  const normAt = (series, when) => {
    const value = run.look(series, moment)[when];
    return value ? norm(value) : NaN;
  };
  /** @param {Part} part @returns {string} */
  const tell = (part) => {
    if (typeof part === "string") return part;
    const [name, ...asked] = part;
    return String(places[name](...asked));
  };
  const told = run.sentences[run.said[moment]].map(tell).join("");
  return `\`${run.code[run.lines[moment]] ?? "…"}\`: ${told}`;
}

/**
 * Puts text into a place, unless it is there.
 *
 * @param {Node} place
 * @param {string} text
 */
export function put(place, text) {
  const node = /** @type {Text} */ (place.firstChild ?? place.appendChild(new Text()));
  if (node.data !== text) node.data = text;
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
