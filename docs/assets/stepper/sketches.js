/** Moves the marks on the drawings of docs/hooks/sketch.py. */

const scale = ([low, high], from, to) => (value) =>
  from + ((value - low) / (high - low)) * (to - from);

/** Places a mark; null hides it. */
function place(mark, places) {
  mark.toggleAttribute("hidden", !places);
  for (const name in places) mark.setAttribute(name, places[name]);
}

/** @type {(box: HTMLElement, run: import("./recording.js").Run) => (moment: number) => void} */
export function sketches(box, run) {
  const shows = [...box.querySelectorAll("svg")].map((svg) => {
    const { x: across, y: up, of } = svg.dataset;
    const [left, right, bottom, top] = svg.dataset.sides.split(" ").map(Number);
    const x = scale(across.split(" "), left, right);
    const y = scale(up.split(" "), bottom, top);
    const [mark, arrow] = [svg.querySelector(".mark"), svg.querySelector(".arrow")];
    const series = of.split(" ");
    return (moment) => {
      const found = series.map((each) => run.value(each, moment)?.numbers[0]);
      if (series.length === 1) {
        const cx = x(run.epoch(run.since(of, moment)));
        return place(mark, found[0] === undefined ? null : { cx, cy: y(found[0]) });
      }
      const [cx, cy] = [x(found[0]), y(found[1])];
      place(mark, { cx, cy });
      const [, , dx, dy] = found.map((each) => each * svg.dataset.arrow);
      const ends = { x1: cx, y1: cy, x2: x(found[0] - dx), y2: y(found[1] - dy) };
      return place(arrow, Number.isNaN(dx + dy) ? null : ends);
    };
  });
  return (moment) => shows.forEach((show) => show(moment));
}
