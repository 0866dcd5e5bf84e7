/**
 * What settings lead to: samples, a loss and runs, none made twice while the same is asked for.
 *
 * @import { Changes, Facts, PageSettings } from "./address.js"
 * @import { Loss } from "../engine/losses.js"
 * @import { RunAt, Samples, Settings } from "../engine/run.js"
 * @import { Frame } from "../worlds/scale.js"
 * @import { Place } from "../engine/landscape.js"
 *
 * @typedef {object} Look
 * @property {PageSettings} settings
 * @property {Samples} samples
 * @property {Loss} loss
 * @property {RunAt[]} runs  the first is the present one, the second is pinned
 * @property {PageSettings | null} pin  the settings of the second
 * @property {Frame} frame  of the map
 * @property {() => Place} lowest  where the loss is least
 * @property {Place} truth  what made the samples
 * @property {number} meets  how many samples each prediction is measured against
 */

import { read, samplesOf } from "./address.js";
import { losses } from "../engine/losses.js";
import { minimum } from "../engine/minimum.js";
import { run } from "../engine/run.js";

/** The map's frame: 4 : 3, one unit for both axes. @param {PageSettings["view"]} view @returns {Frame} */
const mapFrame = ({ weight, bias, span }) => {
  const [across, up] = [span / 2, span * 0.375];
  return { left: weight - across, right: weight + across, bottom: bias - up, top: bias + up };
};

/**
 * Keeps the last result for as long as the question is the same.
 *
 * @template {any[]} Asked
 * @template Result
 * @param {(...asked: Asked) => Result} make
 * @returns {(...asked: Asked) => Result}
 */
function remember(make) {
  let last = "";
  /** @type {Result} */
  let result;
  return (...asked) => {
    const key = JSON.stringify(asked);
    if (key !== last) {
      result = make(...asked);
      last = key;
    }
    return result;
  };
}

/**
 * What gives a run, and the step that it is looked at; what is looked at makes no other run.
 *
 * @param {Facts} facts
 * @returns {(settings: PageSettings) => RunAt}
 */
function runner(facts) {
  const make = remember((/** @type {Settings & {samples: Changes}} */ asked) =>
    run(asked, samplesOf(facts, asked.samples)),
  );
  return ({ at, view, pin, ...asked }) => ({ made: make(asked), at: Math.min(at, asked.steps) });
}

/**
 * What looks settings up.
 *
 * @param {Facts} facts
 * @returns {(settings: PageSettings) => Look}
 */
export function looker(facts) {
  const samples = remember((/** @type {Changes} */ changes) => samplesOf(facts, changes));
  const [present, pinned] = [runner(facts), runner(facts)];
  return (settings) => {
    const [own, loss] = [samples(settings.samples), losses[settings.loss](settings)];
    const pin = settings.pin ? { ...read(settings.pin, facts).settings, at: settings.at } : null;
    return {
      settings,
      samples: own,
      loss,
      lowest: () => minimum(loss, own),
      runs: [present(settings), ...(pin ? [pinned(pin)] : [])],
      pin,
      frame: mapFrame(settings.view),
      truth: facts.truth,
      meets: settings.broadcast ? settings.batch : 1,
    };
  };
}
