/** Moves the marks on the drawings of docs/hooks/sketch.py. */

/** Places a mark, unless a place is no number. */
function place(mark, places) {
  const known = !Object.values(places).some(isNaN);
  mark.toggleAttribute("hidden", !known);
  for (const name in known && places) {
    const at = places[name].toFixed(1);
    if (mark.getAttribute(name) !== at) mark.setAttribute(name, at);
  }
}

/** @type {(box: HTMLElement, run: import("./recording.js").Run) => (moment: number) => void} */
export function sketches(box, run) {
  const shows = [...box.querySelectorAll("svg")].map((svg) => {
    const { of, scale, arrow } = svg.dataset;
    const [left, across, bottom, up] = scale.split(" ").map(Number);
    const x = (value) => left + value * across;
    const y = (value) => bottom + value * up;
    const series = of.split(" ");
    return (moment) => {
      const found = series.map((each) => run.look(each, moment).after?.numbers[0]);
      if (!arrow) found.unshift(run.epoch(run.look(of, moment).since));
      const [a, b, da, db] = found;
      const [cx, cy] = [x(a), y(b)];
      const [x2, y2] = [x(a - da * arrow), y(b - db * arrow)];
      place(svg.querySelector(".mark"), { cx, cy });
      place(svg.querySelector(".arrow"), { x1: cx, y1: cy, x2, y2 });
    };
  });
  return (moment) => shows.forEach((show) => show(moment));
}
