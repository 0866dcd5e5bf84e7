/**
 * The page: settings in, pictures and readings out, and the reader's hands in between.
 *
 * @import { Changes, Errors, Facts, PageSettings } from "./address.js"
 * @import { Frame } from "./landscape.js"
 * @import { Loss } from "./losses.js"
 * @import { Run, Samples, Settings } from "./run.js"
 */

import { LIMITS, Unusable, defaultDecay, number, read, samplesOf, usable, write } from "./address.js";
import { show, showReadings } from "./controls.js";
import { Plot, drawData, drawGround, drawLoss, drawPaths, extent, palette } from "./drawing.js";
import { lambdaMax } from "./landscape.js";
import { losses } from "./losses.js";
import { lossAt, run } from "./run.js";
import { script, update } from "./words.js";

const root = /** @type {HTMLElement} */ (document.querySelector(".explorer"));
/** What the hook made is there. @template {Element} E @param {string} place @returns {E} */
const find = (place) => /** @type {E} */ (root.querySelector(place));
/** @type {Facts} */
const facts = JSON.parse(find("script").textContent);
/** @type {HTMLDetailsElement} */
const folded = find(".script");
const views = [".ground", ".ground + canvas", ".data canvas", ".curve canvas"];
const [ground, land, data, curve] = views.map((view) => new Plot(find(view)));

/** @type {PageSettings} */
let settings;
/** @type {Errors} */
let errors;
/** @type {{weight: number, bias: number}} where the loss is least */
let lowest;
let selected = 0; // the sample that the handle holds
/** @type {{begun?: number, from: number} | null} when and from which step */
let playing = null;
let held = false; // whether a hand moves something: then views take turns
let turn = 0;
let owed = 0; // turns until all show the last change
let awaited = false; // whether a frame is asked for
let saving = 0; // a timer

/**
 * Keeps the last result for as long as the question is the same.
 *
 * @template {any[]} Asked
 * @template Result
 * @param {(...asked: Asked) => Result} make
 * @returns {(...asked: Asked) => Result}
 */
function remember(make) {
  let last = "";
  /** @type {Result} */
  let result;
  return (...asked) => {
    const key = JSON.stringify(asked);
    if (key !== last) {
      result = make(...asked);
      last = key;
    }
    return result;
  };
}

/** What gives the samples after some changes. */
const placer = () => remember((/** @type {Changes} */ changes) => samplesOf(facts, changes));
const samplesNow = placer();
/** What gives a run, and the step that it is looked at; what is looked at makes no other run. */
const runner = () => {
  const samples = placer();
  const make = remember((/** @type {Settings & {samples: Changes}} */ asked) =>
    run(asked, samples(asked.samples)),
  );
  return (/** @type {PageSettings} */ { at, view, pin, ...asked }) => ({
    made: make(asked),
    at: Math.min(at, asked.steps),
  });
};
const [present, pinned] = [runner(), runner()];
const pinnedSettings = () => ({ ...read(settings.pin, facts).settings, at: settings.at });
const showGround = remember(
  /**
   * The width is asked for only because another one needs another picture.
   *
   * @param {Loss} loss
   * @param {Changes} changes
   * @param {Frame} frame
   * @param {Record<string, string>} colours
   * @param {number} _width
   */
  (loss, changes, frame, colours, _width) =>
    drawGround(ground, loss, samplesNow(changes), frame, colours),
);

/** The page from the settings. @param {number} now */
function redraw(now) {
  awaited = false;
  if (playing) advance(now);
  const samples = samplesNow(settings.samples);
  const loss = losses[settings.loss](settings);
  const colours = palette(root);
  const runs = [present(settings), ...(settings.pin ? [pinned(pinnedSettings())] : [])];
  const [{ made, at }] = runs;
  const [weight, bias] = [made.weight[at], made.bias[at]];

  const frame = landFrame(settings.view);
  const [sample_x, sample_y] = [samples.x[selected], samples.y[selected]];
  turn = (turn + 1) % 3;
  /** Whether a view's turn has come. @param {number} part */
  const due = (part) => !held || turn === part;
  if (due(0)) lowest = showGround(loss, settings.samples, frame, colours, land.canvas.clientWidth);
  drawPaths(land, frame, runs, colours, lowest);
  if (due(1)) drawData(data, dataFrame(samples), samples, weight, bias, colours);
  place(land, settings.w, settings.b, "Start: weight, bias");
  place(data, sample_x, sample_y, `Sample ${selected}: x, y`);
  if (held && --owed > 0) refresh();
  if (!due(2)) return;
  drawLoss(curve, runs, colours);
  showReadings(root, made, at, lossAt(loss, samples, weight, bias));
  show(root, { ...settings, sample: selected, sample_x, sample_y }, errors);
  showRate(loss, samples);
  showWords(made, at, samples);
}

/** Draws the page anew in the next frame. */
function refresh() {
  if (!awaited) requestAnimationFrame(redraw);
  awaited = true;
}

/** The landscape's frame: 4 : 3, one unit for both axes. @param {PageSettings["view"]} view */
const landFrame = ({ weight, bias, span }) => {
  const [across, up] = [span / 2, span * 0.375];
  return { left: weight - across, right: weight + across, bottom: bias - up, top: bias + up };
};

/** Whole numbers: the axes stand still while a sample is dragged. @param {Samples} samples */
function dataFrame({ x, y }) {
  const [[left, right], [bottom, top]] = [x, y].map((values) => {
    const [least, greatest] = extent(values);
    return [Math.floor(least - 0.3), Math.ceil(greatest + 0.3)];
  });
  return { left, right, bottom, top };
}

/**
 * Puts a plot's handle where it belongs, or at the edge.
 *
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} what
 */
function place(plot, x, y, what) {
  const handle = handleOf(plot);
  const { left, right, bottom, top } = plot.frame;
  const [px, py] = [plot.x(clamp(x, left, right)), plot.y(clamp(y, bottom, top))];
  handle.style.transform = `translate(${px}px, ${py}px)`;
  if (!held) handle.ariaLabel = `${what} ${x}, ${y}`;
}

/** @param {Plot} plot */
const handleOf = (plot) => /** @type {HTMLElement} */ (plot.canvas.nextElementSibling);

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

/** The slider and its mark. @param {Loss} loss @param {Samples} samples */
function showRate(loss, samples) {
  /** @type {HTMLInputElement} */
  const slider = find("[type=range]");
  if (slider.ariaValueText !== String(settings.lr)) {
    slider.value = String(Math.log10(settings.lr));
    slider.ariaValueText = String(settings.lr);
  }
  /** @type {HTMLElement} */
  const mark = find(".limit");
  mark.hidden = !loss.quadratic;
  const limit = 2 / lambdaMax(loss, samples);
  say(".limit span", limit.toPrecision(3));
  const [least, most] = [Number(slider.min), Number(slider.max)];
  mark.style.left = `${(100 * (Math.log10(limit) - least)) / (most - least)}%`;
}

/** @param {string} place @param {string} text */
function say(place, text) {
  if (find(place).textContent !== text) find(place).textContent = text; // else it is read aloud again
}

/** @param {Run} made @param {number} at @param {Samples} samples */
function showWords(made, at, samples) {
  say("[data-act=play]", playing ? "Pause" : "Play");
  say("[data-act=pin]", settings.pin ? "Unpin" : "Pin this run");
  const pin = settings.pin && pinnedSettings();
  say(".pinned", pin ? `dashed, pinned: ${pin.loss}, ${pin.optimizer}, lr ${pin.lr}` : "");
  const diverged = made.divergedAt > 0 && at >= made.divergedAt;
  say(".verdict", diverged ? `Diverged at step ${made.divergedAt}: the loss is a million times the first.` : "");
  if (held) return;
  say(".update-text", at ? update(settings, samples, at, made) : "No step has been taken yet.");
  if (folded.open) say(".script code", script({ ...settings, at }, facts));
}

/** Sets something, and a little later the address. @param {Partial<PageSettings>} part */
function change(part) {
  settings = { ...settings, ...part };
  owed = 3;
  for (const name of ["", ...Object.keys(part)]) delete errors[name];
  settings.at = Math.min(settings.at, settings.steps);
  refresh();
  clearTimeout(saving);
  saving = setTimeout(() => history.replaceState(null, "", write(settings, facts)), 300);
}

/** Takes all settings from the address. */
function open() {
  ({ settings, errors } = read(location.hash, facts));
  errors[""] ??= errors.view ?? errors.at;
  playing = null;
  selected = 0;
  refresh();
}

/**
 * Sets what a field says, if it can be used; else says why it cannot.
 *
 * @param {string} name
 * @param {string} text
 */
function set(name, text) {
  const { x, y } = samplesNow(settings.samples);
  delete errors[name];
  try {
    if (name === "sample") selected = number(text, { least: 0, most: x.length - 1, whole: true });
    else if (name === "sample_x") moveSample(number(text, LIMITS.sample), y[selected]);
    else if (name === "sample_y") moveSample(x[selected], number(text, LIMITS.sample));
    else change({ [name]: usable(name, text), ...along(name, text) });
    // The address knows what does not go together.
    Object.assign(errors, read(write(settings, facts), facts).errors);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    errors[name] = error.message;
  }
  refresh();
}

/** What else changes with a setting. @param {string} name @param {string} text */
function along(name, text) {
  if (name === "steps") return { at: Infinity };
  const usual = settings.weight_decay === defaultDecay(settings.optimizer);
  return name === "optimizer" && usual ? { weight_decay: defaultDecay(text) } : {};
}

/**
 * A number that a field can hold, rounded to a unit.
 *
 * @param {keyof typeof LIMITS} name
 * @param {number} value
 * @param {number} unit
 */
function fit(name, value, unit) {
  const { least, most } = LIMITS[name];
  return clamp(Number((Math.round(value / unit) * unit).toPrecision(9)), least, most);
}

/** Rounded to a hundredth of the picture or less. @param {number} w @param {number} b */
function moveStart(w, b) {
  const unit = 10 ** Math.floor(Math.log10(settings.view.span / 100));
  change({ w: fit("w", w, unit), b: fit("b", b, unit) });
}

/** @param {number} x @param {number} y */
function moveSample(x, y) {
  /** @type {[x: number, y: number]} */
  const point = [fit("sample", x, 0.001), fit("sample", y, 0.001)];
  change({ samples: { ...settings.samples, [selected]: point } });
}

/** Plays on. @param {number} now */
function advance(now) {
  if (!playing) return;
  playing.begun ??= now;
  const pace = Math.max(20, settings.steps / 6) / 1000; // steps a millisecond
  const at = Math.floor(playing.from + (now - playing.begun) * pace);
  if (at >= settings.steps) playing = null;
  change({ at });
}

/** About the run's place, if it is in view. @param {number} factor below 1 to look closer */
function zoom(factor) {
  const { made, at } = present(settings);
  let { weight, bias, span } = settings.view;
  const [w, b] = [made.weight[at], made.bias[at]];
  if (factor < 1 && Math.hypot(w - weight, b - bias) < span / 2) [weight, bias] = [w, b];
  const unit = span / 1000;
  span = fit("span", span * factor, unit);
  change({ view: { weight: fit("w", weight, unit), bias: fit("b", bias, unit), span } });
}

/** Stands still at a step. @param {number} at */
function stop(at) {
  playing = null;
  change({ at, steps: clamp(at, settings.steps, LIMITS.steps.most) });
}

/** What the buttons do, by their `data-act`. */
const ACTS = {
  play() {
    if (playing) return stop(settings.at);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return stop(settings.steps);
    playing = { from: settings.at < settings.steps ? settings.at : 0 };
    refresh();
  },
  step: () => stop(settings.at + 1),
  end: () => stop(settings.steps),
  reset: () => stop(0),
  pin: () => change({ pin: settings.pin ? "" : write({ ...settings, at: settings.steps, pin: "" }, facts) }),
  in: () => zoom(0.5),
  out: () => zoom(2),
  limit: () => set("lr", find(".limit span").textContent ?? ""),
  add(x = 0, y = 0) {
    const count = samplesNow(settings.samples).x.length;
    if (count === LIMITS.batch.most) return;
    selected = count;
    moveSample(x, y);
    if (settings.batch === count) change({ batch: count + 1 }); // a full batch stays full
  },
  restore() {
    selected = 0;
    change({ samples: {}, batch: Math.min(settings.batch, facts.x.length) });
  },
  say() {
    find(".said").textContent = find(".update-text").textContent;
  },
  async copy() {
    const text = script(settings, facts);
    const done = navigator.clipboard.writeText(text).then(() => "Copied.");
    find(".copied").textContent = await done.catch(() => "Not allowed; select it below.");
  },
};

root.addEventListener("click", ({ target }) => {
  const act = /** @type {HTMLElement} */ (target).dataset.act;
  if (act) ACTS[/** @type {keyof typeof ACTS} */ (act)]?.();
});
root.addEventListener("submit", (event) => event.preventDefault());
root.addEventListener("input", ({ target }) => {
  const { type, name, value, checked } = /** @type {HTMLInputElement} */ (target);
  if (type === "range") set("lr", String(Number((10 ** Number(value)).toPrecision(3))));
  else set(name, type === "checkbox" ? String(checked) : value);
});
root.addEventListener("pointerdown", () => {
  held = true;
});
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => {
    held = false;
    refresh();
  });
}
root.addEventListener("focusout", refresh); // what was typed gives way to what was read
folded.addEventListener("toggle", refresh);

/** @type {Record<string, [across: number, up: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Lets a plot's handle be dragged. Arrow keys move it a hundredth of the picture, with Shift a tenth.
 *
 * @param {Plot} plot
 * @param {(x: number, y: number) => void} move
 * @param {() => [x: number, y: number]} where it is
 * @returns {(event: MouseEvent) => void} moves it to the pointer
 */
function draggable(plot, move, where) {
  const handle = handleOf(plot);
  /** @param {MouseEvent} event */
  const follow = ({ clientX, clientY }) => {
    const box = plot.canvas.getBoundingClientRect();
    move(...plot.at(clientX - box.left, clientY - box.top));
  };
  handle.addEventListener("pointerdown", ({ pointerId }) => handle.setPointerCapture(pointerId));
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) follow(event);
  });
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const share = event.shiftKey ? 0.1 : 0.01;
    const { left, right, bottom, top } = plot.frame;
    const [[across, up], [x, y]] = [KEYS[event.key], where()];
    move(x + across * share * (right - left), y + up * share * (top - bottom));
  });
  return follow;
}

land.canvas.addEventListener("click", draggable(land, moveStart, () => [settings.w, settings.b]));
draggable(data, moveSample, () => {
  const { x, y } = samplesNow(settings.samples);
  return [x[selected], y[selected]];
});
data.canvas.addEventListener("pointerdown", ({ offsetX, offsetY, pointerId, pointerType }) => {
  const { x, y } = samplesNow(settings.samples);
  const away = Array.from(x, (_, i) => Math.hypot(data.x(x[i]) - offsetX, data.y(y[i]) - offsetY));
  const nearest = away.indexOf(Math.min(...away));
  if (away[nearest] > 24) return;
  selected = nearest;
  // A finger may want to scroll; it drags the handle.
  if (pointerType === "mouse") handleOf(data).setPointerCapture(pointerId);
  change({});
});

data.canvas.addEventListener("dblclick", ({ offsetX, offsetY }) => ACTS.add(...data.at(offsetX, offsetY)));

addEventListener("hashchange", () => {
  open();
  root.scrollIntoView();
});
new ResizeObserver(refresh).observe(find(".views"));
new MutationObserver(refresh).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
root.classList.add("alive");
open();
