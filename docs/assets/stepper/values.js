/**
 * Fills the places that docs/hooks/stepper/templates/places.html made.
 *
 * @import { Draw } from "./pictures.js"
 * @import { Look, Run, Value } from "./recording.js"
 *
 * @typedef {object} Place  for something about a value
 * @property {HTMLElement | SVGElement} place
 * @property {Element} part  what is in view or not, and the place with it
 * @property {string | undefined} what  is told of the value
 * @property {number[]} of  which series
 */

import { put } from "../put.js";
import { drawSigns } from "./signs.js";
import { exact, gap, gist, short, tell as word } from "./words.js";

// What is in view or not; a closed grid is not.
const PARTS = ".stepper-live > *, .grid";

/**
 * Puts a text into a place, and what it stands for in full precision beside it.
 *
 * @param {HTMLElement | SVGElement} place
 * @param {string} text
 * @param {string} full
 */
function tell(place, text, full = "") {
  put(place, text);
  place.dataset.value = full;
}

/** @param {HTMLElement | SVGElement} place @param {Value} value */
function tellValue(place, value) {
  tell(place, short(value), exact(value));
}

/**
 * Gives what fills the places in a box for a moment.
 *
 * @param {Element} box
 * @param {Run} run
 * @returns {(moment: number) => void}
 */
export function values(box, run) {
  /** @param {string} all @returns {NodeListOf<HTMLElement | SVGElement>} */
  const find = (all) => box.querySelectorAll(all);
  /** @type {Place[]} the pictures last: before one is drawn, the page is laid out */
  const places = [...find("[data-what]"), ...find("[data-world]")].map((place) => ({
    place,
    part: place.closest(PARTS) ?? box,
    what: place.dataset.what,
    of: (place.dataset.of ?? "").split(" ").map(Number),
  }));
  /** @type {Set<Place>} those that do not yet show the moment */
  const stale = new Set();
  /** @type {Set<Element>} the parts that are out of view */
  const away = new Set();
  /** @type {Look[]} by series */
  let looks = [];
  let now = 0; // the moment
  let later = 0; // a timer
  /** @type {Draw | undefined} draws the pictures, once it is there */
  let draw;

  /** @param {Place} place */
  function fill({ place, of, what }) {
    const { before, changed } = looks[of[0]];
    const { world } = place.dataset;
    if (world) return draw?.(world, of.map((series) => looks[series]));
    // Where a second series says that it is another object than the model's, nothing is known of it.
    const unknown = of.length > 1 && !looks[of[1]].after?.numbers[0];
    const after = unknown ? undefined : looks[of[0]].after;
    if (what === "signs") return showSigns(asSvg(place), after);
    if (what === "cells") return fillCells(place, after);
    if (what === "gist") return put(place, after ? gist(after) : "");
    if (what === "field") return tag(place, looks[of[0]]);
    if (what === "formula") return place.toggleAttribute("data-moved", changed);
    if (what === "told") return put(place, word(run, now, JSON.parse(place.dataset.ask ?? "")));
    if (what === "gap") return changed ? tell(place, ...gap(before, after)) : tell(place, "");
    tellValue(place, what === "before" ? before : after);
    if (what === "after") place.toggleAttribute("data-moved", changed);
  }

  /** Fills what is in view at once, and the rest soon. */
  function refresh(all = false) {
    for (const each of stale) {
      if (!all && away.has(each.part)) continue;
      stale.delete(each);
      fill(each);
    }
    clearTimeout(later);
    if (stale.size) later = setTimeout(refresh, 50, true);
  }

  const view = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) away.delete(target);
      else away.add(target);
    }
    refresh();
  });
  for (const part of box.querySelectorAll(PARTS)) view.observe(part);
  /** @type {HTMLElement | null} */
  const pictured = box.querySelector(".stepper-pictures");
  if (pictured) {
    const due = () => {
      for (const each of places) if (each.place.dataset.world) stale.add(each);
      refresh();
    };
    import("./pictures.js").then(async ({ pictures }) => (draw = await pictures(pictured, run, due)));
  }
  box.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.ariaExpanded) return;
    target.ariaExpanded = target.ariaExpanded === "false" ? "true" : "false";
  });
  return (moment) => {
    const old = looks;
    now = moment;
    looks = run.series.map((_, series) => run.look(series, moment));
    /** Whether a series holds what it held. @param {number} of */
    const held = (of) => looks[of].since === old[of]?.since;
    /** Whether it shows what it showed. @param {number} of */
    const same = (of) =>
      held(of) && looks[of].changed === old[of].changed && looks[of].read === old[of].read;
    for (const each of places) if (!each.of.every(each.what ? same : held)) stale.add(each);
    refresh();
  };
}

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const FLASH = 600; // in milliseconds

/** Says of a field what the line did to it. @param {HTMLElement | SVGElement} field @param {Look} look */
function tag(field, { changed, read }) {
  const did = changed ? "written" : read ? "read" : "";
  field.dataset.did = did;
  put(/** @type {Element} */ (field.querySelector(".tag")), did);
  if (changed && !STILL.matches) field.animate({ opacity: [0.2, 1] }, FLASH);
}

/** @param {HTMLElement | SVGElement} place */
const asSvg = (place) => /** @type {SVGElement} */ (place);

/** Signs of numbers, if there are any: of None there is nothing to open. @param {SVGElement} svg @param {Value} value */
function showSigns(svg, value) {
  svg.parentElement?.toggleAttribute("data-none", !value);
  drawSigns(svg, value);
}

/** A cell for each number. @param {HTMLElement | SVGElement} grid @param {Value} value */
function fillCells(grid, value) {
  const cells = /** @type {NodeListOf<HTMLElement>} */ (grid.childNodes);
  cells.forEach((cell, i) => {
    tellValue(cell, value && { shape: [], numbers: [value.numbers[i]], gist: false });
  });
}
