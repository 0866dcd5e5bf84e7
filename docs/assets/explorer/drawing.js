/** Landscape, data, and loss over steps. */

import { contourLevels, contours, heights, minimum } from "./landscape.js";

const COLOURS = ["ink", "paper", "muted", "grid", "link", "loss", "parameter", "gradient", "update"];
const PINNED = [4, 4]; // dashes

/** The page's colours as they are now, light or dark. */
export function palette(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`)]));
}

/** A canvas with axes: values in, pixels out, and back. */
export class Plot {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  /** Draws anew: axes with labels across and up, and within them whatever draw does. */
  draw(frame, colours, labels, draw, name = String) {
    const { canvas, context } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = devicePixelRatio; // sharp on every screen
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    context.scale(ratio, ratio);
    context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
    context.lineJoin = "round";
    const inner = { x: 50, y: 10, width: width - 62, height: height - 46 };
    Object.assign(this, { frame, colours, inner });

    context.save();
    context.beginPath();
    context.rect(inner.x, inner.y, inner.width, inner.height);
    context.clip();
    draw(context);
    context.restore();

    context.strokeStyle = colours.grid;
    context.strokeRect(inner.x, inner.y, inner.width, inner.height);
    context.fillStyle = colours.muted;
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
  }

  x(value) {
    const { frame, inner } = this;
    return near(inner.x + (inner.width * (value - frame.left)) / (frame.right - frame.left));
  }

  y(value) {
    const { frame, inner } = this;
    return near(inner.y + (inner.height * (frame.top - value)) / (frame.top - frame.bottom));
  }

  /** The values at a place on the canvas. */
  at(px, py) {
    const { frame, inner } = this;
    return [
      frame.left + ((px - inner.x) / inner.width) * (frame.right - frame.left),
      frame.top - ((py - inner.y) / inner.height) * (frame.top - frame.bottom),
    ];
  }

  /** A line as far as its points are numbers. */
  line(xs, ys, colour, { width = 2, dash = [], to = xs.length - 1 } = {}) {
    const { context } = this;
    context.beginPath();
    for (let i = 0; i <= to && Number.isFinite(xs[i]) && Number.isFinite(ys[i]); i++) {
      context.lineTo(this.x(xs[i]), this.y(ys[i]));
    }
    this.stroke(colour, width, dash);
  }

  stroke(colour, width, dash = []) {
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  }

  dot(x, y, colour, size) {
    const { context } = this;
    context.beginPath();
    context.arc(this.x(x), this.y(y), size, 0, 7);
    context.fillStyle = colour;
    context.fill();
  }

  /** Text on a halo of paper. */
  text(text, px, py, colour, size = 12) {
    const { context, colours } = this;
    context.font = context.font.replace(/\d+px/, `${size}px`);
    context.textAlign = "center";
    context.strokeStyle = colours.paper;
    context.lineWidth = 3;
    context.strokeText(text, px, py + size / 3);
    context.fillStyle = colour;
    context.fillText(text, px, py + size / 3);
  }

  /** An arrow of so many pixels. */
  arrow(x, y, dx, dy, length, colour, dash) {
    const { context } = this;
    const [px, py] = [this.x(x), this.y(y)];
    const angle = Math.atan2(-dy, dx); // both axes have one unit
    if (!(dx || dy) || Number.isNaN(angle)) return;
    const end = (long, turn = 0) => [px + long * Math.cos(angle + turn), py + long * Math.sin(angle + turn)];
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

/** What diverges is drawn on its way, not at 1e300. */
const near = (pixel) => Math.max(-1e5, Math.min(1e5, pixel));

/** About five round numbers. */
function ticks(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
  const out = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) out.push(Number((k * step).toPrecision(12)));
  return out;
}

/** Least and greatest finite number. */
export function extent(numbers) {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] < least) least = numbers[i];
    if (numbers[i] > greatest && numbers[i] < Infinity) greatest = numbers[i];
  }
  return [least, greatest];
}

/** One hue, more of it higher up: no colours need be told apart. */
function paint(surface, columns, rows, colours) {
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext("2d");
  const image = new ImageData(columns, rows);
  const { data } = image;
  const [least, greatest] = extent(surface);
  let k = 0;
  for (let j = rows - 1; j >= 0; j--) {
    for (let i = 0; i < columns; i++) {
      const share = (surface[k++] - least) / (greatest - least || 1);
      data[(j * columns + i) * 4 + 3] = 140 * Math.sqrt(share); // opacity
    }
  }
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = "source-in";
  context.fillStyle = colours.link;
  context.fillRect(0, 0, columns, rows);
  return canvas;
}

/** What a landscape shows of a loss, whatever the run. */
export function survey(loss, samples, frame, colours) {
  const [columns, rows] = [200, 150];
  const grid = heights(loss, samples, frame, columns, rows);
  const levels = contourLevels(...extent(grid), 12);
  const lines = contours(grid, columns, rows, levels);
  const image = paint(grid, columns, rows, colours);
  const lowest = minimum(loss, samples);
  return { columns, rows, levels, lines, image, lowest };
}

/** The first run is the present one, the second is pinned. */
export function drawLandscape(plot, frame, land, runs, colours) {
  plot.draw(frame, colours, ["weight", "bias"], (context) => {
    const { x, y, width, height } = plot.inner;
    context.drawImage(land.image, x, y, width, height);
    drawContours(plot, land);
    plot.text("+", plot.x(2), plot.y(1), colours.ink, 22);
    plot.text("×", plot.x(land.lowest.weight), plot.y(land.lowest.bias), colours.ink, 22);
    runs.toReversed().forEach(({ made: { weight, bias }, at }, i) => {
      const pinned = i < runs.length - 1;
      const colour = pinned ? colours.muted : colours.parameter;
      plot.line(weight, bias, colours.paper, { to: at, width: 4 });
      plot.line(weight, bias, colour, { to: at, dash: pinned ? PINNED : [] });
      if (at < 200) for (let k = 0; k <= at; k++) plot.dot(weight[k], bias[k], colour, 2);
      plot.dot(weight[at], bias[at], colours.paper, 7);
      plot.dot(weight[at], bias[at], colour, 5);
    });
    const [{ made: { weight, bias, weightGrad, biasGrad }, at }] = runs;
    if (!at) return;
    const [w, b] = [weight[at - 1], bias[at - 1]]; // from where the last step was taken
    const step = Math.hypot(plot.x(weight[at]) - plot.x(w), plot.y(bias[at]) - plot.y(b));
    plot.arrow(w, b, -weightGrad[at], -biasGrad[at], 58, colours.gradient, [7, 3]);
    plot.arrow(w, b, weight[at] - w, bias[at] - b, Math.max(34, step), colours.update);
  });
}

function drawContours(plot, { lines, levels, columns, rows }) {
  const { context, inner: { x, y, width, height } } = plot;
  const px = (column) => x + (width * column) / (columns - 1);
  const py = (row) => y + height - (height * row) / (rows - 1);
  context.beginPath();
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 4) {
      context.moveTo(px(line[i]), py(line[i + 1]));
      context.lineTo(px(line[i + 2]), py(line[i + 3]));
    }
  }
  plot.stroke(plot.colours.grid, 1);
  // A level is written at its line's highest place, where there is room.
  const taken = [];
  lines.forEach((line, k) => {
    let best = 0;
    for (let i = 0; i < line.length; i += 2) if (line[i + 1] > line[best + 1]) best = i;
    const [tx, ty] = [px(line[best]), py(line[best + 1])];
    const free = taken.every(([ox, oy]) => Math.abs(ox - tx) > 40 || Math.abs(oy - ty) > 13);
    if (!free || !(ty > y + 12) || Math.abs(tx - x - width / 2) > width / 2 - 20) return;
    taken.push([tx, ty]);
    plot.text(String(levels[k]), tx, ty, plot.colours.muted);
  });
}

export function drawData(plot, frame, { x, y }, weight, bias, colours) {
  plot.draw(frame, colours, ["x", "y"], (context) => {
    context.beginPath();
    x.forEach((value, i) => {
      context.moveTo(plot.x(value), plot.y(y[i]));
      context.lineTo(plot.x(value), plot.y(weight * value + bias));
    });
    plot.stroke(colours.loss, 1);
    const ends = [frame.left, frame.right];
    const line = (w, b, ...style) => plot.line(ends, ends.map((end) => w * end + b), ...style);
    line(2, 1, colours.grid, { dash: [2, 4] });
    line(weight, bias, colours.parameter);
    x.forEach((value, i) => plot.dot(value, y[i], colours.ink, 2.5));
  });
}

export function drawLoss(plot, runs, colours) {
  const curves = runs.map(({ made, at }) => {
    const end = Math.min(at, made.divergedAt || at);
    return made.loss.subarray(0, end + 1).map((loss) => Math.log10(Math.max(loss, 1e-16)));
  });
  let [bottom, top] = extent(curves.flatMap((curve) => extent(curve)));
  if (!(bottom < top)) [bottom, top] = [-1, 1];
  const pad = (top - bottom) / 16;
  const right = Math.max(2, ...runs.map(({ made }) => made.loss.length - 1));
  const frame = { left: 0, right, bottom: bottom - pad, top: top + pad };
  const name = (tick) => {
    const value = 10 ** tick;
    return Math.abs(tick) > 3 ? value.toExponential(0) : String(Number(value.toPrecision(2)));
  };
  plot.draw(frame, colours, ["step", "loss, log scale"], () => {
    curves.toReversed().forEach((curve, i) => {
      const pinned = i < curves.length - 1;
      const colour = pinned ? colours.muted : colours.loss;
      const last = curve.length - 1;
      plot.line(curve.map((_, k) => k + 1).subarray(0, last), curve.subarray(1), colour, {
        dash: pinned ? PINNED : [],
      });
      if (last) plot.dot(last, curve[last], colour, 4);
    });
  }, name);
}
