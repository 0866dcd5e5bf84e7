/**
 * The form of docs/hooks/draw/templates/explorer.html.
 *
 * @import { Errors } from "./address.js"
 * @import { Look } from "./look.js"
 */

import { find, hide, say } from "./dom.js";
import { lambdaMax } from "../engine/minimum.js";

/**
 * Puts settings and errors into the form; a number being typed keeps its text.
 *
 * @param {Element} root
 * @param {Record<string, any>} settings by the names of the form's inputs
 * @param {Errors} errors
 */
export function show(root, settings, errors) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = root.querySelectorAll("[name], [data-slides]");
  for (const input of inputs) {
    const { slides, log } = input.dataset;
    const name = slides ?? input.name;
    const set = settings[name];
    // As many digits as tell the script's numbers apart, which are float32, and as a field has room for.
    const value = String(typeof set === "number" ? Number(set.toPrecision(9)) : set);
    if (slides === "at") input.max = settings.steps;
    if (slides) {
      if (input.ariaValueText === value) continue; // it stands where a hand holds it
      input.ariaValueText = value;
      input.value = log ? String(Math.log10(set)) : value;
      continue;
    }
    if (input.type === "checkbox") input.checked = set;
    else if (!input.matches("input:focus") && input.value !== value) input.value = value;
    const invalid = String(name in errors);
    if (input.ariaInvalid !== invalid) input.ariaInvalid = invalid;
  }
  /** @type {NodeListOf<HTMLElement>} */
  const fields = root.querySelectorAll("[data-for]");
  for (const field of fields) {
    const asked = field.dataset.for?.split(" ");
    hide(field, !(asked?.includes(settings.loss) || asked?.includes(settings.optimizer)));
  }
  /** @type {NodeListOf<HTMLElement>} */
  const places = root.querySelectorAll("[data-error]");
  for (const place of places) {
    const name = place.dataset.error ?? "";
    const message = errors[name] ?? "";
    if (place.textContent !== message) place.textContent = message;
    // What is folded away stands beside nothing.
    if (message) place.closest("details")?.setAttribute("open", "");
  }
}

/**
 * Puts a mark below the learning rate's slider, at the greatest that settles.
 *
 * @param {Element} root
 * @param {Look} look
 */
export function showLimit(root, { loss, samples }) {
  /** @type {HTMLInputElement} */
  const slider = find(root, "[data-slides=lr]");
  /** @type {HTMLElement} */
  const mark = find(root, ".limit");
  hide(mark, !loss.quadratic);
  const limit = 2 / lambdaMax(loss, samples);
  say(root, ".limit span", limit.toPrecision(3));
  const [least, most] = [Number(slider.min), Number(slider.max)];
  mark.style.left = `${(100 * (Math.log10(limit) - least)) / (most - least)}%`;
}
