/**
 * A slider, and the weight that it moves along its loss.
 *
 * @import { Parabola } from "./parabola.js"
 */

import { change, kept, lowest, places } from "./parabola.js";

const WIDTH = 480; // of the drawing, in its own units
const HEIGHT = 200;
const POINTS = 60; // of a curve
const SAME = 1e-9; // between a rate and one of three that are told by name

/** @param {number} number */
const digits = (number) => Number(number.toPrecision(4)).toString().replace("-", "−");
/** @param {number} number */
const signed = (number) => (number < 0 ? "" : "+") + digits(number);

/**
 * Shows a handle, and draws it anew whenever its slider is moved.
 *
 * @param {HTMLElement} root
 */
export function wake(root) {
  /** @type {Parabola} */
  const of = JSON.parse(root.dataset.told ?? "");
  const input = /** @type {HTMLInputElement} */ (root.querySelector("input"));
  const output = /** @type {HTMLOutputElement} */ (root.querySelector("output"));
  const draw = root.dataset.kind === "nudge" ? drawNudge : drawRate;
  const move = () => {
    const [name, value, words] = draw(root, of, Number(input.value));
    input.setAttribute("aria-valuetext", `${name} ${value}`);
    output.textContent = words;
  };
  input.addEventListener("input", move);
  /** @type {HTMLElement} */ (root.firstElementChild).hidden = false;
  move();
}

/**
 * What the tangent promises of a nudge and what comes; the nearer, the shorter the nudge.
 *
 * @param {HTMLElement} root
 * @param {Parabola} of
 * @param {number} power of ten
 */
function drawNudge(root, of, power) {
  const nudge = 10 ** power;
  const [promised, came] = [of.slope * nudge, change(of, nudge)];
  const ends = [-0.4, 1.5].map((share) => share * nudge); // from the weight
  const heights = [...ends.map((by) => change(of, by)), ...ends.map((by) => of.slope * by)];
  const place = frame(ends, [Math.min(...heights), Math.max(...heights)]);
  put(root, "curve", path(over(ends).map((by) => place(by, change(of, by)))));
  put(root, "tangent", path(ends.map((by) => place(by, of.slope * by))));
  put(root, "level", path(ends.map((by) => place(by, 0))));
  put(root, "promised", path([place(0.98 * nudge, 0), place(0.98 * nudge, promised)]));
  put(root, "came", path([place(1.02 * nudge, 0), place(1.02 * nudge, came)]));
  put(root, "here", path([place(0, 0)]) + "h0");
  const off = Math.abs((came - promised) / promised);
  const share = `off by ${digits(100 * off)} %`;
  return ["nudge", digits(nudge), `nudge ${digits(nudge)}: promised ${signed(promised)}, came ${signed(came)}; ${share}`];
}

/**
 * The way of plain SGD by a learning rate.
 *
 * @param {HTMLElement} root
 * @param {Parabola} of
 * @param {number} lr
 */
function drawRate(root, of, lr) {
  const steps = Number(root.dataset.steps); // as many as the script takes
  const way = places(of, lr, steps);
  const wide = 1.45 * Math.abs(of.at - lowest(of));
  const ends = [lowest(of) - wide - of.at, lowest(of) + wide - of.at];
  const least = change(of, lowest(of) - of.at);
  const place = frame(ends, [least, change(of, ends[0])]);
  const out = way.findIndex((w) => Math.abs(w - lowest(of)) > wide);
  const seen = (out < 0 ? way : way.slice(0, out + 1)).map((w) => place(w - of.at, change(of, w - of.at)));
  put(root, "curve", path(over(ends).map((by) => place(by, change(of, by)))));
  put(root, "level", path(ends.map((by) => place(by, least))));
  put(root, "way", path(seen));
  put(root, "places", seen.map((at) => `M${at}h0`).join(""));
  put(root, "here", path([place(0, 0)]) + "h0");
  const left = (way[steps] - lowest(of)) / (way[0] - lowest(of));
  const said = `lr ${digits(lr)}: a step keeps ${signed(kept(of, lr))} of the distance. `;
  return ["lr", digits(lr), said + happens(kept(of, lr), `after ${steps} steps ${digits(left)}`)];
}

/** @param {number} share what a step keeps @param {string} left how much is, after all steps */
function happens(share, left) {
  if (Math.abs(share - 1) < SAME) return "It stands still.";
  if (Math.abs(share) < SAME) return "One step leads to the lowest point.";
  if (Math.abs(share + 1) < SAME) return "It jumps from side to side and comes no nearer.";
  if (share < -1) return "Each jump is longer than the last: it flies apart.";
  const how = share > 0 ? "It comes from one side" : "It jumps across the lowest point and closes in";
  return `${how}; ${left} of the distance is left.`;
}

/** Points from one end to the other. @param {number[]} ends */
const over = ([from, to]) => Array.from({ length: POINTS + 1 }, (_, k) => from + ((to - from) * k) / POINTS);

/** What leads from values to a place in the drawing. @param {number[]} across @param {number[]} up */
function frame([left, right], [low, high]) {
  const margin = 0.06;
  /** @param {number} x @param {number} y */
  return (x, y) => {
    const down = 1 - (y - low) / (high - low);
    const at = [((x - left) / (right - left)) * WIDTH, (margin + (1 - 2 * margin) * down) * HEIGHT];
    return at.map((number) => number.toFixed(2)).join(" ");
  };
}

/** @param {string[]} places */
const path = (places) => `M${places.join("L")}`;

/** @param {HTMLElement} root @param {string} part @param {string} d */
function put(root, part, d) {
  root.querySelector(`.${part}`)?.setAttribute("d", d);
}
