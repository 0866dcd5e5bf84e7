/**
 * Samples, the line through them, and how far each is off.
 *
 * @import { Colours, Plot } from "./plot.js"
 * @import { Frame } from "./scale.js"
 * @import { Samples } from "./run.js"
 * @import { Place } from "./landscape.js"
 */

import { dots, line, stroke } from "./marks.js";
import { extent } from "./scale.js";

/**
 * Draws the samples with one line and its errors; dotted another, such as the one that made them.
 *
 * @param {Plot} plot
 * @param {Frame} frame
 * @param {Samples} samples
 * @param {Place} fitted its weight and bias
 * @param {Place | null} other
 * @param {Colours} colours
 */
export function drawData(plot, frame, { x, y }, fitted, other, colours) {
  plot.draw(frame, colours, ["x", "y"], (context) => {
    context.beginPath();
    x.forEach((value, i) => {
      context.moveTo(plot.x(value), plot.y(y[i]));
      context.lineTo(plot.x(value), plot.y(fitted.weight * value + fitted.bias));
    });
    stroke(plot, colours.loss, 1);
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
