/** The form of docs/hooks/draw/explorer.html. */

import { digits } from "./words.js";

/** Puts settings and errors into the form; a number being typed keeps its text. */
export function show(root, settings, errors) {
  for (const input of root.querySelectorAll("[name]")) {
    const { name } = input;
    const value = String(settings[name]);
    if (input.type === "checkbox") input.checked = settings[name];
    else if (!input.matches("input:focus") && input.value !== value) input.value = value;
    const invalid = String(name in errors);
    if (input.ariaInvalid !== invalid) input.ariaInvalid = invalid;
  }
  for (const field of root.querySelectorAll("[data-for]")) {
    field.hidden = !field.dataset.for.split(" ").includes(settings.loss);
  }
  for (const place of root.querySelectorAll("[data-error]")) {
    const name = place.dataset.error;
    const message = errors[name] ?? "";
    if (place.textContent !== message) place.textContent = message;
    // What is folded away stands beside nothing.
    if (message) place.closest("details")?.setAttribute("open", "");
  }
}

/** Puts what a script's names hold after `at` steps into the outputs. */
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
    const output = root.querySelector(`[data-name="${name}"]`);
    // A diverged run's NaN is a NaN; else it says that there is nothing.
    const none = Number.isNaN(value) && !diverged;
    output.dataset.value = none ? "None" : value;
    if (name === "step") output.textContent = at;
    else if (diverged) output.textContent = `diverged at step ${made.divergedAt}`;
    else output.textContent = none ? "None" : digits(value);
  }
}
