/** Moves the marks on the drawings of docs/hooks/sketch.py. */

/** Places a mark, unless a place is no number. */
function place(mark, places) {
  const known = !Object.values(places).some(isNaN);
  mark.toggleAttribute("hidden", !known);
  for (const name in known && places) mark.setAttribute(name, places[name].toFixed(1));
}

/** @param {SVGElement} svg @param {number[]} found across, up, gradient */
export function draw(svg, found) {
  const { scale, arrow } = svg.dataset;
  const [left, across, bottom, up] = scale.split(" ");
  const [a, b, da, db] = found;
  const [cx, cy] = [+left + a * across, +bottom + b * up];
  place(svg.querySelector(".mark"), { cx, cy });
  const [x2, y2] = [cx - da * arrow * across, cy - db * arrow * up];
  place(svg.querySelector(".arrow"), { x1: cx, y1: cy, x2, y2 });
}
