/**
 * A tensor as a grid of signs.
 *
 * @import { Value } from "./recording.js"
 */

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
