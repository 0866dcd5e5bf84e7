/**
 * What a hand does on the explorer's pictures: it takes a sample, moves it or adds one, moves the
 * start, turns the line, and goes to a step.
 *
 * @import { Cursor } from "../worlds/cursor.js"
 * @import { Views } from "../worlds/views.js"
 * @import { looker } from "./look.js"
 * @import { State } from "./state.js"
 *
 * @typedef {object} Explorer
 * @property {Views} views
 * @property {State} state
 * @property {Cursor} cursor
 * @property {HTMLElement} start  what stands where the run starts
 * @property {HTMLElement} taken  what stands on the sample that was taken
 * @property {ReturnType<typeof looker>} look
 */

import { draggable, scrubbed } from "../worlds/hand.js";
import { turnable } from "../worlds/turnable.js";
import { takeable } from "./takeable.js";

/** Lets a hand do it. @param {Explorer} explorer */
export function take({ views, state, cursor, start, taken, look }) {
  const { map, data, curve } = views;
  /** @param {number} x @param {number} y */
  const moveStart = (x, y) => state.moveStart(x, y);
  /** @param {number} x @param {number} y */
  const moveSample = (x, y) => state.moveSample(x, y);
  const toPointer = draggable(map, start, moveStart, () => [state.settings.w, state.settings.b]);
  map.canvas.addEventListener("click", toPointer);
  draggable(data, taken, moveSample, () => state.sample);
  takeable(data, taken, () => state.samples, (place) => state.select(place));
  /** The line that is seen. */
  const line = () => {
    const [{ made, at }] = look(state.settings).runs;
    return { weight: made.weight[at], bias: made.bias[at] };
  };
  // A turned line is a start, and no step has led to it.
  turnable(views, line, ({ weight, bias }) => {
    cursor.stop();
    state.moveStart(weight, bias, 0);
  });
  scrubbed(curve, cursor);
  data.canvas.addEventListener("dblclick", ({ offsetX, offsetY }) =>
    state.addSample(...data.at(offsetX, offsetY)),
  );
}
