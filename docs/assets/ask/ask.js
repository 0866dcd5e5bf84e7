/**
 * Questions that wait: takes an answer, replies, and shows what was held back. What is open in the page as it
 * comes is closed by the style sheet, where scripts run.
 */

import { dressChoices, says } from "./choice.js";
import { score } from "./score.js";
import * as memory from "./memory.js";

/**
 * @import { Curve } from "./curve.js"
 */

/** @type {Map<string, HTMLElement>} the questions that can be answered, by name */
const ready = new Map();
/** @type {Map<string, Curve>} what is drawn, by the question's name */
const curves = new Map();

/**
 * Makes the question ready that stands here, or that holds back what stands here.
 *
 * @param {HTMLElement} root
 */
export function wake(root) {
  const ask = document.getElementById(root.dataset.ask ?? root.id);
  if (!ask || ready.has(ask.id)) return;
  ready.set(ask.id, ask);
  for (const part of [ask, ...veils(ask)]) part.addEventListener("click", (event) => act(ask, event));
  ask.querySelector("input")?.addEventListener("input", () => tellGuess(ask));
  tellGuess(ask); // the slider may have been moved before this script was there
  dress(ask);
  /** @type {HTMLElement | null} */
  const curve = ask.querySelector(".curve");
  if (curve) import("./curve.js").then(({ Curve }) => takeCurve(ask, new Curve(curve)));
}

/** @param {HTMLElement} ask @param {Curve} curve */
function takeCurve(ask, curve) {
  curves.set(ask.id, curve);
  dress(ask);
}

/** Says where the slider stands. @param {HTMLElement} ask */
function tellGuess(ask) {
  const [range, shown] = [ask.querySelector("input"), ask.querySelector("output")];
  if (range && shown) shown.value = range.value + (range.dataset.unit ?? "");
}

/** @param {HTMLElement} ask @returns {NodeListOf<Element>} */
const veils = (ask) => document.querySelectorAll(`.veil[data-ask="${ask.id}"]`);

/** @param {HTMLElement} ask @returns {HTMLElement[]} */
const choices = (ask) => [...ask.querySelectorAll("li")];

/**
 * Gives a question the look of what is known of it.
 *
 * @param {HTMLElement} ask
 */
function dress(ask) {
  const { silent, answers } = memory.read();
  memory.tellWhetherToAsk();
  dressChoices(ask, silent);
  label(ask, "silent", silent ? "Ask me" : "Don’t ask me");
  const [chose, , drawn] = (!silent && answers[ask.id]) || [];
  tell(ask, chose, drawn);
  score();
}

/** @param {HTMLElement} ask @param {string} way @param {string} says */
function label(ask, way, says) {
  const button = ask.querySelector(`[data-way=${way}]`);
  if (button) button.textContent = says;
}

/**
 * Says what there is to say of an answer.
 *
 * @param {HTMLElement} ask
 * @param {number | undefined} chose the place of the choice, -1 for none, undefined for not yet answered
 * @param {number[]} [drawn]
 */
function tell(ask, chose, drawn) {
  const told = ask.querySelector(".told");
  const answered = chose !== undefined;
  ask.classList.toggle("answered", answered);
  for (const veil of veils(ask)) veil.classList.toggle("open", answered);
  label(ask, "show", answered ? "Ask me again" : "Show me");
  const all = choices(ask);
  all.forEach((choice, at) => choice.querySelector("button")?.setAttribute("aria-pressed", String(at === chose)));
  const chosen = all[chose ?? -1];
  const right = all.find((choice) => choice.matches(".right"));
  const curve = curves.get(ask.id);
  curve?.show(drawn);
  if (!told) return;
  told.replaceChildren();
  if (!answered) return;
  const was = ask.querySelector(".was")?.textContent;
  if (was) told.append(was, " ");
  if (curve && drawn) told.append(curve.compared(drawn));
  if (chosen) told.append(says(chosen === right ? "Right. " : "No. ", chosen));
  if (right && chosen !== right) told.append(says(`${right.querySelector(".choice")?.textContent} `, right));
}

/** @param {HTMLElement} ask @param {Event} event */
function act(ask, { target }) {
  const button = target instanceof Element ? target.closest("button") : null;
  const ways = { show, silent, guess, compare };
  const way = /** @type {keyof typeof ways | undefined} */ (button?.dataset.way);
  if (way) ways[way](ask);
  else if (button?.matches(".choice")) answer(ask, choices(ask).indexOf(/** @type {HTMLElement} */ (button.parentElement)));
}

/**
 * Keeps the first answer and replies to each, as another choice's reply may be worth reading.
 *
 * @param {HTMLElement} ask
 * @param {number} chose
 * @param {number[]} [drawn]
 */
function answer(ask, chose, drawn) {
  if (!memory.read().answers[ask.id]) {
    const right = choices(ask)[chose]?.matches(".right") ?? false;
    memory.keep(ask.id, drawn ? [chose, right, drawn] : [chose, right]);
  }
  tell(ask, chose, drawn);
  score();
}

/** @param {HTMLElement} ask */
function show(ask) {
  if (!ask.matches(".answered")) {
    answer(ask, -1);
    return;
  }
  memory.keep(ask.id, null);
  tell(ask, undefined);
  score();
}

/** @param {HTMLElement} ask */
function guess(ask) {
  const range = ask.querySelector("input");
  if (!range) return;
  const { low, high } = range.dataset;
  answer(ask, Number(range.value) < Number(low) ? 0 : Number(range.value) > Number(high) ? 2 : 1);
}

/** @param {HTMLElement} ask */
function compare(ask) {
  const curve = curves.get(ask.id);
  const told = ask.querySelector(".told");
  if (!curve || !told) return;
  told.textContent = curve.missing;
  if (curve.missing) return;
  const { drawn } = curve;
  const shape = curve.shapeOf(drawn);
  answer(ask, choices(ask).findIndex((choice) => choice.dataset.shape === shape), drawn);
}

function silent() {
  memory.keepSilent(!memory.read().silent);
  ready.forEach(dress);
}

/** All is asked again. */
addEventListener("forgotten", () => ready.forEach(dress));
