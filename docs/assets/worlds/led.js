/**
 * The cursor of a figure on a page: its slider and its button lead it, and they and its words say
 * where it is.
 *
 * @import { Walk } from "./cursor.js"
 *
 * @typedef {{slider: HTMLInputElement, play: HTMLButtonElement, said: HTMLOutputElement}} Controls
 *
 * @typedef {object} Leads  what is known of the cursor
 * @property {{plays: boolean}} cursor
 * @property {{at: number, steps: number}} walk
 * @property {() => void} soon  draws in the next frame
 * @property {(what: string) => void} tell  what is seen
 */

import { put } from "../put.js";
import { Cursor } from "./cursor.js";
import { framed } from "./frames.js";

/**
 * @param {Controls} parts
 * @param {() => void} draw draws what is seen at the step, in a frame
 * @param {() => void} chosen is told that a step is shown
 */
export function led({ slider, play, said }, draw, chosen = () => {}) {
  /** @type {Walk} */
  const walk = {
    at: 0,
    steps: Number(slider.max),
    go(step) {
      chosen();
      walk.at = step;
      soon();
    },
  };
  const cursor = new Cursor(walk);
  const soon = framed((now) => {
    cursor.advance(now);
    draw();
  });
  slider.addEventListener("input", () => cursor.go(Number(slider.value)));
  play.addEventListener("click", () => cursor.toggle());
  return {
    cursor,
    walk,
    /** Draws in the next frame. */
    soon,
    /** @param {string} what is seen */
    tell(what) {
      put(said, what);
      slider.value = String(walk.at);
      slider.ariaValueText = what;
      const again = walk.at === walk.steps ? "Play again" : "Play";
      put(play, cursor.plays ? "Pause" : again);
    },
  };
}
