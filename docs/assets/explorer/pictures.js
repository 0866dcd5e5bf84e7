/**
 * The explorer's three pictures, and the handles on them.
 *
 * @import { Changes, Facts, PageSettings } from "./address.js"
 * @import { Frames } from "./frames.js"
 * @import { Place } from "./landscape.js"
 * @import { Look } from "./look.js"
 * @import { Loss } from "./losses.js"
 * @import { Colours } from "./plot.js"
 * @import { Frame } from "./scale.js"
 * @import { State } from "./state.js"
 */

import { samplesOf } from "./address.js";
import { dataFrame, drawData } from "./data_view.js";
import { find } from "./dom.js";
import { drawGround } from "./ground.js";
import { place } from "./handles.js";
import { minimum } from "./landscape.js";
import { remember } from "./look.js";
import { drawLoss } from "./loss_view.js";
import { drawMap } from "./map_view.js";
import { Plot, palette } from "./plot.js";

const VIEWS = [".ground", ".ground + canvas", ".data canvas", ".curve canvas"];

/** The landscape's frame: 4 : 3, one unit for both axes. @param {PageSettings["view"]} view */
const landFrame = ({ weight, bias, span }) => {
  const [across, up] = [span / 2, span * 0.375];
  return { left: weight - across, right: weight + across, bottom: bias - up, top: bias + up };
};

/** What is drawn, by the parts that take turns: the ground, the data, the loss. */
export class Pictures {
  #root;
  #facts;
  #ground;
  #curve;
  /** @type {Place} of the ground that was drawn last */
  lowest = { weight: NaN, bias: NaN };

  /** @param {Element} root @param {Facts} facts */
  constructor(root, facts) {
    this.#root = root;
    this.#facts = facts;
    const [ground, land, data, curve] = VIEWS.map((view) => new Plot(find(root, view)));
    this.#ground = ground;
    this.land = land;
    this.data = data;
    this.#curve = curve;
  }

  /**
   * Draws what is due, and the path in any case.
   *
   * @param {Look} look
   * @param {State} state
   * @param {Frames} frames
   */
  draw({ settings, samples, loss, runs }, state, frames) {
    const { land, data } = this;
    const { truth } = this.#facts;
    const colours = palette(this.#root);
    const frame = landFrame(settings.view);
    const [{ made, at }] = runs;
    const fitted = { weight: made.weight[at], bias: made.bias[at] };

    if (frames.due(0)) {
      const { clientWidth } = land.canvas;
      this.lowest = this.#drawGround(loss, settings.samples, frame, colours, clientWidth);
    }
    drawMap(land, frame, runs, colours, { lowest: this.lowest, truth });
    if (frames.due(1)) {
      const meets = settings.broadcast ? settings.batch : 1;
      drawData(data, dataFrame(samples), samples, fitted, truth, colours, meets);
    }
    // A name that changes under a hand would be read aloud at each frame.
    const named = !frames.held;
    place(land, settings.w, settings.b, named ? "Start: weight, bias" : "");
    place(data, ...state.sample, named ? `Sample ${state.selected}: x, y` : "");
    if (frames.due(2)) drawLoss(this.#curve, runs, colours);
  }

  #drawGround = remember(
    /**
     * Gives the lowest point. The width is asked for only because another one needs another picture.
     *
     * @param {Loss} loss
     * @param {Changes} changes
     * @param {Frame} frame
     * @param {Colours} colours
     * @param {number} _width
     */
    (loss, changes, frame, colours, _width) => {
      const samples = samplesOf(this.#facts, changes);
      drawGround(this.#ground, loss, samples, frame, colours);
      return minimum(loss, samples);
    },
  );
}
