/**
 * What a mission's run does, by the name that the explorer gives it: one run of its settings decides.
 *
 * @import { Facts, PageSettings } from "../explorer/address.js"
 */

import { samplesOf } from "../explorer/address.js";
import { minimum } from "../engine/minimum.js";
import { losses } from "../engine/losses.js";
import { run } from "../engine/run.js";
import { verdict } from "../explorer/verdict.js";

/** @param {PageSettings} settings @param {Facts} facts */
export function outcome(settings, facts) {
  const samples = samplesOf(facts, settings.samples);
  return verdict(run(settings, samples), minimum(losses[settings.loss](settings), samples));
}

/**
 * Whether two settings make one run, wherever it is looked at from.
 *
 * @param {PageSettings} one
 * @param {PageSettings} other
 */
export const sameRun = (one, other) => named(one) === named(other);

/** @param {PageSettings} settings */
const named = ({ at, view, pin, ...rest }) => JSON.stringify(rest);
