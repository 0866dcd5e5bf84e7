/**
 * Where controls lead, and how the address names a place: `#epoch=17&line=31`, with `&time=2` for
 * that line's third run in its epoch.
 *
 * @import { Run } from "./recording.js"
 */

/**
 * The same line, some epochs on or back.
 *
 * @param {Run} run
 * @param {number} moment
 * @param {number} by
 */
function epochsOn(run, moment, by) {
  return run.find(run.epoch(moment) + by, run.lines[moment], run.time(moment));
}

/**
 * Each control leads from a moment to a moment.
 *
 * @satisfies {Record<string, (run: Run, moment: number) => number>}
 */
export const MOVES = {
  first: () => 0,
  epochBack: (run, moment) => epochsOn(run, moment, -1),
  lineBack: (run, moment) => Math.max(0, moment - 1),
  lineOn: (run, moment) => Math.min(run.end, moment + 1),
  epochOn: (run, moment) => epochsOn(run, moment, 1),
  last: (run) => run.end,
};

/** @typedef {keyof typeof MOVES} Move */

/**
 * The moment that an address names, else the first.
 *
 * @param {Run} run
 * @param {string} hash
 * @returns {number}
 */
export function momentOf(run, hash) {
  const asked = new URLSearchParams(hash.slice(1));
  /** A whole number; 0 for what is missing or no number. @param {string} name */
  const whole = (name) => Math.trunc(Number(asked.get(name))) || 0;
  return asked.has("epoch") ? run.find(whole("epoch"), whole("line"), whole("time")) : 0;
}

/**
 * The address of a moment.
 *
 * @param {Run} run
 * @param {number} moment
 * @returns {string}
 */
export function addressOf(run, moment) {
  const place = `#epoch=${run.epoch(moment)}&line=${run.lines[moment]}`;
  const time = run.time(moment);
  return time ? `${place}&time=${time}` : place;
}
