/**
 * The explorer's page: settings in, pictures and readings out, and the reader's hands in between.
 *
 * @import { Facts } from "./address.js"
 */

import { acts } from "./acts.js";
import { show, showLimit } from "./controls.js";
import { find } from "./dom.js";
import { Frames } from "./frames.js";
import { draggable, takeable } from "./handles.js";
import { looker } from "./look.js";
import { Pictures } from "./pictures.js";
import { Player } from "./player.js";
import { showReadings, showWords } from "./readings.js";
import { State } from "./state.js";

const UNTIL_SAVED = 300; // milliseconds

const root = /** @type {HTMLElement} */ (document.querySelector(".explorer"));
/** @type {Facts} */
const facts = JSON.parse(find(root, "script").textContent);
const look = looker(facts);
const pictures = new Pictures(root, facts);
const frames = new Frames(redraw);
const refresh = () => frames.refresh();
const state = new State(facts, changed);
const player = new Player(state, refresh);
const actions = acts(root, state, player, set, () => look(state.settings).runs[0]);
let saving = 0; // a timer

/** Draws what has changed, and a little later writes the address. */
function changed() {
  frames.show();
  clearTimeout(saving);
  saving = setTimeout(() => history.replaceState(null, "", state.address), UNTIL_SAVED);
}

/** The page from the settings. @param {number} now */
function redraw(now) {
  player.advance(now);
  const seen = look(state.settings);
  pictures.draw(seen, state, frames);
  if (!frames.due(2)) return;
  const [sample_x, sample_y] = state.sample;
  const sample = state.selected;
  show(root, { ...state.settings, sample, sample_x, sample_y }, state.errors);
  showReadings(root, seen);
  showLimit(root, seen);
  const { lowest } = pictures;
  showWords(root, seen, facts, { plays: player.plays, held: frames.held, lowest });
  root.dispatchEvent(new CustomEvent("seen", { detail: state.settings }));
}

/** Takes all settings from the address. */
function open() {
  state.open(location.hash);
  player.pause();
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
  player.pause();
  state.begin(/** @type {CustomEvent} */ (event).detail);
});
root.addEventListener("submit", (event) => event.preventDefault());
root.addEventListener("input", ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  const { type, name, value, checked } = input;
  const { slides, log } = input.dataset;
  if (slides) input.focus(); // a finger leaves it in the number, which keeps its text while it has it
  if (slides) set(slides, log ? String(Number((10 ** Number(value)).toPrecision(3))) : value);
  else set(name, type === "checkbox" ? String(checked) : value);
});
root.addEventListener("pointerdown", () => {
  frames.held = true;
});
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => {
    frames.held = false;
    refresh();
  });
}
root.addEventListener("focusout", refresh); // what was typed gives way to what was read
find(root, ".script").addEventListener("toggle", refresh);

const { land, data } = pictures;
/** @param {number} x @param {number} y */
const moveStart = (x, y) => state.moveStart(x, y);
/** @param {number} x @param {number} y */
const moveSample = (x, y) => state.moveSample(x, y);
const toPointer = draggable(land, moveStart, () => [state.settings.w, state.settings.b]);
land.canvas.addEventListener("click", toPointer);
draggable(data, moveSample, () => state.sample);
takeable(data, () => state.samples, (place) => state.select(place));
data.canvas.addEventListener("dblclick", ({ offsetX, offsetY }) =>
  state.addSample(...data.at(offsetX, offsetY)),
);

addEventListener("hashchange", () => {
  open();
  root.scrollIntoView();
});
new ResizeObserver(refresh).observe(find(root, ".views"));
new MutationObserver(refresh).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
root.classList.add("alive");
open();
