/**
 * What can be drawn within a plot's axes.
 *
 * @import { Plot } from "./plot.js"
 * @import { Numbers } from "./scale.js"
 */

const CIRCLE = 2 * Math.PI;

/** The dashes of what is pinned beside the present run. */
export const PINNED = [4, 4];

/**
 * A line as far as its points are numbers, without those that move it less than half a pixel.
 *
 * @param {Plot} plot
 * @param {Numbers} xs
 * @param {Numbers} ys
 * @param {string} colour
 * @param {{dash?: number[], to?: number, halo?: boolean}} style and the point where it ends
 */
export function line(plot, xs, ys, colour, { dash = [], to = xs.length - 1, halo = false } = {}) {
  const { context } = plot;
  let px = NaN; // the last point drawn
  let py = NaN;
  context.beginPath();
  for (let i = 0; i <= to && Number.isFinite(xs[i]) && Number.isFinite(ys[i]); i++) {
    const [x, y] = [plot.x(xs[i]), plot.y(ys[i])];
    if (i < to && Math.abs(x - px) < 0.5 && Math.abs(y - py) < 0.5) continue;
    context.lineTo(x, y);
    px = x;
    py = y;
  }
  if (halo) stroke(plot, plot.colours.paper, 4);
  stroke(plot, colour, 2, dash);
}

/**
 * Strokes the path that was begun.
 *
 * @param {Plot} plot
 * @param {string} colour
 * @param {number} width
 * @param {number[]} dash
 */
export function stroke({ context }, colour, width, dash = []) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}

/**
 * A dot for each point up to one.
 *
 * @param {Plot} plot
 * @param {Numbers} xs
 * @param {Numbers} ys
 * @param {string} colour
 * @param {number} size half as wide as a dot, in pixels
 */
export function dots(plot, xs, ys, colour, size, to = xs.length - 1) {
  const { context } = plot;
  context.beginPath();
  for (let i = 0; i <= to; i++) {
    const [x, y] = [plot.x(xs[i]), plot.y(ys[i])];
    context.moveTo(x + size, y);
    context.arc(x, y, size, 0, CIRCLE);
  }
  context.fillStyle = colour;
  context.fill();
}

/**
 * A ring, which leaves open what it is about.
 *
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {number} radius in pixels
 */
export function ring(plot, x, y, colour, radius) {
  const { context } = plot;
  context.beginPath();
  context.arc(plot.x(x), plot.y(y), radius, 0, CIRCLE);
  stroke(plot, plot.colours.paper, 6);
  stroke(plot, colour, 3);
}

/**
 * Four strokes about a place.
 *
 * @param {Plot} plot
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {[from: number, to: number]} reach of each, in pixels from the place
 * @param {number} turned by how much of a circle: 0 makes a +, an eighth a ×
 */
export function cross(plot, x, y, colour, [from, to], turned = 0) {
  const { context } = plot;
  const [px, py] = [plot.x(x), plot.y(y)];
  context.beginPath();
  for (const quarter of [0, 0.25, 0.5, 0.75]) {
    const angle = CIRCLE * (quarter + turned);
    const [across, down] = [Math.cos(angle), Math.sin(angle)];
    context.moveTo(px + from * across, py + from * down);
    context.lineTo(px + to * across, py + to * down);
  }
  stroke(plot, plot.colours.paper, 5);
  stroke(plot, colour, 2);
}

/**
 * Text on a halo of paper.
 *
 * @param {Plot} plot
 * @param {string} text
 * @param {number} px its middle, in pixels
 * @param {number} py
 * @param {string} colour
 */
export function text({ context, colours }, text, px, py, colour) {
  context.textAlign = "center";
  context.strokeStyle = colours.paper;
  context.lineWidth = 3;
  context.strokeText(text, px, py + 4);
  context.fillStyle = colour;
  context.fillText(text, px, py + 4);
}

const HEAD = 8; // of an arrow, in pixels; of a short one it is the whole

/**
 * An arrow from a point by a difference, as long as that is on the plot; none below a pixel.
 *
 * @param {Plot} plot both its axes have one unit
 * @param {number} x
 * @param {number} y
 * @param {number} dx
 * @param {number} dy
 * @param {string} colour
 * @param {{atMost?: number, dash?: number[]}} [look] a longer one is cut to so many pixels
 */
export function arrow(plot, x, y, dx, dy, colour, { atMost = Infinity, dash } = {}) {
  const { context } = plot;
  const [px, py] = [plot.x(x), plot.y(y)];
  const [across, up] = [plot.x(x + dx) - px, plot.y(y + dy) - py];
  const length = Math.min(Math.hypot(across, up), atMost);
  if (!(length >= 1)) return; // NaN has no direction
  const angle = Math.atan2(up, across);
  const head = Math.min(HEAD, length);
  /** @param {number} long @param {number} [aside] @returns {[number, number]} */
  const end = (long, aside = 0) => [
    px + long * Math.cos(angle) - aside * Math.sin(angle),
    py + long * Math.sin(angle) + aside * Math.cos(angle),
  ];
  context.beginPath();
  context.moveTo(px, py);
  context.lineTo(...end(length - head));
  stroke(plot, colour, 2.5, dash);
  context.beginPath();
  context.moveTo(...end(length));
  for (const aside of [0.6 * head, -0.6 * head]) context.lineTo(...end(length - head, aside));
  context.fillStyle = colour;
  context.fill();
}
