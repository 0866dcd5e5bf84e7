/**
 * What is told of a run besides its numbers: what it did, and its last step as arithmetic. The
 * pictures do not wait for it.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Look } from "./look.js"
 */

import { showUpdate } from "./arithmetic.js";
import { say } from "./dom.js";
import { hasDiverged } from "./readings.js";
import { SAYS, verdict } from "./verdict.js";

/**
 * Tells it, but while a hand holds something only what it has lost.
 *
 * @param {Element} root
 * @param {Look} look
 * @param {Place} lowest
 * @param {boolean} held
 */
export function tell(root, look, lowest, held) {
  const [{ made, at }] = look.runs;
  const done = at === look.settings.steps && !held && verdict(made, lowest);
  const did = done ? `This run ${done}: ${SAYS[done]}` : "";
  const diverged = `Diverged at step ${made.divergedAt}: the loss was more than a million times the first.`;
  say(root, ".verdict", hasDiverged(look.runs[0]) ? diverged : did);
  if (!held) showUpdate(root, look); // as many words as a hand could be ahead of
}
