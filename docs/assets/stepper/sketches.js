/**
 * Marks on drawings, and signs of numbers.
 *
 * @import { Value } from "./recording.js"
 */

/**
 * Puts a mark where it belongs; hides it if a place is no number.
 *
 * @param {Element | null} mark
 * @param {Record<string, number>} places by the names of its attributes
 */
function place(mark, places) {
  const known = !Object.values(places).some(isNaN);
  mark?.toggleAttribute("hidden", !known);
  if (!known) return;
  for (const [name, at] of Object.entries(places)) mark?.setAttribute(name, at.toFixed(1));
}

/**
 * Puts mark and arrow of a drawing where a step stands.
 *
 * @param {SVGElement} svg `data-scale` is where 0 stands, and how long a unit is, across and up
 * @param {number[]} found across, up, and the gradient along both
 */
export function draw(svg, [across, up, gradientAcross, gradientUp]) {
  const { scale = "", arrow = "" } = svg.dataset;
  const [left, unitAcross, bottom, unitUp] = scale.split(" ").map(Number);
  const [cx, cy] = [left + across * unitAcross, bottom + up * unitUp];
  place(svg.querySelector(".mark"), { cx, cy });
  const long = Number(arrow);
  const [x2, y2] = [cx - gradientAcross * long * unitAcross, cy - gradientUp * long * unitUp];
  place(svg.querySelector(".arrow"), { x1: cx, y1: cy, x2, y2 });
}

/**
 * Puts a line among its samples, and a stroke from each sample to it.
 *
 * @param {SVGElement} svg `data-scale` is where 0 stands, and how long a unit is, across and up
 * @param {number} weight
 * @param {number} bias
 */
export function drawLine(svg, weight, bias) {
  const [left, unitAcross, bottom, unitUp] = (svg.dataset.scale ?? "").split(" ").map(Number);
  /** How far down the line is, so far across. @param {number} across */
  const down = (across) => bottom + (weight * ((across - left) / unitAcross) + bias) * unitUp;
  const line = svg.querySelector(".line");
  const [y1, y2] = ["x1", "x2"].map((end) => down(Number(line?.getAttribute(end))));
  place(line, { y1, y2 });
  const [errors, dots] = [".errors", ".dots"].map((part) => svg.querySelector(part));
  const samples = dots?.getAttribute("d")?.match(/[-.\d]+,[-.\d]+/g) ?? [];
  const stroke = (/** @type {string} */ at) => `M${at}V${down(parseFloat(at)).toFixed(1)}`;
  errors?.setAttribute("d", samples.map(stroke).join(""));
}

const STRENGTHS = 4; // shades of a cell on each side of 0, which has none

/**
 * Draws a grid of the signs of a tensor's numbers: the larger a number, the stronger its cell.
 *
 * @param {SVGElement} svg holds a path for each strength below 0 and above, and one for the signs
 * @param {Value} value
 */
export function drawSigns(svg, value) {
  const numbers = value?.numbers ?? [];
  const largest = Math.max(...numbers.map(Math.abs)); // NaN where one of them is
  const columns = value?.shape.at(-1) ?? 1;
  const cells = Array.from({ length: 2 * STRENGTHS + 1 }, () => "");
  let signs = "";
  numbers.forEach((number, i) => {
    const corner = `M${i % columns} ${Math.floor(i / columns)}`;
    const dash = number ? "m.2.45h.5" : "m.4.45h.1"; // 0 is a dot
    const upright = number > 0 ? "m-.25-.25v.5" : ""; // makes a plus of a minus
    signs += corner + dash + upright;
    const strength = Math.sign(number) * Math.ceil((STRENGTHS * Math.abs(number)) / largest);
    // A share of 0 or of NaN is no number, and such a cell has no ground.
    if (!Number.isNaN(strength)) cells[STRENGTHS + strength] += `${corner}h.9v.9h-.9`;
  });
  [...cells, signs].forEach((d, i) => {
    if (svg.children[i].getAttribute("d") !== d) svg.children[i].setAttribute("d", d);
  });
}
