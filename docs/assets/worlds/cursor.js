/**
 * One cursor through the steps of a run, set by a hand or moved by playing.
 *
 * @typedef {object} Walk  what it goes through
 * @property {number} at  the step that is shown
 * @property {number} steps
 * @property {(step: number) => void} go  shows one of them, and asks for a frame
 */

import { clamp } from "./scale.js";

const MILLISECONDS = 4000; // of playing a run

export class Cursor {
  /** From which step on it plays, and since when. @type {{from: number, since?: number} | null} */
  #playing = null;
  #walk;

  /** @param {Walk} walk */
  constructor(walk) {
    this.#walk = walk;
  }

  get plays() {
    return this.#playing !== null;
  }

  /** Stands still at a step, or at the first or the last. @param {number} step */
  go(step) {
    this.stop();
    this.#walk.go(clamp(step, 0, this.#walk.steps));
  }

  /** Plays from the step that is shown, or from the first; pressed again, it stands still. */
  toggle() {
    const { at, steps } = this.#walk;
    if (this.plays) return this.go(at);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.go(steps);
    this.#playing = { from: at < steps ? at : 0 };
    this.#walk.go(this.#playing.from);
  }

  /** Leaves the run where it is. */
  stop() {
    this.#playing = null;
  }

  /** Goes on, if it plays, to the step of a time. @param {number} now in milliseconds */
  advance(now) {
    if (!this.#playing) return;
    const { steps } = this.#walk;
    this.#playing.since ??= now;
    const { from, since } = this.#playing;
    const at = Math.floor(from + ((now - since) / MILLISECONDS) * steps);
    if (at >= steps) this.stop();
    this.#walk.go(Math.min(at, steps));
  }
}
