/**
 * Landscape, data, and loss over steps.
 *
 * @import { Loss } from "./losses.js"
 * @import { Frame } from "./landscape.js"
 * @import { Run, Samples } from "./run.js"
 *
 * @typedef {Record<string, string>} Colours  by the names of colours.css
 * @typedef {{made: Run, at: number}} RunAt  a run, and after how many of its steps it is shown
 * @typedef {ArrayLike<number>} Numbers
 */

import { contourLevels, contours, heights, minimum } from "./landscape.js";

const COLOURS = ["ink", "paper", "muted", "grid", "link", "loss", "parameter", "gradient", "update"];
const PINNED = [4, 4]; // dashes
const CIRCLE = 2 * Math.PI;
const TRUTH = { weight: 2, bias: 1 }; // of which the linear script's samples were made

/**
 * The page's colours as they are now, light or dark.
 *
 * @param {Element} element
 * @returns {Colours}
 */
export function palette(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`)]));
}

/** A canvas with axes. */
export class Plot {
  /** How wide the canvas was made, in its own pixels. */
  wide = 0;
  /** @type {Frame} what is looked at */
  frame = { left: 0, right: 1, bottom: 0, top: 1 };
  /** @type {Colours} */
  colours = {};
  /** Where that is drawn, in pixels. */
  inner = { x: 0, y: 0, width: 0, height: 0 };

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  }

  /**
   * Draws anew: whatever draw does within axes, and these if they have labels.
   *
   * @param {Frame} frame
   * @param {Colours} colours
   * @param {[x: string, y: string] | null} labels
   * @param {(context: CanvasRenderingContext2D) => void} draw
   * @param {(tick: number) => string} name of a tick on the upright axis
   */
  draw(frame, colours, labels, draw, name = String) {
    const { canvas, context } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = devicePixelRatio;
    const wide = Math.round(width * ratio);
    if (this.wide !== wide) {
      this.wide = wide;
      canvas.width = wide; // forgets all that follows
      canvas.height = height * ratio;
      context.scale(ratio, ratio);
      context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
      context.lineJoin = "bevel";
    }
    context.clearRect(0, 0, width, height);
    const inner = { x: 56, y: 10, width: width - 68, height: height - 46 };
    this.frame = frame;
    this.colours = colours;
    this.inner = inner;

    context.save();
    context.beginPath();
    context.rect(inner.x, inner.y, inner.width, inner.height);
    context.clip();
    draw(context);
    context.restore();
    if (!labels) return;

    context.strokeStyle = colours.grid;
    context.strokeRect(inner.x, inner.y, inner.width, inner.height);
    context.fillStyle = colours.muted;
    /** @param {string} text @param {number} x @param {number} y @param {CanvasTextAlign} align */
    const write = (text, x, y, align) => {
      context.textAlign = align;
      context.fillText(text.replace("-", "−"), x, y);
    };
    for (const tick of ticks(frame.left, frame.right)) {
      write(String(tick), this.x(tick), inner.y + inner.height + 15, "center");
    }
    for (const tick of ticks(frame.bottom, frame.top)) {
      write(name(tick), inner.x - 5, this.y(tick) + 4, "right");
    }
    write(labels[0], inner.x + inner.width / 2, height - 4, "center");
    context.rotate(-Math.PI / 2);
    write(labels[1], -inner.y - inner.height / 2, 10, "center");
    context.rotate(Math.PI / 2);
  }

  /** Where a value stands, in pixels from the left. @param {number} value */
  x(value) {
    const { frame, inner } = this;
    return near(inner.x + (inner.width * (value - frame.left)) / (frame.right - frame.left));
  }

  /** Where a value stands, in pixels from the top. @param {number} value */
  y(value) {
    const { frame, inner } = this;
    return near(inner.y + (inner.height * (frame.top - value)) / (frame.top - frame.bottom));
  }

  /**
   * The values that stand at a pixel.
   *
   * @param {number} px
   * @param {number} py
   * @returns {[x: number, y: number]}
   */
  at(px, py) {
    const { frame, inner } = this;
    return [
      frame.left + ((px - inner.x) / inner.width) * (frame.right - frame.left),
      frame.top - ((py - inner.y) / inner.height) * (frame.top - frame.bottom),
    ];
  }

  /**
   * A line as far as its points are numbers, without those that move it less than half a pixel.
   *
   * @param {Numbers} xs
   * @param {Numbers} ys
   * @param {string} colour
   * @param {{dash?: number[], to?: number, halo?: boolean}} style and the point where it ends
   */
  line(xs, ys, colour, { dash = [], to = xs.length - 1, halo = false } = {}) {
    const { context } = this;
    let px = NaN; // the last point drawn
    let py = NaN;
    context.beginPath();
    for (let i = 0; i <= to && Number.isFinite(xs[i]) && Number.isFinite(ys[i]); i++) {
      const [x, y] = [this.x(xs[i]), this.y(ys[i])];
      if (i < to && Math.abs(x - px) < 0.5 && Math.abs(y - py) < 0.5) continue;
      context.lineTo(x, y);
      px = x;
      py = y;
    }
    if (halo) this.stroke(this.colours.paper, 4);
    this.stroke(colour, 2, dash);
  }

  /**
   * Strokes the path that was begun.
   *
   * @param {string} colour
   * @param {number} width
   * @param {number[]} dash
   */
  stroke(colour, width, dash = []) {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * A dot for each point up to one.
   *
   * @param {Numbers} xs
   * @param {Numbers} ys
   * @param {string} colour
   * @param {number} size half as wide as a dot, in pixels
   */
  dots(xs, ys, colour, size, to = xs.length - 1) {
    const { context } = this;
    context.beginPath();
    for (let i = 0; i <= to; i++) {
      const [x, y] = [this.x(xs[i]), this.y(ys[i])];
      context.moveTo(x + size, y);
      context.arc(x, y, size, 0, CIRCLE);
    }
    context.fillStyle = colour;
    context.fill();
  }

  /** Leaves open what it is about. @param {number} x @param {number} y @param {string} colour */
  ring(x, y, colour) {
    const { context } = this;
    context.beginPath();
    context.arc(this.x(x), this.y(y), 8, 0, CIRCLE);
    this.stroke(this.colours.paper, 6);
    this.stroke(colour, 3);
  }

  /**
   * Text on a halo of paper.
   *
   * @param {string} text
   * @param {number} px
   * @param {number} py
   * @param {string} colour
   */
  text(text, px, py, colour, size = 12) {
    const { context, colours } = this;
    if (size !== 12) context.font = context.font.replace(/\d+px/, `${size}px`);
    context.textAlign = "center";
    context.strokeStyle = colours.paper;
    context.lineWidth = 3;
    context.strokeText(text, px, py + size / 3);
    context.fillStyle = colour;
    context.fillText(text, px, py + size / 3);
  }

  /**
   * An arrow from a point along a direction.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} dx
   * @param {number} dy
   * @param {number} length in pixels, to the head
   * @param {string} colour
   * @param {number[]} [dash]
   */
  arrow(x, y, dx, dy, length, colour, dash) {
    const { context } = this;
    const [px, py] = [this.x(x), this.y(y)];
    const angle = Math.atan2(-dy, dx); // both axes have one unit
    if (!(dx || dy) || Number.isNaN(angle)) return;
    /** @param {number} long @returns {[number, number]} */
    const end = (long, turn = 0) => [
      px + long * Math.cos(angle + turn),
      py + long * Math.sin(angle + turn),
    ];
    context.beginPath();
    context.moveTo(px, py);
    context.lineTo(...end(length));
    this.stroke(colour, 2.5, dash);
    context.beginPath();
    context.moveTo(...end(length + 8));
    for (const turn of [5 / length, -5 / length]) context.lineTo(...end(length, turn));
    context.fillStyle = colour;
    context.fill();
  }
}

/** What diverges is drawn on its way, not at 1e300. @param {number} pixel */
const near = (pixel) => Math.max(-1e5, Math.min(1e5, pixel));

/** Some five round numbers in a range. @param {number} low @param {number} high */
function ticks(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const out = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) out.push(Number((k * step).toPrecision(12)));
  return out;
}

/**
 * The least and the greatest of some numbers; what is infinite or none is not counted.
 *
 * @param {Numbers} numbers
 * @returns {[least: number, greatest: number]}
 */
export function extent(numbers) {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] < least) least = numbers[i];
    if (numbers[i] > greatest && numbers[i] < Infinity) greatest = numbers[i];
  }
  return [least, greatest];
}

const [COLUMNS, ROWS] = [200, 150];
// Used again: to ask for memory takes longer than to fill it.
const surface = new Float64Array(COLUMNS * ROWS);
const image = new ImageData(COLUMNS, ROWS);
const pixels = new Uint32Array(image.data.buffer);
const heat = /** @type {OffscreenCanvasRenderingContext2D} */ (
  new OffscreenCanvas(COLUMNS, ROWS).getContext("2d")
);

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

/**
 * What stays while only the run changes; gives the lowest point.
 *
 * @param {Plot} plot
 * @param {Loss} loss
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
  return minimum(loss, samples);
}

/**
 * The way of each run, and the last step of the present one.
 *
 * @param {Plot} plot
 * @param {Frame} frame
 * @param {RunAt[]} runs the first is the present one, the second is pinned
 * @param {Colours} colours
 * @param {{weight: number, bias: number}} lowest where the loss is least
 */
export function drawPaths(plot, frame, runs, colours, lowest) {
  plot.draw(frame, colours, null, () => {
    runs.toReversed().forEach(({ made: { weight, bias }, at }, i) => {
      const pinned = i < runs.length - 1;
      const colour = pinned ? colours.muted : colours.parameter;
      plot.line(weight, bias, colour, { to: at, dash: pinned ? PINNED : [], halo: true });
      if (at < 200) plot.dots(weight, bias, colour, 2, at);
      plot.ring(weight[at], bias[at], colour);
    });
    const [{ made: { weight, bias, weightGrad, biasGrad }, at }] = runs;
    const [w, b] = [weight[at - 1], bias[at - 1]]; // from where the last step was taken
    const step = Math.hypot(plot.x(weight[at]) - plot.x(w), plot.y(bias[at]) - plot.y(b));
    plot.arrow(w, b, -weightGrad[at], -biasGrad[at], 58, colours.gradient, [7, 3]);
    plot.arrow(w, b, weight[at] - w, bias[at] - b, Math.max(34, step), colours.update);
    plot.text("+", plot.x(TRUTH.weight), plot.y(TRUTH.bias), colours.ink, 22);
    plot.text("×", plot.x(lowest.weight), plot.y(lowest.bias), colours.ink, 22);
  });
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
  plot.stroke(plot.colours.grid, 1);
  // A level is written there, where there is room beside the last one.
  let [lastX, lastY] = [0, 0];
  levels.forEach((level, k) => {
    const [tx, ty] = tops.subarray(2 * k);
    const free = Math.abs(lastX - tx) > 40 || Math.abs(lastY - ty) > 13;
    if (!free || ty < y + 12 || Math.abs(tx - x - width / 2) > width / 2 - 20) return;
    [lastX, lastY] = [tx, ty];
    plot.text(String(level), tx, ty, plot.colours.muted);
  });
}

/**
 * The samples, the line through them, and how far each is off.
 *
 * @param {Plot} plot
 * @param {Frame} frame
 * @param {Samples} samples
 * @param {number} weight
 * @param {number} bias
 * @param {Colours} colours
 */
export function drawData(plot, frame, { x, y }, weight, bias, colours) {
  plot.draw(frame, colours, ["x", "y"], (context) => {
    context.beginPath();
    x.forEach((value, i) => {
      context.moveTo(plot.x(value), plot.y(y[i]));
      context.lineTo(plot.x(value), plot.y(weight * value + bias));
    });
    plot.stroke(colours.loss, 1);
    const ends = [frame.left, frame.right];
    /** @param {number} w @param {number} b */
    const along = (w, b) => ends.map((end) => w * end + b);
    plot.line(ends, along(TRUTH.weight, TRUTH.bias), colours.grid, { dash: [2, 4] });
    plot.line(ends, along(weight, bias), colours.parameter);
    plot.dots(x, y, colours.ink, 2.5);
  });
}

/**
 * The loss over the steps of each run.
 *
 * @param {Plot} plot
 * @param {RunAt[]} runs the first is the present one, the second is pinned
 * @param {Colours} colours
 */
export function drawLoss(plot, runs, colours) {
  const curves = runs.map(({ made, at }) => {
    const end = Math.min(at, made.divergedAt || at);
    return made.loss.subarray(1, end + 1).map((loss) => Math.log10(Math.max(loss, 1e-16)));
  });
  let [bottom, top] = extent(curves.flatMap((curve) => extent(curve)));
  if (!(bottom < top)) [bottom, top] = [-1, 1];
  const pad = (top - bottom) / 16;
  const right = Math.max(2, ...runs.map(({ made }) => made.loss.length - 1));
  const frame = { left: 0, right, bottom: bottom - pad, top: top + pad };
  /** @param {number} tick */
  const name = (tick) => {
    const value = 10 ** tick;
    return Math.abs(tick) > 3 ? value.toExponential(0) : String(Number(value.toPrecision(2)));
  };
  plot.draw(frame, colours, ["step", "loss, log scale"], () => {
    curves.toReversed().forEach((curve, i) => {
      const pinned = i < curves.length - 1;
      const colour = pinned ? colours.muted : colours.loss;
      plot.line(curve.map((_, k) => k + 1), curve, colour, { dash: pinned ? PINNED : [] });
      plot.dots([curve.length], curve.slice(-1), colour, 4);
    });
  }, name);
}
