/** One stepper: loads its recording, and shows the moment that the reader asks for. */

import { addressOf, KEYS, momentOf, MOVES } from "./places.js";
import { asker } from "./question.js";
import { Run } from "./recording.js";
import { sketches } from "./sketches.js";
import { values } from "./values.js";
import { sentence, write } from "./words.js";

/** @type {(stepper: HTMLElement, addressed: boolean) => void} addressed: its place is the page's */
export async function wake(stepper, addressed) {
  const source = new URL(`data/${stepper.dataset.recording}`, import.meta.url);
  const answer = await fetch(source);
  if (!answer.ok) return; // the table of one epoch stays
  const run = new Run(await answer.json());
  const find = (selector) => stepper.querySelector(selector);
  const live = find(".stepper-live");
  const code = find(".stepper-code");
  const says = find(".stepper-says");
  const play = find("[data-go=play]");
  const slider = find("input");
  const speed = find("select");
  const shows = [values(live, run), sketches(live, run)];
  let moment = 0;
  let timer;

  function show(to, verdict = "") {
    moment = to;
    const [line, epoch] = [run.lines[moment], run.epoch(moment)];
    questions.close();
    code.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const row = code.querySelector(`[data-line="${line}"]`);
    row.setAttribute("aria-current", "step");
    const hidden = row.offsetTop - code.scrollTop;
    if (hidden < 0 || hidden + 40 > code.clientHeight) {
      code.scrollTop = row.offsetTop - code.clientHeight / 3;
    }
    shows.forEach((each) => each(moment));
    write(says, verdict + sentence(run, moment));
    slider.value = epoch;
    slider.setAttribute("aria-valuetext", `epoch ${epoch}`);
    find(".at").textContent = `${epoch} of ${slider.max}, line ${line}`;
  }

  /** Puts the place into the address; anew, so that back leads to the one before. */
  function note(anew) {
    const place = addressOf(run, moment);
    if (!addressed || place === location.hash) return;
    history[anew ? "pushState" : "replaceState"](history.state, "", place);
  }

  const questions = asker([...live.querySelectorAll(".stepper-question")], (to, verdict) => {
    show(to, verdict);
    note(true);
  });

  function playing(on) {
    clearInterval(timer);
    timer = on && setInterval(step, 1000 / speed.value, "lineOn");
    play.title = play.ariaLabel = on ? "Pause" : "Play";
    play.firstChild.textContent = on ? "❚❚" : "▶";
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
    const { key, target, repeat } = event;
    const plain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    // These know what to do with keys themselves.
    const own = target.matches("input, select") || (key === " " && target.matches("button"));
    if (!plain || own || !(key in KEYS)) return;
    event.preventDefault();
    go(KEYS[key], !repeat);
  });
  slider.max = run.epochs.length - 1;
  slider.addEventListener("input", () => {
    playing(false);
    show(run.find(Number(slider.value), run.lines[moment], run.time(moment)));
  });
  slider.addEventListener("change", () => note(true));
  speed.addEventListener("change", () => timer && playing(true));

  function fromAddress() {
    playing(false);
    show(addressed ? momentOf(run, location.hash) : 0);
  }
  addEventListener("popstate", fromAddress);
  live.hidden = false;
  stepper.classList.add("awake");
  fromAddress();
}
