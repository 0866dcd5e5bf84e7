/**
 * A line seen three times: among its samples, on the map of its parameters, and by its loss over the
 * steps. What leads a cursor through it draws it here, be it a figure of a page or the explorer.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Residuals } from "../engine/losses.js"
 * @import { Penalty } from "../engine/penalty.js"
 * @import { RunAt, Samples } from "../engine/run.js"
 * @import { Frame } from "./scale.js"
 *
 * @typedef {object} Seen
 * @property {Residuals & Penalty} loss
 * @property {Samples} samples
 * @property {RunAt[]} runs  the first is the present one; another is seen beside it
 * @property {Frame} frame  of the map
 * @property {() => Place} lowest  where the loss is least; asked when that may have changed
 * @property {number} [first]  the step of the first loss, as drawLoss has it
 * @property {Place} [truth]  what made the samples, where that is shown
 * @property {number} [meets]  how many samples each prediction is measured against
 */

import { dataFrame, drawData } from "./data_view.js";
import { drawGround } from "./ground.js";
import { grips, handle, place } from "./handles.js";
import { drawLoss } from "./loss_view.js";
import { drawMap } from "./map_view.js";
import { Plot, palette } from "./plot.js";

/** The parts of which each can be drawn alone. */
export const [GROUND, DATA, LOSS, MAP] = [0, 1, 2, 3];

/** What stands at the line's ends, on the left and on the right, and what it is called. */
const ENDS = ["left", "right"];

export class Views {
  /** Where the loss is least; of the ground that was drawn last. @type {Place} */
  lowest = { weight: NaN, bias: NaN };
  #root;
  #ground;
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
    this.#root = root;
    /** What a hand takes of the line, on the left and on the right; none where it cannot. */
    this.ends = ENDS.map((end) => handle(root, end)).filter(Boolean);
    const [data, [ground, map], curve] = [plots("data")[0], plots("map"), plots("loss")[0]];
    this.#ground = ground;
    this.data = data;
    this.map = map;
    this.curve = curve;
  }

  /**
   * Draws the parts that are due.
   *
   * @param {Seen} seen
   * @param {boolean} named whether handles are named anew: a name that changes under a hand, or as a
   *   run plays, would be read aloud at each frame
   * @param {(part: number) => boolean} due
   */
  draw({ loss, samples, runs, frame, truth, meets, lowest, first }, named, due = () => true) {
    const colours = palette(this.#root);
    const [{ made, at }] = runs;
    const line = { weight: made.weight[at], bias: made.bias[at] };
    if (due(GROUND)) {
      // A canvas of another width needs another picture.
      const asked = JSON.stringify([loss, frame, colours, this.map.canvas.clientWidth]);
      if (samples !== this.#samples || asked !== this.#asked) {
        drawGround(this.#ground, loss, samples, frame, colours);
        this.lowest = lowest();
        [this.#samples, this.#asked] = [samples, asked];
      }
    }
    if (due(MAP)) drawMap(this.map, frame, runs, colours, { lowest: this.lowest, truth });
    if (due(DATA)) {
      drawData(this.data, dataFrame(samples), samples, line, truth, colours, meets);
      const held = grips(this.data.frame, line);
      this.ends.forEach((end, i) => {
        place(this.data, end, held[i], named ? `The line at its ${ENDS[i]} end: x, y` : "");
      });
    }
    if (due(LOSS)) drawLoss(this.curve, runs, colours, first);
  }
}
