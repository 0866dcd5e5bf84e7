/**
 * A run's last step as arithmetic.
 *
 * @import { Run, Samples, Settings } from "../engine/run.js"
 * @import { Look } from "./look.js"
 */

import { Adagrad, Adam, Momentum, RMSprop, SGD } from "../engine/optimizers.js";
import { run } from "../engine/run.js";
import { put } from "../put.js";
import { find } from "./dom.js";
import { digits } from "./readings.js";

/**
 * Says how the last step came about.
 *
 * @param {Element} root
 * @param {Look} look
 */
export function showUpdate(root, { settings, samples, runs: [{ made, at }] }) {
  const step = at ? update(settings, samples, at, made) : "No step has been taken yet.";
  sayFormula(root, ".update-text", step);
}

/** A number within a term. @param {number} value */
const inside = (value) => (value < 0 ? `(${digits(value)})` : digits(value));

/**
 * The k-th step in lines like “weight ← 1.2000 − 0.01 · (−0.5000) = 1.2050”.
 *
 * @param {Settings} settings
 * @param {Samples} samples
 * @param {number} k
 * @param {Run} made
 * @returns {string}
 */
function update(settings, samples, k, { weight, bias, weightGrad, biasGrad }) {
  if (settings.zero_grad === "between") {
    return "weight.grad and bias.grad are None: step() leaves both parameters alone";
  }
  const { states } = run({ ...settings, steps: k - 1 }, samples);
  return [
    ...lines("weight", states[0], weight[k - 1], weightGrad[k], weight[k], settings),
    "",
    ...lines("bias", states[1], bias[k - 1], biasGrad[k], bias[k], settings),
  ].join("\n");
}

/**
 * One parameter's step, operation by operation.
 *
 * @param {string} name
 * @param {SGD} state the optimizer's for it, before the step
 * @param {number} before
 * @param {number} grad
 * @param {number} after
 * @param {Settings} settings
 */
function lines(name, state, before, grad, after, settings) {
  const { optimizer, lr, momentum, beta1, beta2, weight_decay } = settings;
  /** @type {string[]} */
  const out = [];
  /** @param {string} letter @param {string} terms @param {number} value */
  const say = (letter, terms, value) => out.push(`${letter} ← ${terms} = ${digits(value)}`);
  /**
   * An average that keeps a share of what it was.
   *
   * @param {string} letter
   * @param {number} kept
   * @param {number} old
   * @param {string} added
   * @param {number} value
   */
  const mix = (letter, kept, old, added, value) => {
    const rest = Number((1 - kept).toPrecision(6));
    say(letter, `${kept} · ${inside(old)} + ${rest} · ${added}`, value);
  };
  /** @type {any} what the optimizer kept, by torch's names */
  const was = { ...state };
  state.step(before, grad);

  let [from, g] = [before, grad];
  if (weight_decay && optimizer === "adamw") {
    from = before * (1 - lr * weight_decay);
    say(name, `${digits(before)} · (1 − ${lr} · ${weight_decay})`, from);
  } else if (weight_decay) {
    g = state.decayed(before, grad);
    say("g", `${digits(grad)} + ${weight_decay} · ${inside(before)}`, g);
  }

  let step = inside(g);
  if (state instanceof Momentum) {
    const buffer = state.momentum_buffer ?? NaN;
    if (was.momentum_buffer === null) out.push(`buf ← ${digits(g)}`);
    else say("buf", `${momentum} · ${inside(was.momentum_buffer)} + ${inside(g)}`, buffer);
    step = optimizer === "nesterov" ? `(${digits(g)} + ${momentum} · ${inside(buffer)})` : inside(buffer);
  } else if (state instanceof RMSprop) {
    mix("v", 0.99, was.square_avg, `${inside(g)}²`, state.square_avg);
    step += ` / (√${digits(state.square_avg)} + 1e−8)`;
  } else if (state instanceof Adagrad) {
    say("v", `${digits(was.sum)} + ${inside(g)}²`, state.sum);
    step += ` / (√${digits(state.sum)} + 1e−10)`;
  } else if (state instanceof Adam) {
    const { steps, exp_avg: m, exp_avg_sq: v } = state;
    mix("m", beta1, was.exp_avg, inside(g), m);
    mix("v", beta2, was.exp_avg_sq, `${inside(g)}²`, v);
    const [corrected, squared] = [m / (1 - beta1 ** steps), v / (1 - beta2 ** steps)];
    say("m̂", `m / (1 − ${beta1}^${steps})`, corrected);
    say("v̂", `v / (1 − ${beta2}^${steps})`, squared);
    step = `${inside(corrected)} / (√${digits(squared)} + 1e−8)`;
  }
  say(name, `${digits(from)} − ${lr} · ${step}`, after);
  return out;
}

/**
 * Writes what is computed, each root with a stroke over what it is of.
 *
 * @param {Element} root
 * @param {string} place
 * @param {string} text
 */
function sayFormula(root, place, text) {
  const element = find(root, place);
  const parts = text.split(/(?<=√)([\d.e−]+)/);
  if (element.childNodes.length !== parts.length) {
    element.replaceChildren(...parts.map(() => document.createElement("span")));
    for (let at = 1; at < parts.length; at += 2) element.children[at].className = "root";
  }
  parts.forEach((part, at) => put(element.children[at], part));
}
