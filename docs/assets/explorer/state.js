/**
 * What a reader has set, and what of it cannot be used.
 *
 * @import { Errors, Facts, PageSettings } from "./address.js"
 * @import { RunAt, Samples } from "../engine/run.js"
 */

import { LIMITS, Unusable, defaultDecay, number, read, samplesOf, usable, write } from "./address.js";
import { clamp } from "../worlds/scale.js";

/** The settings of the page. Whatever changes them tells. */
export class State {
  /** @type {PageSettings} */
  settings;
  /** @type {Errors} */
  errors;
  /** The sample that the handle holds. */
  selected = 0;
  #facts;
  #changed;

  /**
   * @param {Facts} facts
   * @param {() => void} changed is told of each change
   */
  constructor(facts, changed) {
    this.#facts = facts;
    this.#changed = changed;
    ({ settings: this.settings, errors: this.errors } = read("", facts));
  }

  /** Takes all settings from an address, of which nobody need be told. @param {string} hash */
  open(hash) {
    const { settings, errors } = read(hash, this.#facts);
    errors[""] ??= errors.view ?? errors.at;
    this.settings = settings;
    this.errors = errors;
    this.selected = 0;
  }

  /** Sets all as an address says; as it was when the page had none. */
  begin(hash = "") {
    this.open(hash);
    this.#changed();
  }

  /** What says all settings. */
  get address() {
    return write(this.settings, this.#facts);
  }

  /** @returns {Samples} */
  get samples() {
    return samplesOf(this.#facts, this.settings.samples);
  }

  /** The sample that the handle holds. @returns {[x: number, y: number]} */
  get sample() {
    const { x, y } = this.samples;
    return [x[this.selected], y[this.selected]];
  }

  get at() {
    return this.settings.at;
  }

  get steps() {
    return this.settings.steps;
  }

  /** Shows a step. @param {number} at */
  go(at) {
    this.change({ at });
  }

  /** Shows the next step, be it one more than the run has. */
  further() {
    const at = this.at + 1;
    this.change({ at, steps: clamp(at, this.steps, LIMITS.steps.most) });
  }

  /** Sets something. @param {Partial<PageSettings>} part */
  change(part) {
    this.settings = { ...this.settings, ...part };
    for (const name of ["", ...Object.keys(part)]) delete this.errors[name];
    this.settings.at = Math.min(this.settings.at, this.settings.steps);
    this.#changed();
  }

  /**
   * Sets what a field says, if it can be used; else says why it cannot.
   *
   * @param {string} name
   * @param {string} text
   */
  set(name, text) {
    const { errors } = this;
    delete errors[name];
    try {
      this.#set(name, text);
      // The address knows what does not go together.
      Object.assign(errors, read(this.address, this.#facts).errors);
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      errors[name] = error.message;
    }
  }

  /** @param {string} name @param {string} text @throws {Unusable} */
  #set(name, text) {
    const [x, y] = this.sample;
    if (name === "sample") {
      const most = this.samples.x.length - 1;
      this.selected = number(text, { least: 0, most, whole: true });
    } else if (name === "sample_x") this.moveSample(number(text, LIMITS.sample), y);
    else if (name === "sample_y") this.moveSample(x, number(text, LIMITS.sample));
    else this.change({ [name]: usable(name, text), ...this.#along(name, text) });
  }

  /**
   * What else changes with a setting.
   *
   * @param {string} name
   * @param {string} text
   * @returns {Partial<PageSettings>}
   */
  #along(name, text) {
    const { optimizer, weight_decay } = this.settings;
    if (name === "steps") return { at: Infinity };
    const usual = weight_decay === defaultDecay(optimizer);
    return name === "optimizer" && usual ? { weight_decay: defaultDecay(text) } : {};
  }

  /**
   * Rounded to a hundredth of the picture or less.
   *
   * @param {number} w
   * @param {number} b
   * @param {number} at the step that is shown then
   */
  moveStart(w, b, at = this.at) {
    const unit = 10 ** Math.floor(Math.log10(this.settings.view.span / 100));
    this.change({ w: fit("w", w, unit), b: fit("b", b, unit), at });
  }

  /** Moves the sample that the handle holds. @param {number} x @param {number} y */
  moveSample(x, y) {
    /** @type {[x: number, y: number]} */
    const point = [fit("sample", x, 0.001), fit("sample", y, 0.001)];
    this.change({ samples: { ...this.settings.samples, [this.selected]: point } });
  }

  /** Lets the handle hold a sample. @param {number} place */
  select(place) {
    this.selected = place;
    this.change({});
  }

  /** @param {number} x @param {number} y */
  addSample(x, y) {
    const count = this.samples.x.length;
    if (count === LIMITS.batch.most) return;
    this.selected = count;
    this.moveSample(x, y);
    if (this.settings.batch === count) this.change({ batch: count + 1 }); // a full batch stays full
  }

  /** Puts all samples back, and takes those away that were added. */
  restore() {
    this.selected = 0;
    const batch = Math.min(this.settings.batch, this.#facts.x.length);
    this.change({ samples: {}, batch });
  }

  /** Keeps the present run, finished, beside those to come; or lets it go. */
  pin() {
    const { settings } = this;
    const whole = { ...settings, at: settings.steps, pin: "" };
    this.change({ pin: settings.pin ? "" : write(whole, this.#facts) });
  }

  /**
   * Looks closer or from further away, about the run's place, if it is in view.
   *
   * @param {number} factor below 1 to look closer
   * @param {RunAt} run
   */
  zoom(factor, { made, at }) {
    let { weight, bias, span } = this.settings.view;
    const [w, b] = [made.weight[at], made.bias[at]];
    if (factor < 1 && Math.hypot(w - weight, b - bias) < span / 2) [weight, bias] = [w, b];
    const unit = span / 1000;
    span = fit("span", span * factor, unit);
    this.change({ view: { weight: fit("w", weight, unit), bias: fit("b", bias, unit), span } });
  }
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
