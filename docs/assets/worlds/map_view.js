/**
 * What moves on a parameter map: the way of each run, and the last step of the present one. It lies
 * on a ground, on a canvas of its own.
 *
 * @import { Colours, Plot } from "./plot.js"
 * @import { Frame } from "./scale.js"
 * @import { RunAt } from "../engine/run.js"
 * @import { Place } from "../engine/landscape.js"
 */

import { PINNED, arrow, cross, dots, line, ring } from "./marks.js";

// In pixels from the middle: of what meets in one place each is seen, × in a ring in a wider ring in +.
const [LOWEST, END, PINNED_END] = [6, 9, 15];
/** @type {[number, number]} */
const TRUTH = [12, 20];
const LONG = 90; // in pixels, or a third of the map: a gradient's arrow would soon leave it

/**
 * Draws the path of each run, and −gradient and update of the present one as long as they are.
 *
 * @param {Plot} plot
 * @param {Frame} frame
 * @param {RunAt[]} runs the first is the present one, the second is pinned
 * @param {Colours} colours
 * @param {{lowest: Place, truth?: Place}} places where the loss is least, and what made the samples
 */
export function drawMap(plot, frame, runs, colours, { lowest, truth }) {
  plot.draw(frame, colours, null, () => {
    runs.toReversed().forEach(({ made: { weight, bias }, at }, i) => {
      const pinned = i < runs.length - 1;
      const colour = pinned ? colours.muted : colours.parameter;
      line(plot, weight, bias, colour, { to: at, dash: pinned ? PINNED : [], halo: true });
      if (at < 200) dots(plot, weight, bias, colour, 2, at);
      ring(plot, weight[at], bias[at], colour, pinned ? PINNED_END : END);
    });
    const [{ made: { weight, bias, weightGrad, biasGrad }, at, found }] = runs;
    const [w, b] = [weight[at - 1], bias[at - 1]]; // from where the last step was taken
    const look = { atMost: Math.min(LONG, plot.inner.width / 3), dash: [7, 3] };
    if (found) arrow(plot, weight[at], bias[at], -found[0], -found[1], colours.gradient, look);
    else arrow(plot, w, b, -weightGrad[at], -biasGrad[at], colours.gradient, look);
    arrow(plot, w, b, weight[at] - w, bias[at] - b, colours.update);
    if (truth) cross(plot, truth.weight, truth.bias, colours.ink, TRUTH);
    cross(plot, lowest.weight, lowest.bias, colours.ink, [0, LOWEST], 1 / 8);
  });
}
