/**
 * One stepper: loads its recording, shows the moment that is asked for.
 *
 * @import { Move } from "./places.js"
 */

import { addressOf, momentOf, MOVES } from "./places.js";
import { asker } from "./question.js";
import { Run } from "./recording.js";
import { values } from "./values.js";
import { put, sentence, write } from "./words.js";

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

  /**
   * Puts the place into the address.
   *
   * @param {boolean} anew so that "back" leads to the place before
   */
  function note(anew) {
    if (!addressed) return;
    clearTimeout(later);
    const place = addressOf(run, moment);
    const keep = () => {
      if (place === location.hash) return;
      if (anew) history.pushState(null, "", place);
      else history.replaceState(null, "", place);
    };
    // The step is painted first; of quick ones only the last is kept.
    if (anew) setTimeout(keep, 20);
    else later = setTimeout(keep, 200);
  }

  /** @type {NodeListOf<HTMLElement>} */
  const boxes = live.querySelectorAll(".stepper-question");
  const questions = asker(boxes, (to, verdict) => {
    show(to, verdict);
    note(true);
  });

  /** Plays, at the speed that is set now, or no longer. @param {boolean} on */
  function playing(on) {
    if (!on && !timer) return;
    clearInterval(timer);
    timer = on ? setInterval(step, 1000 / Number(speed.value), "lineOn") : 0;
    play.title = play.ariaLabel = on ? "Pause" : "Play";
    says.ariaLive = on ? "off" : "polite"; // a voice could not keep up
  }

  /** @param {Move} move @param {boolean} anew as note() has it */
  function step(move, anew = false) {
    const to = MOVES[move](run, moment);
    if (move === "lineOn" && questions.ask(to)) return playing(false);
    if (to !== moment) show(to);
    note(anew);
    if (to === run.end) playing(false);
  }

  /** Does what a button says. @param {string} name @param {boolean} anew as note() has it */
  function go(name, anew = true) {
    if (name === "play") return playing(!timer);
    playing(false);
    step(/** @type {Move} */ (name), anew);
  }

  live.addEventListener("click", ({ target }) => {
    const move = target instanceof Element && target.closest("button")?.dataset.go;
    if (move) go(move);
  });
  live.addEventListener("keydown", (event) => {
    const { key, repeat, altKey, ctrlKey, metaKey } = event;
    const target = /** @type {Element} */ (event.target);
    // These use keys themselves.
    const own = target.matches(key === " " ? "input, select, button" : "input, select");
    const name = CSS.escape(key.trim() || "Space");
    /** @type {HTMLElement | null} */
    const button = stepper.querySelector(`[data-keys~="${name}"]`);
    if (own || altKey || ctrlKey || metaKey || !button?.dataset.go) return;
    event.preventDefault();
    go(button.dataset.go, !repeat);
  });
  slider.addEventListener("input", () => {
    playing(false);
    show(run.find(Number(slider.value), run.lines[moment], run.time(moment)));
  });
  slider.addEventListener("change", () => note(true));
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
