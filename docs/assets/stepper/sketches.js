/** Marks on drawings, and signs of numbers. */

/** Unless a place is no number. */
function place(mark, places) {
  const known = !Object.values(places).some(isNaN);
  mark.toggleAttribute("hidden", !known);
  for (const name in known && places) mark.setAttribute(name, places[name].toFixed(1));
}

/** @param {SVGElement} svg @param {number[]} found across, up, gradient */
export function draw(svg, [a, b, da, db]) {
  const [left, across, bottom, up] = svg.dataset.scale.split(" ");
  const [cx, cy] = [+left + a * across, +bottom + b * up];
  place(svg.querySelector(".mark"), { cx, cy });
  const { arrow } = svg.dataset;
  const [x2, y2] = [cx - da * arrow * across, cy - db * arrow * up];
  place(svg.querySelector(".arrow"), { x1: cx, y1: cy, x2, y2 });
}

/**
 * @param {SVGElement} svg
 * @param {import("./recording.js").Value} value the larger the stronger
 */
export function drawSigns(svg, value) {
  const numbers = value?.numbers ?? [];
  const largest = Math.max(...numbers.map(Math.abs));
  const drawn = ["", "", "", "", "", ""];
  numbers.forEach((own, i) => {
    const columns = value.shape.at(-1);
    const cell = `M${i % columns} ${(i / columns) | 0}`;
    drawn[5] += cell + (own ? "m.2.45h.5" : "m.4.45h.1") + (own > 0 ? "m-.25-.25v.5" : "");
    drawn[Math.ceil((4 * Math.abs(own)) / largest)] += cell + "h.9v.9h-.9";
  });
  drawn.forEach((d, i) => {
    if (svg.children[i].getAttribute("d") !== d) svg.children[i].setAttribute("d", d);
  });
}
