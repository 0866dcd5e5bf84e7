/**
 * The rest of a curve, drawn by the reader with mouse, finger or keys.
 *
 * @typedef {object} Told  what docs/hooks/page/rest.py read off the recording
 * @property {number} from  the step that is shown last
 * @property {number[]} points  the steps at which a reader draws
 * @property {number} start  the value that is shown last
 * @property {number} end  the one that was recorded last
 * @property {number} top  of the picture, whose foot is 0
 * @property {string} label  what the values are of
 * @property {string} shape  what the recorded curve does
 * @property {"" | "fall" | "rise"} begins
 */

import { begins, shape } from "./bends.js";

/** @type {Record<string, number>} how far a key moves a point, as a share of the picture's height */
const KEYS = { ArrowUp: 0.05, ArrowDown: -0.05, PageUp: 0.25, PageDown: -0.25, Home: -1, End: 1 };
/** @type {Record<string, number>} */
const SIDEWAYS = { ArrowRight: 1, ArrowLeft: -1 };

/** @param {number} value */
const digits = (value) => Number(value.toPrecision(3)).toString();

export class Curve {
  /** @param {HTMLElement} root what docs/hooks/page/templates/curve.html made */
  constructor(root) {
    /** @type {Told} */
    this.told = JSON.parse(root.dataset.told ?? "");
    this.output = /** @type {HTMLOutputElement} */ (root.querySelector("output"));
    this.plot = /** @type {SVGSVGElement} */ (root.querySelector(".plot"));
    this.pen = this.plot.appendChild(this.makePen());
    /** @type {number[]} heights at the first of the points, as many as are drawn */
    this.heights = [];
    this.at = 0; // the point that keys move
    this.from = -1; // the one from which the pointer draws; before the first is what is shown
    this.draw();
  }

  /** What takes the pointer and the keys, over all that is to be drawn. */
  makePen() {
    const open = /** @type {Element} */ (this.plot.querySelector(".open"));
    const pen = /** @type {SVGRectElement} */ (open.cloneNode());
    pen.setAttribute("class", "pen");
    pen.tabIndex = 0;
    pen.role = "slider";
    pen.ariaOrientation = "vertical";
    pen.ariaLabel = `Your ${this.told.label}`;
    pen.ariaValueMin = "0";
    pen.ariaValueMax = String(this.told.top);
    pen.addEventListener("keydown", (event) => this.press(event));
    pen.addEventListener("pointerdown", (event) => {
      pen.setPointerCapture(event.pointerId);
      // Nothing is left out between what is drawn and where the pointer is put down.
      this.from = Math.min(this.nearest(event), this.heights.length) - 1;
      this.follow(event);
    });
    pen.addEventListener("pointermove", (event) => {
      if (pen.hasPointerCapture(event.pointerId)) this.follow(event);
    });
    this.plot.removeAttribute("aria-hidden");
    return pen;
  }

  /** The share of the picture's height that is under a pointer. @param {MouseEvent} event */
  up({ clientY }) {
    const { top, height } = this.pen.getBoundingClientRect();
    return Math.min(1, Math.max(0, 1 - (clientY - top) / height));
  }

  /** The point that is nearest to a pointer. @param {MouseEvent} event */
  nearest({ clientX }) {
    const { left, width } = this.pen.getBoundingClientRect();
    const share = (clientX - left) / width;
    const places = this.told.points.map((_, at) => Math.abs(this.share(at) - share));
    return places.indexOf(Math.min(...places));
  }

  /** How far across what is to be drawn a point stands. @param {number} at */
  share(at) {
    const { from, points } = this.told;
    return at < 0 ? 0 : (points[at] - from) / (points[points.length - 1] - from);
  }

  /** Draws from where the pointer was to where it is. @param {MouseEvent} event */
  follow(event) {
    const [from, to, end] = [this.from, this.nearest(event), this.up(event)];
    const begin = this.heightAt(from);
    const way = Math.sign(to - from);
    for (let at = from + way; at !== to; at += way) {
      this.heights[at] = begin + ((end - begin) * (at - from)) / (to - from);
    }
    this.heights[to] = end;
    [this.from, this.at] = [to, to];
    this.draw();
  }

  /** Of a point, or of what is shown before the first. @param {number} at @returns {number} */
  heightAt(at) {
    return at < 0 ? this.told.start / this.told.top : this.heights[at];
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const { key } = event;
    if (!(key in KEYS) && !(key in SIDEWAYS)) return;
    event.preventDefault();
    const [last, drawn] = [this.told.points.length - 1, this.heights.length];
    this.at = Math.min(last, Math.max(0, this.at + (drawn ? SIDEWAYS[key] ?? 0 : 0)));
    this.heights[this.at] ??= this.heightAt(this.at - 1); // what is new goes on as it was
    this.heights[this.at] = Math.min(1, Math.max(0, this.heights[this.at] + (KEYS[key] ?? 0)));
    this.draw();
  }

  /** Shows what is drawn. */
  draw() {
    const { told, plot, pen, heights, at } = this;
    const [left, width, height] = ["x", "width", "height"].map((name) => Number(pen.getAttribute(name)));
    /** @param {number} point */
    const place = (point) =>
      `${(left + width * this.share(point)).toFixed(1)} ${(height * (1 - this.heightAt(point))).toFixed(1)}`;
    const drawn = heights.map((_, point) => place(point));
    plot.querySelector(".yours")?.setAttribute("d", drawn.length ? `M${[place(-1), ...drawn].join("L")}` : "");
    plot.querySelector(".here")?.setAttribute("d", `M${place(drawn.length ? at : -1)}h0`);
    const value = digits(told.top * this.heightAt(drawn.length ? at : -1));
    const says = drawn.length ? `step ${told.points[at]}: ${value}` : "nothing drawn yet";
    pen.ariaValueNow = value;
    pen.ariaValueText = says;
    this.output.value = says;
  }

  /** What was drawn, from the value that is shown last on. */
  get drawn() {
    return [this.heightAt(-1), ...this.heights];
  }

  /** Where nothing is drawn yet, in words; empty if all is. */
  get missing() {
    const step = this.told.points[this.heights.length];
    return step === undefined ? "" : `Draw to the end first: nothing stands at step ${step} yet.`;
  }

  /** Draws what was kept, or begins anew. @param {number[] | undefined} drawn */
  show(drawn) {
    this.heights = drawn?.length === this.told.points.length + 1 ? drawn.slice(1) : [];
    this.at = 0;
    this.draw();
  }

  /** @param {number[]} drawn */
  shapeOf(drawn) {
    return shape(drawn);
  }

  /** What is alike in both curves, and what is not. @param {number[]} drawn */
  compared(drawn) {
    const { told } = this;
    const [name, way] = [shape(drawn), begins(drawn)];
    const ends = `${digits(told.top * drawn[drawn.length - 1])}, and the recorded one at ${digits(told.end)}`;
    const too = name === told.shape ? ", too" : "";
    const alike = !too && way && way === told.begins ? ` Both ${way} at first.` : "";
    return `Yours ${name}${too}.${alike} It ends at ${ends}. `;
  }
}
