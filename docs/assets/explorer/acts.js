/**
 * What the explorer's buttons do.
 *
 * @import { RunAt } from "../engine/run.js"
 * @import { Cursor } from "../worlds/cursor.js"
 * @import { State } from "./state.js"
 */

import { find } from "./dom.js";

/**
 * What each button does, by its `data-act`.
 *
 * @param {Element} root
 * @param {State} state
 * @param {Cursor} cursor
 * @param {(name: string, text: string) => void} set sets what a field says
 * @param {() => RunAt} present the run that is looked at
 * @returns {Record<string, () => void>}
 */
export const acts = (root, state, cursor, set, present) => ({
  play: () => cursor.toggle(),
  step() {
    cursor.stop();
    state.further();
  },
  pin: () => state.pin(),
  in: () => state.zoom(0.5, present()),
  out: () => state.zoom(2, present()),
  limit: () => set("lr", find(root, ".limit span").textContent ?? ""),
  add: () => state.addSample(0, 0),
  restore: () => state.restore(),
  zero_grad: () => state.change({ zero_grad: "right" }),
  broadcast: () => state.change({ broadcast: false }),
  defaults: () => state.begin(),
  async copy() {
    const text = find(root, ".script code").textContent ?? "";
    const done = navigator.clipboard.writeText(text).then(() => "Copied.");
    find(root, ".copied").textContent = await done.catch(() => "Not allowed; select it below.");
  },
});
