/** Fills the places of docs/hooks/stepper_html.py. */

import { exact, norm, number } from "./words.js";

/** @type {(value: import("./recording.js").Value) => string} */
function short(value) {
  if (!value) return value === null ? "None" : "–";
  const { gist, numbers, shape } = value;
  if (gist) return `(${shape.join(", ")}), norm ${number(numbers[0])}`;
  if (numbers[0] === !!numbers[0]) return numbers[0] ? "True" : "False";
  return numbers.length > 1 ? `norm ${number(norm(value))}` : number(numbers[0]);
}

const plus = (value) => (value > 0 ? "+" : "") + number(value);

const gist = ([, min, max, ...first]) =>
  `from ${number(min)} to ${number(max)}; first ${first.map(number).join(", ")}`;

/** The difference as text, and in full precision. */
function gap(before, after) {
  if (!before || !after) {
    if (after === undefined) return ["is gone", ""];
    return [before === undefined ? "is new" : after ? "was None" : "is None", ""];
  }
  if (after.gist) return [`norm ${plus(norm(after) - norm(before))}`, ""];
  const numbers = after.numbers.map((each, i) => each - before.numbers[i]);
  const between = { ...after, numbers };
  const text = numbers.length > 1 ? `norm ${number(norm(between))}` : plus(numbers[0]);
  return [text, exact(between)];
}

/** @type {(box: HTMLElement, run: import("./recording.js").Run) => (moment: number) => void} */
export function values(box, run) {
  const places = [...box.querySelectorAll("output, [data-what]")];
  let now = NaN;

  function fill(place) {
    const { of, what, element, link } = place.dataset;
    const before = run.value(of, now - 1);
    // Of another object than the model's nothing is known.
    const other = link && !run.value(link, now)?.numbers[0];
    const after = other ? undefined : run.value(of, now);
    const changed = run.since(of, now) === now;
    let text = short(after);
    let value = exact(after);
    if (what === "mark") {
      place.parentNode.classList.toggle("moved", changed);
      text = changed ? "Δ" : "";
    } else if (what === "before") {
      [text, value] = [short(before), exact(before)];
    } else if (what === "gap") {
      [text, value] = changed ? gap(before, after) : ["", ""];
    } else if (what === "gist") {
      text = after ? gist(after.numbers) : "";
    } else if (what === "grid") {
      place.hidden = !after;
      return;
    } else if (element && after) {
      const own = after.numbers[element];
      const largest = Math.max(...after.numbers.map(Math.abs)) || 1;
      place.style.setProperty("--size", (Math.abs(own) / largest).toFixed(2));
      const opened = place.parentNode.classList.contains("opened");
      text = opened ? number(own) : own > 0 ? "+" : own < 0 ? "−" : "0";
      value = own;
    }
    // A new node would cost more.
    if (place.firstChild) place.firstChild.data = text;
    else place.textContent = text;
    if (place.localName === "output") place.dataset.value = value;
  }

  /** Alike for two moments that show the same of a series. */
  const look = (of, moment) => run.since(of, moment) + (run.since(of, moment) === moment) / 2;

  for (const open of box.querySelectorAll("[aria-expanded]")) {
    open.addEventListener("click", () => {
      open.setAttribute("aria-expanded", open.nextSibling.classList.toggle("opened"));
      places.forEach(fill);
    });
  }
  return (moment) => {
    const other = run.series.map((_, of) => look(of, now) !== look(of, moment));
    now = moment;
    places.filter(({ dataset: { of, link } }) => other[of] || other[link]).forEach(fill);
  };
}
