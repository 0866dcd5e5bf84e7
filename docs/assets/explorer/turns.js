/** Which part of the page is drawn: all in one frame, or a part a frame while a hand moves something. */

import { framed } from "../worlds/frames.js";

const PARTS = 3; // that take turns

export class Turns {
  /** Whether a hand moves something: then parts take turns. */
  held = false;
  #turn = 0;
  #owed = 0; // turns until all parts show the last change

  /** @param {(now: number) => void} draw draws all parts whose turn it is */
  constructor(draw) {
    /** Draws anew in the next frame. */
    this.refresh = framed((now) => {
      this.#turn = (this.#turn + 1) % PARTS;
      draw(now);
      if (this.held && --this.#owed > 0) this.refresh();
    });
  }

  /** Draws what has changed, until all parts show it. */
  show() {
    this.#owed = PARTS;
    this.refresh();
  }

  /** Whether a part's turn has come, or it takes none. @param {number} part */
  due = (part) => !this.held || this.#turn === part || part >= PARTS;
}
