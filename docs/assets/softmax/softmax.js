/** Logits that a reader sets, and the bars that answer: softmax, and the gradient of cross-entropy. */

import { brought } from "../worlds/parts.js";
import { answer } from "./answer.js";

/** @param {number} number @param {number} [places] */
const digits = (number, places = 4) => number.toFixed(places).replace("-", "−");
/** @param {number} number */
const signed = (number) => (number < 0 ? "" : "+") + digits(number);

/** Brings one figure to life. @param {HTMLElement} root */
export function wake(root) {
  const label = Number(root.dataset.label);
  const inputs = [...root.querySelectorAll("input")];
  const rows = [...root.querySelectorAll("li")];
  const again = /** @type {HTMLButtonElement} */ (root.querySelector("button"));

  /** @param {Element} within @param {string} name @param {string} text */
  const say = (within, name, text) => {
    /** @type {Element} */ (within.querySelector(`[data-name=${name}]`)).textContent = text;
  };

  function draw() {
    const logits = inputs.map(({ value }) => Number(value));
    const { probabilities, gradient, loss } = answer(logits, label);
    rows.forEach((row, k) => {
      const [p, slope] = [probabilities[k], gradient[k]];
      say(row, "logit", digits(logits[k], 1));
      say(row, "probability", digits(p));
      say(row, "gradient", signed(slope));
      row.querySelectorAll(".softmax-track span").forEach((bar, i) => {
        const [from, to] = [p, slope][i] < 0 ? [slope, 0] : [0, [p, slope][i]];
        const { style } = /** @type {HTMLElement} */ (bar);
        style.marginLeft = `${50 * (1 + from)}%`; // the middle is 0, an end 1
        style.width = `${50 * (to - from)}%`;
      });
      inputs[k].ariaValueText = `${digits(logits[k], 1)}: probability ${digits(p)}, gradient ${signed(slope)}`;
    });
    say(root, "right", digits(probabilities[label]));
    say(root, "loss", digits(loss));
    again.hidden = inputs.every(({ value, defaultValue }) => Number(value) === Number(defaultValue));
  }

  root.addEventListener("input", draw);
  again.addEventListener("click", () => {
    for (const input of inputs) input.value = input.defaultValue;
    draw();
    inputs[0].focus(); // the button goes
  });
  brought(root);
  draw();
}
