/**
 * Goes through a run's steps, at a pace that lets it end in some six seconds.
 *
 * @import { State } from "./state.js"
 */

import { LIMITS } from "./address.js";
import { clamp } from "./scale.js";

/** Plays a run, or stands still at one of its steps. */
export class Player {
  /** @type {{begun?: number, from: number} | null} when and from which step */
  #playing = null;
  #state;
  #refresh;

  /**
   * @param {State} state
   * @param {() => void} refresh asks for a frame
   */
  constructor(state, refresh) {
    this.#state = state;
    this.#refresh = refresh;
  }

  get plays() {
    return this.#playing !== null;
  }

  /** Plays from the first step on, or from where the reader is; pressed again, it pauses. */
  toggle() {
    const { at, steps } = this.#state.settings;
    if (this.plays) return this.stand(at);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.stand(steps);
    this.#playing = { from: at < steps ? at : 0 };
    this.#refresh();
  }

  /** Stands still at a step, be it one more than the run has. @param {number} at */
  stand(at) {
    const { steps } = this.#state.settings;
    this.pause();
    this.#state.change({ at, steps: clamp(at, steps, LIMITS.steps.most) });
  }

  /** Leaves the run where it is. */
  pause() {
    this.#playing = null;
  }

  /** Goes on, if it plays, to the step of a time. @param {number} now in milliseconds */
  advance(now) {
    if (!this.#playing) return;
    const { steps } = this.#state.settings;
    this.#playing.begun ??= now;
    const pace = Math.max(20, steps / 6) / 1000; // steps a millisecond
    const at = Math.floor(this.#playing.from + (now - this.#playing.begun) * pace);
    if (at >= steps) this.pause();
    this.#state.change({ at });
  }
}
