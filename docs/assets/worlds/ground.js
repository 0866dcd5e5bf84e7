/**
 * The ground of a parameter map: the loss over weight and bias, shaded and with contour lines.
 *
 * @import { Colours, Plot } from "./plot.js"
 * @import { Frame } from "./scale.js"
 * @import { Residuals } from "../engine/losses.js"
 * @import { Penalty } from "../engine/penalty.js"
 * @import { Samples } from "../engine/run.js"
 */

import { contourLevels, contours, heights } from "../engine/landscape.js";
import { stroke, text } from "./marks.js";
import { extent } from "./scale.js";

const [COLUMNS, ROWS] = [200, 150];
// Used again: to ask for memory takes longer than to fill it.
const surface = new Float64Array(COLUMNS * ROWS);
const image = new ImageData(COLUMNS, ROWS);
const pixels = new Uint32Array(image.data.buffer);
const heat = /** @type {OffscreenCanvasRenderingContext2D} */ (
  new OffscreenCanvas(COLUMNS, ROWS).getContext("2d")
);

/**
 * Draws what stays while only the run changes.
 *
 * @param {Plot} plot
 * @param {Residuals & Penalty} loss
 * @param {Samples} samples
 * @param {Frame} frame
 * @param {Colours} colours
 */
export function drawGround(plot, loss, samples, frame, colours) {
  heights(loss, samples, frame, COLUMNS, ROWS, surface);
  const range = extent(surface);
  paint(range, colours.link);
  plot.draw(frame, colours, ["weight", "bias"], (context) => {
    const { x, y, width, height } = plot.inner;
    context.drawImage(heat.canvas, x, y, width, height);
    drawContours(plot, contourLevels(...range, 12));
  });
}

/**
 * The surface in one hue, more of it higher up: no colours need be told apart.
 *
 * @param {[least: number, greatest: number]} range
 * @param {string} colour
 */
function paint([least, greatest], colour) {
  const share = 1 / (greatest - least || 1);
  for (let j = 0; j < ROWS; j++) {
    const above = (ROWS - 1 - j) * COLUMNS; // an image begins at its top, the surface at its bottom
    for (let i = 0; i < COLUMNS; i++) {
      const height = share * (surface[j * COLUMNS + i] - least);
      pixels[above + i] = (140 * Math.sqrt(height)) << 24; // opacity
    }
  }
  heat.putImageData(image, 0, 0);
  heat.globalCompositeOperation = "source-in";
  heat.fillStyle = colour;
  heat.fillRect(0, 0, COLUMNS, ROWS);
}

/** @param {Plot} plot @param {number[]} levels */
function drawContours(plot, levels) {
  const { context, inner: { x, y, width, height } } = plot;
  const tops = new Float64Array(2 * levels.length); // of each line: its last place, as rows rise
  let begun = false;
  context.beginPath();
  contours(surface, COLUMNS, ROWS, levels, (k, column, row) => {
    const px = x + (width * column) / (COLUMNS - 1);
    const py = y + height - (height * row) / (ROWS - 1);
    if (begun) context.lineTo(px, py);
    else context.moveTo(px, py);
    begun = !begun;
    tops[2 * k] = px;
    tops[2 * k + 1] = py;
  });
  stroke(plot, plot.colours.grid, 1);
  // A level is written there, where there is room beside the last one.
  let [lastX, lastY] = [0, 0];
  levels.forEach((level, k) => {
    const [tx, ty] = tops.subarray(2 * k);
    const free = Math.abs(lastX - tx) > 40 || Math.abs(lastY - ty) > 13;
    if (!free || ty < y + 12 || Math.abs(tx - x - width / 2) > width / 2 - 20) return;
    [lastX, lastY] = [tx, ty];
    text(plot, String(level), tx, ty, plot.colours.muted);
  });
}
