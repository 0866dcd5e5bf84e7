/**
 * Samples, the line through them, and how far each is off.
 *
 * @import { Colours, Plot } from "./plot.js"
 * @import { Frame } from "./scale.js"
 * @import { Samples } from "../engine/run.js"
 * @import { Place } from "../engine/landscape.js"
 */

import { dots, line, stroke } from "./marks.js";
import { extent } from "./scale.js";

const FAINT = 0.03; // of one error among a hundred

/**
 * Draws the samples with one line and its errors; dotted another, such as the one that made them.
 * Of many errors each is faint: where they lie on each other it is dark.
 *
 * @param {Plot} plot
 * @param {Frame} frame
 * @param {Samples} samples
 * @param {Place} fitted its weight and bias
 * @param {Place | undefined} other
 * @param {Colours} colours
 * @param {number} meets how many samples each prediction is measured against, as they follow each
 *   other: 1, its own; or all of its batch, as (N, 1) − (N,) makes them
 */
export function drawData(plot, frame, { x, y }, fitted, other, colours, meets = 1) {
  plot.draw(frame, colours, ["x", "y"], (context) => {
    context.globalAlpha = Math.max(1 / meets, FAINT);
    for (let away = 0; away < meets; away++) {
      context.beginPath();
      x.forEach((value, i) => {
        const first = i - (i % meets);
        const many = Math.min(meets, x.length - first); // the last batch may be smaller
        if (away >= many) return;
        context.moveTo(plot.x(value), plot.y(y[first + ((i + away) % many)]));
        context.lineTo(plot.x(value), plot.y(fitted.weight * value + fitted.bias));
      });
      stroke(plot, colours.loss, 1);
    }
    context.globalAlpha = 1;
    const ends = [frame.left, frame.right];
    /** @param {Place} place */
    const along = (place) => ends.map((end) => place.weight * end + place.bias);
    if (other) line(plot, ends, along(other), colours.grid, { dash: [2, 4] });
    line(plot, ends, along(fitted), colours.parameter);
    dots(plot, x, y, colours.ink, 2.5);
  });
}

/**
 * A frame about all samples. Whole numbers: the axes stand still while a sample is dragged.
 *
 * @param {Samples} samples
 * @returns {Frame}
 */
export function dataFrame({ x, y }) {
  const [[left, right], [bottom, top]] = [x, y].map((values) => {
    const [least, greatest] = extent(values);
    return [Math.floor(least - 0.3), Math.ceil(greatest + 0.3)];
  });
  return { left, right, bottom, top };
}
