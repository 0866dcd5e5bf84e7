/**
 * A canvas with axes.
 *
 * @import { Frame } from "./scale.js"
 *
 * @typedef {Record<string, string>} Colours  by the names of colours.css
 */

import { Scale, ticks } from "./scale.js";

const COLOURS = ["ink", "paper", "muted", "grid", "link", "loss", "parameter", "gradient", "update"];

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

const NARROW = 300; // a canvas, in pixels: what stands beside its axes has less room

/** What a canvas has left within its axes. @param {number} width @param {number} height */
export function within(width, height) {
  const x = width < NARROW ? 50 : 56;
  return { x, y: 10, width: width - x - 12, height: height - 46 };
}

/** Where things are drawn by their values; with what, marks.js knows. */
export class Plot extends Scale {
  /** How wide the canvas was made, in its own pixels. */
  #wide = 0;
  /** @type {Colours} of the last drawing */
  colours = {};

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    super({ left: 0, right: 1, bottom: 0, top: 1 }, { x: 0, y: 0, width: 0, height: 0 });
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
    this.#fit(width, height);
    context.clearRect(0, 0, width, height);
    const inner = within(width, height);
    this.frame = frame;
    this.colours = colours;
    this.inner = inner;

    context.save();
    context.beginPath();
    context.rect(inner.x, inner.y, inner.width, inner.height);
    context.clip();
    draw(context);
    context.restore();
    if (labels) this.#axes(labels, height, name);
  }

  /** Makes the canvas as fine as the screen. @param {number} width @param {number} height */
  #fit(width, height) {
    const { canvas, context } = this;
    const ratio = devicePixelRatio;
    const wide = Math.round(width * ratio);
    if (this.#wide === wide) return;
    this.#wide = wide;
    canvas.width = wide; // forgets all that follows
    canvas.height = height * ratio;
    context.scale(ratio, ratio);
    context.font = `12px ${getComputedStyle(canvas).fontFamily}`;
    context.lineJoin = "bevel";
  }

  /**
   * @param {[x: string, y: string]} labels
   * @param {number} height of the canvas
   * @param {(tick: number) => string} name of a tick on the upright axis
   */
  #axes(labels, height, name) {
    const { context, frame, inner, colours } = this;
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
}
