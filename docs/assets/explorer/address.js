/**
 * What can be set, what can be used, and how the address says it.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Samples, Settings } from "../engine/run.js"
 *
 * @typedef {object} Facts  the linear script, as docs/hooks/draw/explorer.py found it
 * @property {number[]} x
 * @property {number[]} y
 * @property {number} weight  at the start
 * @property {number} bias
 * @property {Place} truth  of which the samples were made
 * @property {number} lr
 * @property {number} steps
 * @property {string} script  the template of the script that makes a run
 *
 * @typedef {[x: number, y: number]} Point
 * @typedef {Record<string, Point>} Changes  samples that were dragged or added, by their place
 * @typedef {{weight: number, bias: number, span: number}} View  the landscape's middle and width
 * @typedef {{at: number, samples: Changes, view: View, pin: string}} Shown  what is looked at; pin is
 *   the address of another run
 * @typedef {Settings & Shown} PageSettings  all that the address can say
 * @typedef {Record<string, string>} Errors  by the names of what cannot be used
 * @typedef {{least: number, most: number, whole?: boolean}} Limits
 */

import { losses } from "../engine/losses.js";
import { optimizers } from "../engine/optimizers.js";

/** @type {Record<string, string[]>} */
export const CHOICES = {
  loss: Object.keys(losses),
  optimizer: Object.keys(optimizers),
  zero_grad: ["right", "never", "between"],
  broadcast: ["false", "true"],
};

/** @param {number} least @param {number} most @returns {Limits} */
const within = (least, most, whole = false) => ({ least, most, whole });

/** Which numbers can be used. @satisfies {Record<string, Limits>} */
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

/** What a reader typed cannot be used; the message says why. */
export class Unusable extends Error {}

/** torch's own, which only AdamW has above 0. @param {string} optimizer */
export const defaultDecay = (optimizer) => (optimizer === "adamw" ? 0.01 : 0);

/**
 * The linear script's settings, in the order in which the address names them.
 *
 * @param {Facts} facts
 * @param {PageSettings["optimizer"]} optimizer
 * @returns {PageSettings}
 */
function defaults(facts, optimizer = "sgd") {
  return {
    loss: "mse",
    optimizer,
    lr: facts.lr,
    w: facts.weight,
    b: facts.bias,
    steps: facts.steps,
    batch: facts.x.length,
    at: facts.steps,
    delta: 1,
    factor: 0.1,
    momentum: 0.9,
    beta1: 0.9,
    beta2: 0.999,
    weight_decay: defaultDecay(optimizer),
    zero_grad: "right",
    broadcast: false,
    samples: {},
    view: { weight: 1.5, bias: 1, span: 8 },
    pin: "",
  };
}

/** @param {string} name @returns {name is keyof typeof LIMITS} */
const isNumber = (name) => name in LIMITS;

/**
 * A number or a choice from its text.
 *
 * @param {string} name
 * @param {string} text
 * @returns {number | string | boolean}
 * @throws {Unusable} with a message for the reader
 */
export function usable(name, text) {
  if (isNumber(name)) return number(text, LIMITS[name]);
  if (!CHOICES[name].includes(text)) {
    throw new Unusable(`“${short(text)}” is none of ${CHOICES[name].join(", ")}.`);
  }
  return name === "broadcast" ? text === "true" : text;
}

/**
 * A number from its text.
 *
 * @param {string} text
 * @param {Limits} limits
 * @returns {number}
 * @throws {Unusable} with a message for the reader
 */
export function number(text, { least, most, whole }) {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= least && value <= most) || (whole && value % 1)) {
    const numbers = whole ? "whole numbers" : "numbers";
    throw new Unusable(`“${short(text)}” cannot be used; ${numbers} from ${least} to ${most} can.`);
  }
  return value;
}

/** @param {string} text */
const short = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

/**
 * The samples after all dragging and adding.
 *
 * @param {Facts} facts
 * @param {Changes} changes
 * @returns {Samples}
 */
export function samplesOf(facts, changes) {
  const [x, y] = [[...facts.x], [...facts.y]];
  for (const [i, point] of Object.entries(changes)) [x[Number(i)], y[Number(i)]] = point;
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/**
 * Settings from an address, else from the linear script.
 *
 * @param {string} hash
 * @param {Facts} facts
 * @returns {{settings: PageSettings, errors: Errors}} errors by name, those of unknown names under ""
 */
export function read(hash, facts) {
  /** @type {Errors} */
  const errors = {};
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  /**
   * What the address says under a name; nothing if it cannot be used.
   *
   * @param {string} name
   * @param {(text: string) => any} parse
   */
  const attempt = (name, parse) => {
    const text = asked.get(name);
    try {
      return text === null ? undefined : parse(text);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      errors[name] = error.message;
    }
  };
  /** @type {Record<string, any> & PageSettings} */
  const settings = defaults(facts, attempt("optimizer", (text) => usable("optimizer", text)));
  /** @type {Record<string, (text: string) => any>} */
  const parsers = { samples: (text) => readSamples(text, facts), view: readView, pin: String };
  for (const name in settings) {
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

/**
 * `17_1.5_-3~100_2_0`: place, x and y of each sample that was dragged or added.
 *
 * @param {string} text
 * @param {Facts} facts
 */
function readSamples(text, facts) {
  /** @type {Changes} */
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

/**
 * `1.5_1_8`: weight and bias in the middle of the landscape, and how wide it is.
 *
 * @param {string} text
 * @returns {View}
 */
function readView(text) {
  const [weight, bias = "", span = ""] = text.split("_");
  return {
    weight: number(weight, LIMITS.w),
    bias: number(bias, LIMITS.b),
    span: number(span, LIMITS.span),
  };
}

const ALWAYS = 7; // the first names of an address: loss to batch

/**
 * The address of a run: always the first names, of the rest what is not as usual.
 *
 * @param {PageSettings} settings
 * @param {Facts} facts
 * @returns {string}
 */
export function write(settings, facts) {
  /** @param {PageSettings} settings @returns {Record<string, string | number | boolean>} */
  const texts = ({ samples, view, ...plain }) => ({
    ...plain,
    samples: Object.entries(samples).map(([i, [x, y]]) => `${i}_${x}_${y}`).join("~"),
    view: Object.values(view).join("_"),
  });
  const usual = texts({ ...defaults(facts, settings.optimizer), at: settings.steps });
  const all = Object.entries(texts(settings));
  const named = all.filter(([name, text], i) => i < ALWAYS || text !== usual[name]);
  return "#" + named.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join("&");
}
