/** When the page is drawn anew: once a frame, and a part at a time while a hand moves something. */

const PARTS = 3;

/** Asks the browser for frames, and for none while nothing changes. */
export class Frames {
  /** Whether a hand moves something: then parts take turns. */
  held = false;
  #draw;
  #turn = 0;
  #owed = 0; // turns until all parts show the last change
  #awaited = false; // whether a frame is asked for

  /** @param {(now: number) => void} draw draws all parts whose turn it is */
  constructor(draw) {
    this.#draw = draw;
  }

  /** Draws anew in the next frame. */
  refresh = () => {
    if (!this.#awaited) requestAnimationFrame((now) => this.#redraw(now));
    this.#awaited = true;
  };

  /** Draws what has changed, until all parts show it. */
  show() {
    this.#owed = PARTS;
    this.refresh();
  }

  /** Whether a part's turn has come. @param {number} part */
  due = (part) => !this.held || this.#turn === part;

  /** @param {number} now */
  #redraw(now) {
    this.#awaited = false;
    this.#turn = (this.#turn + 1) % PARTS;
    this.#draw(now);
    if (this.held && --this.#owed > 0) this.refresh();
  }
}
