/**
 * The pictures of a moment: the line among its samples and on the map of its loss, and the loss. They
 * are drawn as those of worlds.js are.
 *
 * @import { Look, Run as Recording } from "./recording.js"
 * @import { Facts } from "../worlds/course.js"
 * @import { Frame } from "../worlds/scale.js"
 * @import { RunAt } from "../engine/run.js"
 *
 * @typedef {(what: string, looks: Look[]) => void} Draw  draws one of them anew
 */

import { recorded } from "../worlds/course.js";
import { around, shapeOf } from "../worlds/frame.js";
import { drawLoss } from "../worlds/loss_view.js";
import { relooked, told } from "../worlds/parts.js";
import { palette } from "../worlds/plot.js";
import { GROUND, DATA, MAP, Views } from "../worlds/views.js";

/**
 * Gives what draws the pictures in a box.
 *
 * @param {HTMLElement} box
 * @param {Recording} run
 * @param {() => void} stale is told when all have to be drawn anew
 * @returns {Promise<Draw | undefined>} nothing if what they show cannot be had
 */
export async function pictures(box, run, stale) {
  /** @type {Facts | undefined} */
  const facts = await told(box);
  if (!facts) return;
  const made = recorded(facts);
  const last = made.loss.length - 1;
  const views = new Views(box);
  /** @type {Frame | undefined} of the map, for as long as it is as wide */
  let frame;
  relooked(box, () => {
    frame = undefined;
    stale();
  });

  /** Draws the loss as far as it is known. @param {Look[]} looks */
  function drawCurve([{ since, after }]) {
    // Before the loop there is none, and then it may still be the last epoch's.
    const seen = { made, at: after ? run.epoch(since) : -1 };
    drawLoss(views.curve, [seen, { made, at: last }], palette(box), 0);
  }

  const { x, y, terms, lowest } = facts;
  if (!terms) return (_, looks) => drawCurve(looks);
  const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
  const loss = { ...terms, delta: terms.delta ?? Infinity };
  return (what, looks) => {
    if (what === "loss") return drawCurve(looks);
    frame ??= around(made, lowest, lowest, shapeOf(views.map.canvas));
    const runs = [standing(made, run, looks), { made, at: last }];
    const parts = what === "map" ? [GROUND, MAP] : [DATA];
    views.draw({ loss, samples, runs, frame, lowest: () => lowest }, false, (part) => parts.includes(part));
  };
}

/**
 * After how many steps the line stands where a moment finds it, and what stands in its `.grad`, if that
 * is not what its last step found.
 *
 * @param {RunAt["made"]} made
 * @param {Recording} run
 * @param {Look[]} looks at weight, bias and their gradients
 * @returns {RunAt}
 */
export function standing(made, run, [weight, , ...grads]) {
  const at = weight.since < 0 ? 0 : run.epoch(weight.since) + 1;
  if (grads.every(({ since, after }) => after && since < weight.since)) return { made, at };
  return { made, at, found: grads.map(({ after }) => after?.numbers[0] ?? NaN) };
}
