/**
 * The form of docs/hooks/draw/explorer.html.
 *
 * @import { Errors } from "./address.js"
 * @import { Run } from "./run.js"
 */

import { digits } from "./words.js";

/**
 * Puts settings and errors into the form; a number being typed keeps its text.
 *
 * @param {Element} root
 * @param {Record<string, any>} settings by the names of the form's inputs
 * @param {Errors} errors
 */
export function show(root, settings, errors) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = root.querySelectorAll("[name]");
  for (const input of inputs) {
    const { name } = input;
    const value = String(settings[name]);
    if (input.type === "checkbox") input.checked = settings[name];
    else if (!input.matches("input:focus") && input.value !== value) input.value = value;
    const invalid = String(name in errors);
    if (input.ariaInvalid !== invalid) input.ariaInvalid = invalid;
  }
  /** @type {NodeListOf<HTMLElement>} */
  const fields = root.querySelectorAll("[data-for]");
  for (const field of fields) {
    field.hidden = !field.dataset.for?.split(" ").includes(settings.loss);
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
 * Puts what a script's names hold after some steps into the outputs.
 *
 * @param {Element} root
 * @param {Run} made
 * @param {number} at so many steps
 * @param {number} here the loss of all samples there
 */
export function showReadings(root, made, at, here) {
  const values = {
    step: at,
    loss: made.loss[at],
    weight: made.weight[at],
    bias: made.bias[at],
    "weight.grad": made.weightGrad[at],
    "bias.grad": made.biasGrad[at],
    "loss here": here,
  };
  const diverged = made.divergedAt > 0 && at >= made.divergedAt;
  for (const [name, value] of Object.entries(values)) {
    const output = /** @type {HTMLElement} */ (root.querySelector(`[data-name="${name}"]`));
    // A diverged run's NaN is a NaN; else it says that there is nothing.
    const none = Number.isNaN(value) && !diverged;
    output.dataset.value = none ? "None" : String(value);
    if (name === "step") output.textContent = String(at);
    else if (diverged) output.textContent = `diverged at step ${made.divergedAt}`;
    else output.textContent = none ? "None" : digits(value);
  }
}
