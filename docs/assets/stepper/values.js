/** Fills the places that docs/hooks/stepper/html.py made. */

import { draw, drawSigns } from "./sketches.js";
import { exact, gap, gist, put, short } from "./words.js";

function tell(place, value, [text, full] = [short(value), exact(value)]) {
  put(place, text);
  place.dataset.value = full ?? "";
}

// What is in view or not; a closed grid is not.
const PARTS = ".stepper-live > *, .grid";

/** @type {(box: HTMLElement, run: import("./recording.js").Run) => (moment: number) => void} */
export function values(box, run) {
  const places = [...box.querySelectorAll("[data-what]")].map((place) => ({
    place,
    part: place.closest(PARTS),
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
    if (what === "signs") return drawSigns(place, after);
    if (what === "cells") {
      return place.childNodes.forEach((cell, i) =>
        tell(cell, after && { numbers: [after.numbers[i]] }),
      );
    }
    if (what === "gist") return put(place, after ? gist(after) : "");
    if (what === "gap") return tell(place, after, changed ? gap(before, after) : [""]);
    tell(place, what === "before" ? before : after);
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
  for (const part of box.querySelectorAll(PARTS)) view.observe(part);
  box.addEventListener("click", ({ target }) => {
    if (target.ariaExpanded) target.ariaExpanded = target.ariaExpanded === "false";
  });
  return (moment) => {
    const old = looks;
    looks = run.series.map((_, of) => run.look(of, moment));
    const same = (of) => looks[of].since === old[of]?.since && looks[of].changed === old[of].changed;
    for (const each of places) if (!each.of.every(same)) stale.add(each);
    refresh();
  };
}
