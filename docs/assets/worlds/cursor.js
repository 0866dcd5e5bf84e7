/** One cursor through the steps of a run, set by a slider or a press, or moved by playing. */

import { clamp } from "../explorer/scale.js";

const MILLISECONDS = 4000; // of playing a run

export class Cursor {
  at = 0;
  #steps;
  #slider;
  #button;
  #draw;
  #chosen;
  /** @type {number | null} when it began to play, in milliseconds; 0 until its first frame */
  #begun = null;
  #frame = 0; // that was asked for

  /**
   * @param {HTMLInputElement} slider
   * @param {HTMLButtonElement} button
   * @param {() => void} draw draws what is seen at the step
   * @param {() => void} chosen is told that a step was asked for
   */
  constructor(slider, button, draw, chosen) {
    this.#steps = Number(slider.max);
    this.#slider = slider;
    this.#button = button;
    this.#draw = draw;
    this.#chosen = chosen;
    slider.addEventListener("input", () => this.go(Number(slider.value)));
    button.addEventListener("click", () => (this.plays ? this.go(this.at) : this.play()));
  }

  get plays() {
    return this.#begun !== null;
  }

  /** Draws in the next frame, and goes on if it plays. */
  soon() {
    this.#frame ||= requestAnimationFrame((time) => {
      this.#frame = 0;
      if (this.#begun !== null) this.#advance(time);
      this.#draw();
    });
  }

  /** Shows a step. @param {number} step */
  go(step) {
    this.stop();
    this.#chosen();
    this.at = clamp(step, 0, this.#steps);
    this.soon();
  }

  /** Plays from the step that is shown, or from the first. */
  play() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.go(this.#steps);
    this.#chosen();
    if (this.at === this.#steps) this.at = 0;
    this.#begun = 0;
    this.soon();
  }

  /** Leaves the run where it is. */
  stop() {
    this.#begun = null;
  }

  /** Says on slider and button what is shown. @param {string} said */
  tell(said) {
    this.#slider.value = String(this.at);
    this.#slider.ariaValueText = said;
    const again = this.at === this.#steps ? "Play again" : "Play";
    this.#button.textContent = this.plays ? "Pause" : again;
  }

  /** @param {number} time */
  #advance(time) {
    this.#begun ||= time - (this.at / this.#steps) * MILLISECONDS;
    const at = Math.floor(((time - this.#begun) / MILLISECONDS) * this.#steps);
    this.at = Math.min(this.#steps, at);
    if (this.at === this.#steps) this.stop();
    else this.soon();
  }
}

/**
 * Lets a press on a curve over the steps, and a drag along it, move the cursor.
 *
 * @param {import("../explorer/plot.js").Plot} curve
 * @param {Cursor} cursor
 */
export function scrubbed(curve, cursor) {
  const { canvas } = curve;
  /** @param {PointerEvent} event */
  const scrub = ({ offsetX, offsetY }) => cursor.go(Math.round(curve.at(offsetX, offsetY)[0]));
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    scrub(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) scrub(event);
  });
}
