/** Fills the places that docs/hooks/stepper_html.py made. */

import { exact, norm, number, put } from "./words.js";

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

/** As text, and in full precision. */
function gap(before, after) {
  if (after === undefined) return ["is gone", ""];
  if (before === undefined) return ["is new", ""];
  if (!before || !after) return [after ? "was None" : "is None", ""];
  if (after.gist) return [`norm ${plus(norm(after) - norm(before))}`, ""];
  const numbers = after.numbers.map((each, i) => each - before.numbers[i]);
  const between = { ...after, numbers };
  return [numbers.length > 1 ? short(between) : plus(numbers[0]), exact(between)];
}

/** Signs in a closed grid, numbers in an opened one. */
function fillGrid(place, value) {
  const { classList, children } = place.lastChild;
  const opened = classList.contains("opened");
  place.hidden = !value;
  if (!value && !opened) return;
  const numbers = value?.numbers ?? [];
  const largest = Math.max(...numbers.map(Math.abs)) || 1;
  [...children].forEach((cell, i) => {
    const own = numbers[i];
    const size = Math.round((4 * Math.abs(own)) / largest);
    const sign = own > 0 ? "+" : own < 0 ? "−" : "0";
    const look = opened ? own : sign + size;
    if (cell.look === look) return;
    cell.look = look;
    put(cell, opened ? number(own) : sign);
    cell.dataset.value = opened ? (own ?? "None") : "";
    cell.style.setProperty("--size", size);
  });
}

/** @type {(box: HTMLElement, run: import("./recording.js").Run) => (moment: number) => void} */
export function values(box, run) {
  // Read once: a step has little time.
  const places = [...box.querySelectorAll("[data-what]")].map((place) => ({
    place,
    ...place.dataset,
  }));
  let looks = [];

  function fill({ place, of, what, link }) {
    const { before, changed, after: own } = looks[of];
    // Nothing is known of another object than the model's.
    const after = !link || looks[link].after?.numbers[0] ? own : undefined;
    if (what === "grid") return fillGrid(place, after);
    if (what === "mark") {
      place.parentNode.toggleAttribute("data-moved", changed);
      return put(place, changed ? "Δ" : "");
    }
    if (what === "gist") return put(place, after ? gist(after.numbers) : "");
    const one = what === "before" ? before : after;
    const told = what !== "gap" ? [short(one), exact(one)] : changed ? gap(before, one) : ["", ""];
    put(place, told[0]);
    place.dataset.value = told[1];
  }

  for (const open of box.querySelectorAll("[aria-expanded]")) {
    open.addEventListener("click", () => {
      open.setAttribute("aria-expanded", open.nextSibling.classList.toggle("opened"));
      places.forEach(fill);
    });
  }
  return (moment) => {
    const old = looks;
    looks = run.series.map((_, of) => run.look(of, moment));
    const other = looks.map(
      ({ since, changed }, of) => since !== old[of]?.since || changed !== old[of].changed,
    );
    places.filter(({ of, link }) => other[of] || other[link]).forEach(fill);
  };
}
