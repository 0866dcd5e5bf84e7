/** Fills the places that docs/hooks/stepper_html.py made. */

import { draw } from "./sketches.js";
import { exact, gap, gist, number, put, short } from "./words.js";

/** Signs in a closed grid, numbers in an opened one. */
function fillGrid(place, value) {
  const grid = place.lastChild;
  const opened = grid.classList.contains("opened");
  grid.ariaHidden = place.hidden = !value;
  if (!value && !opened) return;
  const numbers = value?.numbers ?? [];
  const largest = Math.max(...numbers.map(Math.abs)) || 1;
  [...grid.children].forEach((cell, i) => {
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
  // Read once, as a step is short.
  const places = [...box.querySelectorAll("[data-what]")].map((place) => ({
    place,
    part: place.closest(".stepper-live > *"),
    what: place.dataset.what,
    of: place.dataset.of.split(" "),
  }));
  const stale = new Set();
  let looks = [];
  let later;

  function fill({ place, of, what }) {
    let { before, changed, since, after } = looks[of[0]];
    const found = of.map((each) => looks[each].after?.numbers[0]);
    if (what === "loss") return draw(place, [run.epoch(since), ...found]);
    if (what === "way") return draw(place, found);
    // Nothing is known of another object than the model's.
    if (of[1] && !found[1]) after = undefined;
    if (what === "grid") return fillGrid(place, after);
    if (what === "gist") return put(place, after ? gist(after) : "");
    const one = what === "before" ? before : after;
    const told = what !== "gap" ? [short(one), exact(one)] : changed ? gap(before, one) : [""];
    put(place, told[0]);
    place.dataset.value = told[1] ?? "";
    if (what === "after") place.toggleAttribute("data-moved", changed);
  }

  /** What is in view at once, the rest soon. */
  function refresh(all) {
    for (const each of stale) {
      if (!all && each.part.away) continue;
      stale.delete(each);
      fill(each);
    }
    clearTimeout(later);
    if (stale.size) later = setTimeout(refresh, 50, true);
  }

  const view = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) target.away = !isIntersecting;
    refresh();
  });
  for (const part of box.children) view.observe(part);
  for (const open of box.querySelectorAll("[aria-expanded]")) {
    open.addEventListener("click", () => {
      open.setAttribute("aria-expanded", open.nextSibling.classList.toggle("opened"));
      places.forEach(fill);
    });
  }
  return (moment) => {
    const old = looks;
    looks = run.series.map((_, of) => run.look(of, moment));
    const same = (of) => looks[of].since === old[of]?.since && looks[of].changed === old[of].changed;
    for (const each of places) if (!each.of.every(same)) stale.add(each);
    refresh();
  };
}
