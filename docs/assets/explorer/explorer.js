/**
 * The explorer's page: settings in, pictures and readings out, and the reader's hands in between.
 *
 * @import { Facts } from "./address.js"
 */

import { Cursor } from "../worlds/cursor.js";
import { handle, place } from "../worlds/handles.js";
import { whenNear } from "../worlds/near.js";
import { Views } from "../worlds/views.js";
import { acts } from "./acts.js";
import { show, showLimit } from "./controls.js";
import { find } from "./dom.js";
import { looker } from "./look.js";
import { showReadings, showWords } from "./readings.js";
import { State } from "./state.js";
import { Turns } from "./turns.js";

const UNTIL_SAVED = 300; // milliseconds

const root = /** @type {HTMLElement} */ (document.querySelector(".explorer"));
/** @type {Facts} */
const facts = JSON.parse(find(root, "script").textContent);
const look = looker(facts);
const views = new Views(root);
const [start, taken] = ["place", "sample"].map((end) => handle(root, end));
const frames = new Turns(redraw);
const { refresh } = frames;
const state = new State(facts, changed);
const cursor = new Cursor(state);
const actions = acts(root, state, cursor, set, () => look(state.settings).runs[0]);
let saving = 0; // a timer
/** @type {typeof import("./told.js").tell | undefined} */
let tell;

/** Draws what has changed, and a little later writes the address. */
function changed() {
  frames.show();
  clearTimeout(saving);
  saving = setTimeout(() => history.replaceState(null, "", state.address), UNTIL_SAVED);
}

/** The page from the settings. @param {number} now */
function redraw(now) {
  cursor.advance(now);
  const seen = look(state.settings);
  const { w, b } = state.settings;
  const named = !frames.held && !cursor.plays;
  views.draw(seen, named, frames.due);
  place(views.map, start, [w, b], named ? "Start: weight, bias" : "");
  place(views.data, taken, state.sample, named ? `Sample ${state.selected}: x, y` : "");
  if (!frames.due(2)) return;
  const [sample_x, sample_y] = state.sample;
  const sample = state.selected;
  show(root, { ...state.settings, sample, sample_x, sample_y }, state.errors);
  showReadings(root, seen);
  showLimit(root, seen);
  showWords(root, seen, facts, { plays: cursor.plays, held: frames.held });
  tell?.(root, seen, views.lowest, frames.held);
  root.dispatchEvent(new CustomEvent("seen", { detail: state.settings }));
}

/** Takes all settings from the address. */
function open() {
  state.open(location.hash);
  cursor.stop();
  refresh();
}

/** Sets what a field says. @param {string} name @param {string} text */
function set(name, text) {
  state.set(name, text);
  refresh();
}

root.addEventListener("click", ({ target }) => {
  const button = /** @type {Element} */ (target).closest("[data-act]");
  if (button instanceof HTMLElement) actions[button.dataset.act ?? ""]?.();
});
root.addEventListener("mission", (event) => {
  cursor.stop();
  state.begin(/** @type {CustomEvent} */ (event).detail);
});
root.addEventListener("submit", (event) => event.preventDefault());
root.addEventListener("input", ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  const { type, name, value, checked } = input;
  const { slides, log } = input.dataset;
  if (slides === "at") return cursor.go(Number(value));
  if (slides) input.focus(); // a finger leaves it in the number, which keeps its text while it has it
  if (slides) set(slides, log ? String(Number((10 ** Number(value)).toPrecision(3))) : value);
  else set(name, type === "checkbox" ? String(checked) : value);
});
root.addEventListener("pointerdown", ({ target }) => {
  frames.held = /** @type {Element} */ (target).matches("canvas, input, [data-end]");
});
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => {
    frames.held = false;
    listen();
  });
}
root.addEventListener("focusout", refresh); // what was typed gives way to what was read
find(root, ".script").addEventListener("toggle", refresh);

/** @type {Promise<void> | undefined} */
let hands;
/** Lets a hand act on the pictures. */
function take() {
  hands ??= import("./hands.js").then(({ take }) => take({ views, state, cursor, start, taken, look }));
  hands.catch(() => (hands = undefined)); // the next touch tries again
  return hands;
}
// What else stands on a picture answers at once.
for (const part of root.querySelectorAll("canvas, [data-end]")) whenNear(part, take);

addEventListener("hashchange", () => {
  open();
  root.scrollIntoView();
});
/** Tells what stands beside the pictures. If that cannot be had, the next touch asks again. */
async function listen() {
  refresh();
  if (tell) return;
  ({ tell } = await import("./told.js").catch(() => ({ tell })));
  refresh();
}
// After the pictures, and before anyone prints: then it would be too late to ask.
addEventListener("load", listen);
new ResizeObserver(refresh).observe(find(root, ".views"));
new MutationObserver(refresh).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
root.classList.add("alive");
open();
