/**
 * What the page says of a run, beside its pictures.
 *
 * @import { Facts } from "./address.js"
 * @import { Look } from "./look.js"
 * @import { RunAt } from "../engine/run.js"
 */

import { put } from "../put.js";
import { find, hide, say } from "./dom.js";
import { lossAt } from "../engine/run.js";

/**
 * Four digits after the point, or as many as a small or a huge number needs.
 *
 * @param {number} value
 * @returns {string}
 */
export function digits(value) {
  const plain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5);
  return (plain ? value.toFixed(4) : value.toExponential(3)).replaceAll("-", "−").replace("e+", "e");
}

/** Whether a run is lost at the step that is looked at. @param {RunAt} run */
export const hasDiverged = ({ made, at }) => made.divergedAt > 0 && at >= made.divergedAt;

/**
 * Puts what a script's names hold after some steps into the outputs.
 *
 * @param {Element} root
 * @param {Look} look
 */
export function showReadings(root, { loss, samples, runs: [{ made, at }] }) {
  const values = {
    step: at,
    loss: made.loss[at],
    weight: made.weight[at],
    bias: made.bias[at],
    "weight.grad": made.weightGrad[at],
    "bias.grad": made.biasGrad[at],
    "loss here": lossAt(loss, samples, made.weight[at], made.bias[at]),
  };
  const diverged = hasDiverged({ made, at });
  for (const [name, value] of Object.entries(values)) {
    /** @type {HTMLElement} */
    const output = find(root, `[data-name="${name}"]`);
    // A diverged run's NaN is a NaN; else it says that there is nothing.
    const none = Number.isNaN(value) && !diverged;
    output.dataset.value = none ? "None" : String(value);
    if (name === "step") put(output, String(at));
    else if (diverged && name === "loss") put(output, `diverged at step ${made.divergedAt}`);
    else put(output, none ? "None" : digits(value));
  }
}

/**
 * Puts beside the pictures what is pinned, played and wrong, and the script, which waits until no
 * hand moves anything.
 *
 * @param {Element} root
 * @param {Look} look
 * @param {Facts} facts
 * @param {{plays: boolean, held: boolean}} now
 */
export function showWords(root, { settings, runs: [{ at }], pin }, facts, { plays, held }) {
  say(root, "[data-act=play]", plays ? "Pause" : "Play");
  say(root, "[data-act=pin]", pin ? "Unpin" : "Pin this run");
  say(root, ".pinned", pin ? `dashed, pinned: ${pin.loss}, ${pin.optimizer}, lr ${pin.lr}` : "");
  /** @type {NodeListOf<HTMLElement>} */
  const chips = root.querySelectorAll("[data-mistake]");
  for (const chip of chips) {
    const [name, value] = chip.dataset.mistake?.split("=") ?? [];
    hide(chip, String(/** @type {Record<string, any>} */ (settings)[name]) !== value);
  }
  /** @type {HTMLDetailsElement} */
  const folded = find(root, ".script");
  if (held || !folded.open) return;
  import("../pytorch/script.js").then(({ script }) =>
    say(root, ".script code", script({ ...settings, at }, facts)),
  );
}
