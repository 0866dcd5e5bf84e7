/** What can be set, what can be used, and how the address says it. */

import { losses } from "./losses.js";
import { optimizers } from "./optimizers.js";

export const CHOICES = {
  loss: Object.keys(losses),
  optimizer: Object.keys(optimizers),
  zero_grad: ["right", "never", "between"],
  broadcast: ["false", "true"],
};

const within = (least, most, whole = false) => ({ least, most, whole });

/** Which numbers can be used. */
export const LIMITS = {
  lr: within(0, 100),
  w: within(-1000, 1000),
  b: within(-1000, 1000),
  steps: within(0, 10000, true),
  at: within(0, 10000, true),
  batch: within(1, 200, true), // a reader can add samples up to there
  delta: within(0.001, 1000),
  factor: within(0, 1000),
  momentum: within(0, 0.9999),
  beta1: within(0, 0.9999),
  beta2: within(0, 0.9999),
  weight_decay: within(0, 100),
  sample: within(-100, 100), // x or y
  span: within(0.001, 2000), // of the landscape, in weights
};

export class Unusable extends Error {}

/** torch's own, which only AdamW has above 0. */
export const defaultDecay = (optimizer) => (optimizer === "adamw" ? 0.01 : 0);

function defaults(facts, optimizer = "sgd") {
  const { lr, weight: w, bias: b, steps } = facts;
  return {
    ...{ loss: "mse", optimizer, lr, w, b, steps, batch: facts.x.length, at: steps },
    ...{ delta: 1, factor: 0.1, momentum: 0.9, beta1: 0.9, beta2: 0.999 },
    weight_decay: defaultDecay(optimizer),
    zero_grad: "right",
    broadcast: false,
    samples: {}, // those that were dragged or added, by their place
    view: { weight: 1.5, bias: 1, span: 8 },
    pin: "", // the address of another run
  };
}

/**
 * A number or a choice from its text.
 * @throws {Unusable} with a message for the reader
 */
export function usable(name, text) {
  if (name in LIMITS) return number(text, LIMITS[name]);
  if (!CHOICES[name].includes(text)) {
    throw new Unusable(`“${short(text)}” is none of ${CHOICES[name].join(", ")}.`);
  }
  return name === "broadcast" ? text === "true" : text;
}

export function number(text, { least, most, whole }) {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= least && value <= most) || (whole && value % 1)) {
    const numbers = whole ? "whole numbers" : "numbers";
    throw new Unusable(`“${short(text)}” cannot be used; ${numbers} from ${least} to ${most} can.`);
  }
  return value;
}

const short = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

/** The samples after all dragging and adding. */
export function samplesOf(facts, changes) {
  const [x, y] = [[...facts.x], [...facts.y]];
  for (const [i, point] of Object.entries(changes)) [x[i], y[i]] = point;
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** Settings from an address, else from the linear script; errors by name, unknown names' under "". */
export function read(hash, facts) {
  const errors = {};
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const attempt = (name, parse) => {
    try {
      return asked.has(name) ? parse(asked.get(name)) : undefined;
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      errors[name] = error.message;
    }
  };
  const settings = defaults(facts, attempt("optimizer", (text) => usable("optimizer", text)));
  const parsers = { samples: (text) => readSamples(text, facts), view: readView, pin: String };
  for (const name of Object.keys(settings)) {
    const parse = parsers[name] ?? ((text) => usable(name, text));
    settings[name] = attempt(name, parse) ?? settings[name];
  }
  for (const name of asked.keys()) {
    if (!(name in settings)) errors[""] = `Nothing here is called “${short(name)}”.`;
  }
  const count = samplesOf(facts, settings.samples).x.length;
  settings.batch = attempt("batch", (text) => number(text, within(1, count, true))) ?? facts.x.length;
  if (settings.optimizer === "nesterov" && settings.momentum === 0) {
    errors.momentum = "Nesterov needs a momentum above 0.";
    settings.momentum = 0.9;
  }
  if (!asked.has("at") || settings.at > settings.steps) settings.at = settings.steps;
  return { settings, errors };
}

/** `17_1.5_-3~100_2_0`: place, x and y of each sample that was dragged or added. */
function readSamples(text, facts) {
  const samples = {};
  let next = facts.x.length;
  for (const part of text.split("~")) {
    const [i, x = "", y = ""] = part.split("_");
    const place = number(i, within(0, Math.min(next, LIMITS.batch.most - 1), true));
    if (place === next) next++;
    samples[place] = [number(x, LIMITS.sample), number(y, LIMITS.sample)];
  }
  return samples;
}

/** `1.5_1_8`: weight and bias in the middle of the landscape, and how wide it is. */
function readView(text) {
  const parts = text.split("_");
  const [weight, bias, span] = ["w", "b", "span"].map((name, i) => number(parts[i] ?? "", LIMITS[name]));
  return { weight, bias, span };
}

/** The address of a run: always the first seven names, of the rest what is not as usual. */
export function write(settings, facts) {
  const texts = ({ samples, view, ...plain }) => ({
    ...plain,
    samples: Object.entries(samples).map(([i, [x, y]]) => `${i}_${x}_${y}`).join("~"),
    view: Object.values(view).join("_"),
  });
  const usual = texts({ ...defaults(facts, settings.optimizer), at: settings.steps });
  const named = Object.entries(texts(settings)).filter(([name, text], i) => i < 7 || text !== usual[name]);
  return `#${named.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join("&")}`;
}
