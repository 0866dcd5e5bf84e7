/**
 * One stepper: loads its recording, shows the moment that is asked for.
 *
 * @import { Move } from "./places.js"
 */

import { put } from "../put.js";
import { addressOf, momentOf, MOVES } from "./places.js";
import { asker } from "./question.js";
import { Run } from "./recording.js";
import { values } from "./values.js";
import { sentence, write } from "./words.js";

const ROOM = 40; // what must be in view of a line, in pixels
const ABOVE = 99; // where a line that was out of view comes to stand, from the top

/**
 * Brings a stepper to life, if its recording can be had.
 *
 * @param {HTMLElement} stepper
 * @param {boolean} addressed whether the page's address names its place
 */
export async function wake(stepper, addressed) {
  const answer = await fetch(new URL(`data/${stepper.dataset.recording}`, import.meta.url));
  if (!answer.ok) return; // the table of one epoch stays
  const run = new Run(await answer.json());
  /** What the hook made is there. @template {Element} E @param {string} place @returns {E} */
  const find = (place) => /** @type {E} */ (stepper.querySelector(place));
  /** @type {HTMLElement} */
  const live = find(".stepper-live");
  const code = find(".stepper-code");
  const says = find(".stepper-says");
  /** @type {HTMLButtonElement} */
  const play = find("[data-go=play]");
  /** @type {HTMLInputElement} */
  const slider = find("input");
  /** @type {HTMLSelectElement} */
  const speed = find("select");
  const at = find(".at");
  /** @type {HTMLElement} */
  const here = find(".here");
  /** @type {NodeListOf<HTMLElement>} */
  const rows = code.querySelectorAll(".row");
  const fill = values(live, run);
  let [row] = rows; // of the line that is shown
  let moment = 0;
  let timer = 0; // of playing; 0 while it does not
  let later = 0; // a timer: until the address is written
  let resumes = false; // whether a question interrupted playing, which then goes on

  /** Brings the line into view and puts the bar behind it. */
  function mark() {
    const { offsetTop, offsetHeight } = row;
    const fromTop = offsetTop - code.scrollTop;
    const hidden = fromTop < 0 || fromTop + ROOM > code.clientHeight;
    if (hidden) code.scrollTop += fromTop - ABOVE;
    here.style.cssText = `--top:${offsetTop}px;--height:${offsetHeight}px`;
  }

  /**
   * Shows a moment.
   *
   * @param {number} to
   * @param {string} verdict on what the reader predicted, said first
   */
  function show(to, verdict = "") {
    moment = to;
    const line = run.lines[moment];
    const epoch = run.epoch(moment);
    const old = row;
    row = rows[line - 1];
    mark(); // first, else all would be laid out twice
    old.ariaCurrent = null;
    row.ariaCurrent = "step";
    questions.close();
    fill(moment);
    write(says, verdict + sentence(run, moment));
    slider.value = String(epoch);
    put(at, `${epoch} of ${slider.max}, line ${line}`);
  }

  /** Puts the place into the address, in place of the last one: "back" leaves the page at once. */
  function note() {
    if (!addressed) return;
    clearTimeout(later);
    // Steps are painted first, and of quick ones only the last is kept.
    later = setTimeout(() => history.replaceState(null, "", addressOf(run, moment)), 200);
  }

  /** @type {NodeListOf<HTMLElement>} */
  const boxes = live.querySelectorAll(".stepper-question");
  const questions = asker(boxes, (to, verdict) => {
    const goesOn = resumes;
    show(to, verdict);
    note();
    if (goesOn) playing(true);
  });

  /** Plays, at the speed that is set now, or no longer. @param {boolean} on */
  function playing(on) {
    resumes = false;
    if (!on && !timer) return;
    clearInterval(timer);
    timer = on ? setInterval(step, 1000 / Number(speed.value), "lineOn") : 0;
    play.title = play.ariaLabel = on ? "Pause" : "Play";
    says.ariaLive = on ? "off" : "polite"; // a voice could not keep up
  }

  /** @param {Move} move */
  function step(move) {
    const to = MOVES[move](run, moment);
    const played = timer > 0;
    if (move === "lineOn" && questions.ask(to)) {
      if (moment === to) return; // who goes on has skipped it
      playing(false);
      resumes = played;
      return;
    }
    if (to !== moment) show(to);
    note();
    if (to === run.end) playing(false);
  }

  /** Does what a button says. @param {string} name */
  function go(name) {
    if (name === "play") return playing(!timer);
    playing(false);
    step(/** @type {Move} */ (name));
  }

  /** Goes to a line of the code, in this epoch, if it ran there. @param {HTMLElement} row */
  function goTo(row) {
    const line = Number(row.dataset.line);
    const to = run.find(run.epoch(moment), line, 0);
    if (run.lines[to] !== line) return;
    playing(false);
    show(to);
    note();
  }

  const ran = new Set(run.lines);
  for (const row of rows) if (ran.has(Number(row.dataset.line))) row.dataset.ran = "";
  code.addEventListener("click", ({ target }) => {
    /** @type {HTMLElement | null | undefined} */
    const clicked = target instanceof Element ? target.closest(".row") : null;
    // Who marks text to copy it goes nowhere.
    if (clicked && getSelection()?.isCollapsed) goTo(clicked);
  });
  live.addEventListener("click", ({ target }) => {
    const move = target instanceof Element && target.closest("button")?.dataset.go;
    if (move) go(move);
  });
  live.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    const target = /** @type {Element} */ (event.target);
    // These use keys themselves.
    const own = target.matches(key === " " ? "input, select, button" : "input, select");
    const name = CSS.escape(key.trim() || "Space");
    /** @type {HTMLElement | null} */
    const button = stepper.querySelector(`[data-keys~="${name}"]`);
    if (own || altKey || ctrlKey || metaKey || !button?.dataset.go) return;
    event.preventDefault();
    go(button.dataset.go);
  });
  slider.addEventListener("input", () => {
    playing(false);
    show(run.find(Number(slider.value), run.lines[moment], run.time(moment)));
  });
  slider.addEventListener("change", note);
  speed.addEventListener("change", () => {
    if (timer) playing(true);
  });

  /** Shows the place that the address names, where it names this stepper's. */
  function fromAddress() {
    playing(false);
    show(addressed ? momentOf(run, location.hash) : 0);
  }
  addEventListener("popstate", fromAddress);
  addEventListener("resize", mark);
  live.hidden = false;
  stepper.classList.add("awake");
  fromAddress();
}
