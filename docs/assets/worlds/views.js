/**
 * A line seen three times: among its samples, on the map of its parameters, and by its loss over the
 * steps. What leads a cursor through it draws it here, be it a figure of a page or the explorer.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Loss } from "../engine/losses.js"
 * @import { RunAt, Samples } from "../engine/run.js"
 * @import { Frame } from "./scale.js"
 *
 * @typedef {object} Seen
 * @property {Loss} loss
 * @property {Samples} samples
 * @property {RunAt[]} runs  the first is the present one; another is seen beside it
 * @property {Frame} frame  of the map
 * @property {number} [first]  the step of the first loss, as drawLoss has it
 * @property {Place} [truth]  what made the samples, where that is shown
 * @property {number} [meets]  how many samples each prediction is measured against
 */

import { minimum } from "../engine/landscape.js";
import { dataFrame, drawData } from "./data_view.js";
import { grips, through } from "./grips.js";
import { drawGround } from "./ground.js";
import { draggable, handle, place } from "./handles.js";
import { drawLoss } from "./loss_view.js";
import { drawMap } from "./map_view.js";
import { Plot, palette } from "./plot.js";

/** What stands at the line's ends, on the left and on the right, and what it is called. */
const ENDS = ["left", "right"];

export class Views {
  /** Where the loss is least; of the ground that was drawn last. @type {Place} */
  lowest = { weight: NaN, bias: NaN };
  /** The line that was drawn last. @type {Place} */
  #line = this.lowest;
  #root;
  #ground;
  #ends;
  /** @type {Samples | null} of the ground that was drawn last */
  #samples = null;
  #asked = ""; // and all else that it depends on

  /** @param {Element} root */
  constructor(root) {
    /** @param {string} world @returns {Plot[]} the lowest first */
    const plots = (world) =>
      Array.from(root.querySelectorAll(`[data-world=${world}] canvas`), (canvas) =>
        new Plot(/** @type {HTMLCanvasElement} */ (canvas)),
      );
    const [data, ground, map, curve] = ["data", "map", "loss"].flatMap(plots);
    this.#root = root;
    this.#ground = ground;
    this.data = data;
    this.map = map;
    this.curve = curve;
    this.#ends = ENDS.map((end) => handle(root, end));
  }

  /**
   * Draws what is due: 0 is the ground, 1 the data, 2 the loss. What moves on the map always is.
   *
   * @param {Seen} seen
   * @param {boolean} named whether handles are named anew: a name that changes under a hand, or as a
   *   run plays, would be read aloud at each frame
   * @param {(part: number) => boolean} due
   */
  draw({ loss, samples, runs, frame, truth, meets, first }, named, due = () => true) {
    const colours = palette(this.#root);
    const [{ made, at }] = runs;
    this.#line = { weight: made.weight[at], bias: made.bias[at] };
    if (due(0)) {
      // A canvas of another width needs another picture.
      const asked = JSON.stringify([loss, frame, colours, this.map.canvas.clientWidth]);
      if (samples !== this.#samples || asked !== this.#asked) {
        drawGround(this.#ground, loss, samples, frame, colours);
        this.lowest = minimum(loss, samples);
        [this.#samples, this.#asked] = [samples, asked];
      }
    }
    drawMap(this.map, frame, runs, colours, { lowest: this.lowest, truth });
    if (due(1)) {
      drawData(this.data, dataFrame(samples), samples, this.#line, truth, colours, meets);
      this.#grips.forEach((at, i) => {
        place(this.data, this.#ends[i], at, named ? `The line at its ${ENDS[i]} end: x, y` : "");
      });
    }
    if (due(2)) drawLoss(this.curve, runs, colours, first);
  }

  /** Where a hand can take the line. */
  get #grips() {
    return grips(this.data.frame, this.#line);
  }

  /** Lets a hand turn the line by an end; the other is held. @param {(turned: Place) => void} turn */
  turnable(turn) {
    this.#ends.forEach((end, i) => {
      /** @param {number} x @param {number} y */
      const move = (x, y) => turn(through(this.#grips[1 - i], [x, y], i ? 1 : -1));
      draggable(this.data, end, move, () => this.#grips[i]);
    });
  }
}
