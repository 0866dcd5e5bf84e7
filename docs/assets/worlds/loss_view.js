/**
 * The loss over the steps of runs.
 *
 * @import { Colours, Plot } from "./plot.js"
 * @import { RunAt } from "../engine/run.js"
 */

import { PINNED, dots, line } from "./marks.js";
import { extent } from "./scale.js";

/**
 * Draws each run's losses as far as it is looked at, on a log scale.
 *
 * @param {Plot} plot
 * @param {RunAt[]} runs the first is the present one, the second is pinned
 * @param {Colours} colours
 * @param {number} first the step of the first loss: 1 where a loss is the one that a step began with,
 *   0 where it is that of the parameters after so many steps
 */
export function drawLoss(plot, runs, colours, first = 1) {
  const curves = runs.map(({ made, at }) => {
    const end = Math.min(at, made.divergedAt || at);
    return made.loss.subarray(first, end + 1).map((loss) => Math.log10(Math.max(loss, 1e-16)));
  });
  let [bottom, top] = extent(curves.flatMap((curve) => [...curve])); // the first may have none yet
  if (!(bottom < top)) [bottom, top] = [-1, 1];
  const pad = (top - bottom) / 16;
  const right = Math.max(2, ...runs.map(({ made }) => made.loss.length - 1));
  const frame = { left: 0, right, bottom: bottom - pad, top: top + pad };
  plot.draw(frame, colours, ["step", "loss, log scale"], () => {
    curves.toReversed().forEach((curve, i) => {
      const pinned = i < curves.length - 1;
      const colour = pinned ? colours.muted : colours.loss;
      line(plot, curve.map((_, k) => k + first), curve, colour, { dash: pinned ? PINNED : [] });
      dots(plot, [curve.length - 1 + first], curve.slice(-1), colour, 4);
    });
  }, (tick) => power(tick, Math.max(2, 1 - Math.floor(Math.log10((top - bottom) / 5)))));
}

/**
 * A power of ten as a reader writes it.
 *
 * @param {number} tick
 * @param {number} digits by which neighbours can be told apart
 */
function power(tick, digits) {
  const value = 10 ** tick;
  return Math.abs(tick) > 3 ? value.toExponential(0) : String(Number(value.toPrecision(digits)));
}
