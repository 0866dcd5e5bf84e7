/**
 * Moves through the moments of a training loop: what a line writes lights up where it is written,
 * what it reads is marked where it is read, and a number that goes from one to the other is seen to.
 *
 * @typedef {[number, string, string[], string[], string[], string]} Moment
 *   the turn; what the line is there for; each name's value; the names it wrote, and read; a sentence
 */

import { arrive, travel } from "../travel.js";

const PAUSE = 2200; // between two lines, in milliseconds; long enough to read the sentence

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Brings one figure to life. @param {HTMLElement} figure */
function wake(figure) {
  /** What the hook made is there. @template {Element} E @param {string} place @returns {E} */
  const find = (place) => /** @type {E} */ (figure.querySelector(place));
  /** @type {{turns: number, names: string[], moments: Moment[]}} */
  const { turns, names, moments } = JSON.parse(find("script").textContent);
  /** @type {HTMLElement} */
  const live = find(".meeting-live");
  /** @type {HTMLElement} */
  const stage = find(".meeting-live .meeting-stage");
  /** @type {HTMLElement} */
  const says = find(".meeting-says");
  /** @type {HTMLElement} */
  const turnOf = find(".meeting-turn");
  /** @type {HTMLButtonElement} */
  const play = find("[data-go=play]");
  /** @type {NodeListOf<HTMLButtonElement>} */
  const lines = figure.querySelectorAll(".meeting-code button");
  const fields = names.map((name) => {
    /** @type {HTMLElement | null} */
    const field = stage.querySelector(`[data-name="${CSS.escape(name)}"]`);
    return /** @type {HTMLElement} */ (field);
  });
  /** @type {HTMLElement} */
  const optimizer = find(".meeting-live .meeting-optimizer");
  let at = Array.from(lines).findIndex((line) => line.ariaCurrent);
  let timer = 0; // of playing; 0 while it does not

  /** The place of a name's value. @param {string} name */
  const fieldOf = (name) => fields[names.indexOf(name)];

  /**
   * Shows a moment.
   *
   * @param {number} to
   * @param {boolean} moving whether numbers are seen on their way; they are on a step forward
   */
  function show(to, moving) {
    at = to;
    const [turn, kind, values, wrote, read, said] = moments[at];
    stage.dataset.kind = kind;
    fields.forEach((field, n) => {
      const value = /** @type {HTMLElement} */ (field.querySelector("dd"));
      value.textContent = values[n];
      if (wrote.includes(names[n])) field.dataset.mark = "wrote";
      else if (read.includes(names[n])) field.dataset.mark = "read";
      else delete field.dataset.mark;
    });
    lines.forEach((line, n) => (line.ariaCurrent = n === at % lines.length ? "step" : null));
    says.innerHTML = said;
    turnOf.textContent = `turn ${turn + 1} of ${turns}`;
    figure.querySelectorAll(".meeting-token").forEach((token) => token.remove());
    if (!moving || still.matches) return;
    for (const [from, onto, text, role] of ways(moments[at])) {
      travel(figure, from, onto, text, `meeting-token ${role}`);
    }
    for (const name of wrote) arrive(fieldOf(name).querySelector("dd"));
  }

  /**
   * Which numbers go where: a gradient from the loss to each parameter, then on to the optimizer.
   *
   * @param {Moment} moment
   * @returns {[HTMLElement, HTMLElement, string, string][]} from, onto, the number, its class
   */
  function ways([, kind, values, wrote, read]) {
    const text = (/** @type {string} */ name) => values[names.indexOf(name)];
    if (kind === "backward")
      return wrote.map((n) => [fieldOf(read[0]), fieldOf(n), text(n), "gradient"]);
    if (kind === "step") return read.map((n) => [fieldOf(n), optimizer, text(n), "gradient"]);
    const role = kind === "forward" ? "parameter" : "";
    return read.map((n) => [fieldOf(n), fieldOf(wrote[0]), text(n), role]);
  }

  /** Plays to the last moment, or no longer. @param {boolean} on */
  function playing(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => go(1), PAUSE) : 0;
    play.textContent = on ? "Pause" : "Play";
    says.ariaLive = on ? "off" : "polite"; // a voice could not keep up
    if (on) show(at === moments.length - 1 ? 0 : at + 1, true);
  }

  /** Goes on by so many lines. @param {number} by */
  function go(by) {
    const to = Math.min(Math.max(at + by, 0), moments.length - 1);
    if (to !== at) show(to, by === 1);
    if (to === moments.length - 1) playing(false);
  }

  live.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    const line = Array.from(lines).indexOf(button);
    if (button === play) return playing(!timer);
    playing(false);
    if (line >= 0) show(at - (at % lines.length) + line, true);
    else go(button.dataset.go === "on" ? 1 : -1);
  });
  live.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    playing(false);
    go(by);
  });
  lines.forEach((line) => (line.disabled = false));
  /** @type {HTMLElement} */ (find(".meeting-controls")).hidden = false;
  turnOf.textContent = `turn 1 of ${turns}`;
}

document.querySelectorAll(".meeting").forEach((figure) => wake(/** @type {HTMLElement} */ (figure)));
