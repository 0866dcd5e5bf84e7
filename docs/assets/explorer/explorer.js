/** The page: settings in, pictures and readings out, and the reader's hands in between. */

import { LIMITS, Unusable, defaultDecay, number, read, samplesOf, usable, write } from "./address.js";
import { show, showReadings } from "./controls.js";
import { Plot, drawData, drawGround, drawLoss, drawPaths, extent, palette } from "./drawing.js";
import { lambdaMax } from "./landscape.js";
import { losses } from "./losses.js";
import { lossAt, run } from "./run.js";
import { script, update } from "./words.js";

const root = document.querySelector(".explorer");
const find = (selector) => root.querySelector(selector);
const facts = JSON.parse(find("script").textContent);
const views = [".ground", ".ground + canvas", ".data canvas", ".curve canvas"];
const [ground, land, data, curve] = views.map((view) => new Plot(find(view)));

let settings;
let errors;
let lowest; // where the loss is least
let selected = 0; // the sample that the handle holds
let playing = null; // when and from which step
let held = false; // whether a hand moves something: then views take turns
let turn = 0;
let owed = 0; // turns until all show the last change
let awaited = false; // whether a frame is asked for
let saving; // a timer

/** Keeps the last result for as long as the question is the same. */
function remember(make) {
  let last, result;
  return (...asked) => {
    const key = JSON.stringify(asked);
    if (key !== last) [last, result] = [key, make(...asked)];
    return result;
  };
}

const samplesNow = remember((changes) => samplesOf(facts, changes));
const runner = () => {
  const place = remember((changes) => samplesOf(facts, changes));
  const make = remember((asked) => run(asked, place(asked.samples)));
  return ({ at, view, pin, ...asked }) => ({ made: make(asked), at: Math.min(at, asked.steps) });
};
const [present, pinned] = [runner(), runner()];
const pinnedSettings = () => ({ ...read(settings.pin, facts).settings, at: settings.at });
const showGround = remember((loss, changes, ...seen) => drawGround(ground, loss, samplesNow(changes), ...seen));

/** The page from the settings. */
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

function refresh() {
  if (!awaited) requestAnimationFrame(redraw);
  awaited = true;
}

const landFrame = ({ weight, bias, span }) => {
  const [across, up] = [span / 2, span * 0.375];
  return { left: weight - across, right: weight + across, bottom: bias - up, top: bias + up };
};

/** Whole numbers: the axes stand still while a sample is dragged. */
function dataFrame({ x, y }) {
  const [[left, right], [bottom, top]] = [x, y].map((values) => {
    const [least, greatest] = extent(values);
    return [Math.floor(least - 0.3), Math.ceil(greatest + 0.3)];
  });
  return { left, right, bottom, top };
}

function place(plot, x, y, what) {
  const handle = plot.canvas.nextElementSibling;
  const { left, right, bottom, top } = plot.frame;
  const [px, py] = [plot.x(clamp(x, left, right)), plot.y(clamp(y, bottom, top))];
  handle.style.transform = `translate(${px}px, ${py}px)`;
  if (!held) handle.ariaLabel = `${what} ${x}, ${y}`;
}

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

/** The slider and its mark. */
function showRate(loss, samples) {
  const slider = find("[type=range]");
  if (slider.ariaValueText !== String(settings.lr)) {
    slider.value = Math.log10(settings.lr);
    slider.ariaValueText = settings.lr;
  }
  const mark = find(".limit");
  mark.hidden = !loss.quadratic;
  const limit = 2 / lambdaMax(loss, samples);
  say(".limit span", limit.toPrecision(3));
  mark.style.left = `${(100 * (Math.log10(limit) - slider.min)) / (slider.max - slider.min)}%`;
}

function say(place, text) {
  if (find(place).textContent !== text) find(place).textContent = text; // else it is read aloud again
}

function showWords(made, at, samples) {
  say("[data-act=play]", playing ? "Pause" : "Play");
  say("[data-act=pin]", settings.pin ? "Unpin" : "Pin this run");
  const { loss, optimizer, lr } = settings.pin ? pinnedSettings() : {};
  say(".pinned", loss ? `dashed, pinned: ${loss}, ${optimizer}, lr ${lr}` : "");
  const diverged = made.divergedAt && at >= made.divergedAt;
  say(".verdict", diverged ? `Diverged at step ${made.divergedAt}: the loss is a million times the first.` : "");
  if (held) return;
  say(".update-text", at ? update(settings, samples, at, made) : "No step has been taken yet.");
  if (find(".script").open) say(".script code", script({ ...settings, at }, facts));
}

/** Sets something, and a little later the address. */
function change(part) {
  settings = { ...settings, ...part };
  owed = 3;
  for (const name of ["", ...Object.keys(part)]) delete errors[name];
  settings.at = Math.min(settings.at, settings.steps);
  refresh();
  clearTimeout(saving);
  saving = setTimeout(() => history.replaceState(null, "", write(settings, facts)), 300);
}

function open() {
  ({ settings, errors } = read(location.hash, facts));
  errors[""] ??= errors.view ?? errors.at;
  playing = null;
  selected = 0;
  refresh();
}

/** What a field says, if it can be used; else why it cannot. */
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

function along(name, text) {
  if (name === "steps") return { at: Infinity };
  const usual = settings.weight_decay === defaultDecay(settings.optimizer);
  return name === "optimizer" && usual ? { weight_decay: defaultDecay(text) } : {};
}

function fit(name, value, unit) {
  const { least, most } = LIMITS[name];
  return clamp(Number((Math.round(value / unit) * unit).toPrecision(9)), least, most);
}

function moveStart(w, b) {
  const unit = 10 ** Math.floor(Math.log10(settings.view.span / 100));
  change({ w: fit("w", w, unit), b: fit("b", b, unit) });
}

function moveSample(x, y) {
  const point = [fit("sample", x, 0.001), fit("sample", y, 0.001)];
  change({ samples: { ...settings.samples, [selected]: point } });
}

function advance(now) {
  playing.begun ??= now;
  const pace = Math.max(20, settings.steps / 6) / 1000; // steps a millisecond
  const at = Math.floor(playing.from + (now - playing.begun) * pace);
  if (at >= settings.steps) playing = null;
  change({ at });
}

function zoom(factor) {
  const { made, at } = present(settings);
  let { weight, bias, span } = settings.view;
  const [w, b] = [made.weight[at], made.bias[at]];
  if (factor < 1 && Math.hypot(w - weight, b - bias) < span / 2) [weight, bias] = [w, b];
  const unit = span / 1000;
  span = fit("span", span * factor, unit);
  change({ view: { weight: fit("w", weight, unit), bias: fit("b", bias, unit), span } });
}

function stop(at) {
  playing = null;
  change({ at, steps: clamp(at, settings.steps, LIMITS.steps.most) });
}

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
  limit: () => set("lr", find(".limit span").textContent),
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
  say: () => (find(".said").textContent = find(".update-text").textContent),
  async copy() {
    const text = script(settings, facts);
    const done = navigator.clipboard.writeText(text).then(() => "Copied.");
    find(".copied").textContent = await done.catch(() => "Not allowed; select it below.");
  },
};

root.addEventListener("click", ({ target }) => ACTS[target.dataset.act]?.());
root.addEventListener("submit", (event) => event.preventDefault());
root.addEventListener("input", ({ target }) => {
  if (target.type === "range") set("lr", String(Number((10 ** target.value).toPrecision(3))));
  else set(target.name, target.type === "checkbox" ? String(target.checked) : target.value);
});
root.addEventListener("pointerdown", () => (held = true));
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => {
    held = false;
    refresh();
  });
}
root.addEventListener("focusout", refresh); // what was typed gives way to what was read
find(".script").addEventListener("toggle", refresh);

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Arrow keys move a handle a hundredth of the picture, with Shift a tenth. */
function draggable(plot, move, where) {
  const handle = plot.canvas.nextElementSibling;
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
  if (pointerType === "mouse") data.canvas.nextElementSibling.setPointerCapture(pointerId);
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
