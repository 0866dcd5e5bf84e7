/** One stepper: loads its recording, shows the moment that is asked for. */

import { addressOf, momentOf, MOVES } from "./places.js";
import { asker } from "./question.js";
import { Run } from "./recording.js";
import { values } from "./values.js";
import { put, sentence, write } from "./words.js";

/** @param {HTMLElement} stepper @param {boolean} addressed its place is the page's */
export async function wake(stepper, addressed) {
  const answer = await fetch(new URL(`data/${stepper.dataset.recording}`, import.meta.url));
  if (!answer.ok) return; // the table of one epoch stays
  const run = new Run(await answer.json());
  const find = stepper.querySelector.bind(stepper);
  const live = find(".stepper-live");
  const code = find(".stepper-code");
  const says = find(".stepper-says");
  const play = find("[data-go=play]");
  const slider = find("input");
  const speed = find("select");
  const fill = values(live, run);
  const at = find(".at");
  const here = find(".here");
  const rows = code.querySelectorAll(".row");
  let [row] = rows;
  let moment, timer, later;

  function mark() {
    const { offsetTop, offsetHeight } = row;
    const hidden = offsetTop - code.scrollTop;
    if (hidden < 0 || hidden + 40 > code.clientHeight) code.scrollTop += hidden - 99;
    here.style.cssText = `--top:${offsetTop}px;--height:${offsetHeight}px`;
  }

  function show(to, verdict = "") {
    moment = to;
    const [line, epoch] = [run.lines[moment], run.epoch(moment)];
    const old = row;
    row = rows[line - 1];
    mark(); // first, else all would be laid out twice
    old.ariaCurrent = null;
    row.ariaCurrent = "step";
    questions.close();
    fill(moment);
    write(says, verdict + sentence(run, moment));
    slider.value = epoch;
    put(at, `${epoch} of ${slider.max}, line ${line}`);
  }

  /** Puts the place into the address; anew, so that back leads to the one before. */
  function note(anew) {
    if (!addressed) return;
    clearTimeout(later);
    const place = addressOf(run, moment);
    const keep = () =>
      place === location.hash || history[anew ? "pushState" : "replaceState"](null, "", place);
    // The step is painted first; of quick ones only the last is kept.
    if (anew) setTimeout(keep, 20);
    else later = setTimeout(keep, 200);
  }

  const questions = asker(live.querySelectorAll(".stepper-question"), (to, verdict) => {
    show(to, verdict);
    note(true);
  });

  function playing(on) {
    if (!on && !timer) return;
    clearInterval(timer);
    timer = on && setInterval(step, 1000 / speed.value, "lineOn");
    play.title = play.ariaLabel = on ? "Pause" : "Play";
    says.ariaLive = on ? "off" : "polite"; // a voice could not keep up
  }

  function step(move, anew) {
    const to = MOVES[move](run, moment);
    if (move === "lineOn" && questions.ask(to)) return playing(false);
    if (to !== moment) show(to);
    note(anew);
    if (to === run.end) playing(false);
  }

  function go(move, anew = true) {
    if (move === "play") return playing(!timer);
    playing(false);
    step(move, anew);
  }

  live.addEventListener("click", ({ target }) => {
    const move = target.closest("button")?.dataset.go;
    if (move) go(move);
  });
  live.addEventListener("keydown", (event) => {
    const { key, target, repeat, altKey, ctrlKey, metaKey } = event;
    // These use keys themselves.
    const own = target.matches(key === " " ? "input, select, button" : "input, select");
    const button = find(`[data-keys~="${CSS.escape(key.trim() || "Space")}"]`);
    if (own || altKey || ctrlKey || metaKey || !button) return;
    event.preventDefault();
    go(button.dataset.go, !repeat);
  });
  slider.addEventListener("input", () => {
    playing(false);
    show(run.find(+slider.value, run.lines[moment], run.time(moment)));
  });
  slider.addEventListener("change", () => note(true));
  speed.addEventListener("change", () => timer && playing(true));

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
