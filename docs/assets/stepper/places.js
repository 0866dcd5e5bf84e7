/** Where controls lead, and addresses: `#epoch=17&line=31`, `&time=2` for its third run. */

/** The same line, `by` epochs on. */
const epochs = (run, moment, by) =>
  run.find(run.epoch(moment) + by, run.lines[moment], run.time(moment));

/** Each leads from a moment to a moment. */
export const MOVES = {
  first: () => 0,
  epochBack: (run, moment) => epochs(run, moment, -1),
  lineBack: (run, moment) => Math.max(0, moment - 1),
  lineOn: (run, moment) => Math.min(run.end, moment + 1),
  epochOn: (run, moment) => epochs(run, moment, 1),
  last: (run) => run.end,
};

/** @returns {number} the moment that an address names, else the first */
export function momentOf(run, hash) {
  const asked = new URLSearchParams(hash.slice(1));
  const [epoch, line, time] = ["epoch", "line", "time"].map((name) => asked.get(name) | 0);
  return asked.has("epoch") ? run.find(epoch, line, time) : 0;
}

export function addressOf(run, moment) {
  const time = run.time(moment);
  return `#epoch=${run.epoch(moment)}&line=${run.lines[moment]}${time ? `&time=${time}` : ""}`;
}
