/**
 * What a run did, by name: from its numbers alone, not from its settings.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Run } from "../engine/run.js"
 *
 * @typedef {keyof typeof SAYS} Verdict
 */

import { extent } from "../worlds/scale.js";

/** What each name means, in one line above the map; of these steps, as later ones may lead away. */
export const SAYS = {
  "stands still": "no step moved it.",
  diverges: "further from × than at first, and was twice as far.",
  "ignores x": "it ends at weight 0, a flat line, away from ×.",
  swings: "beyond × and back, fading slowly, if at all.",
  "zig-zags": "step by step across ×, fading slowly, if at all.",
  hovers: "about ×, and it does not rest.",
  "rolls past": "beyond ×, and then it turned back.",
  "stops elsewhere": "its steps shrank a thousandfold, away from ×.",
  arrives: "it ends on ×.",
  crawls: "more than half of the way to × is left.",
  "is on its way": "nearer to ×, and not there yet.",
};

const FEWEST = 8; // steps: of less there are no quarters to compare
const HALF = 0.5; // of a distance or a way: what is left above it is mostly undone
const WIDE = 0.25; // of the way, to both sides in the second half of a run: a swing that lasts
const THERE = 0.01; // of the way: within the mark's own width on the opening map
const PAST = 0.1; // of the way: a turn that can be seen there
const AT_REST = 1e-3; // of the longest step: on the opening map below a pixel

/**
 * The name of what a finished run did; nothing for one too short to tell.
 *
 * @param {Run} run
 * @param {Place} lowest where the loss of all samples is least
 * @returns {Verdict | ""}
 */
export function verdict({ weight, bias, weightGrad, biasGrad, divergedAt }, lowest) {
  const steps = weight.length - 1;
  if (divergedAt) return "diverges";
  if (steps < FEWEST) return "";
  if (weight.every((w, k) => w === weight[0] && bias[k] === bias[0])) {
    return weightGrad[steps] === 0 && biasGrad[steps] === 0 ? "arrives" : "stands still";
  }
  const across = weight.map((w) => w - lowest.weight);
  const up = bias.map((b) => b - lowest.bias);
  const away = across.map((dw, k) => Math.hypot(dw, up[k]));
  // 1 at the start, 0 beside ×, −1 as far beyond it; of a start on × all is hovering.
  const side = across.map((dw, k) => (dw * across[0] + up[k] * up[0]) / (away[0] ** 2 || Infinity));
  const half = side.subarray(steps / 2);
  const [first, , third, last] = [0, 1, 2, 3].map((quarter) =>
    away.subarray((quarter * steps) / 4, ((quarter + 1) * steps) / 4 + 1),
  );
  const [begun, before, now] = [first, third, last].map((distances) => extent(distances)[1]);
  const [beyond, back] = extent(half);

  if (now > 2 * begun && away[steps] > away[0] && away[0] > 0) return "diverges";
  const moves = weight.map((w, k) => Math.hypot(w - weight[k - 1], bias[k] - bias[k - 1]));
  const rests = moves[steps] <= AT_REST * extent(moves)[1];
  const flat = Math.abs(weight[steps]) < THERE * Math.abs(lowest.weight);
  if (flat && rests && away[steps] > THERE * away[0]) return "ignores x";
  if (beyond < -WIDE && back > WIDE && crossings(side) > 1) {
    return crossings(half) > half.length / 2 ? "zig-zags" : "swings";
  }
  const fades = now < HALF * before;
  if (now <= THERE * away[0] && (fades || now <= THERE ** 3 * away[0])) return "arrives";
  // What comes straight nearer never rises; what is at home somewhere rises about every second step. It
  // is at home about × if its middle is nearer to × than it comes itself.
  const middle = Math.hypot(mean(across.subarray(-last.length)), mean(up.subarray(-last.length)));
  if (!fades && rises(last) > last.length / 5 && middle < HALF * now) return "hovers";
  if (rests) return "stops elsewhere";
  const [turn] = extent(side);
  if (turn < -PAST && side[steps] > turn + PAST) return "rolls past";
  if (away[steps] >= away[0]) return "";
  return away[steps] > HALF * away[0] ? "crawls" : "is on its way";
}

/** @param {Float64Array} series */
const mean = (series) => series.reduce((sum, value) => sum + value) / series.length;

/** How often a series changes its sign. @param {Float64Array} series */
const crossings = (series) => series.filter((s, k) => k > 0 && s * series[k - 1] < 0).length;

/** How often a series rises. @param {Float64Array} series */
const rises = (series) => series.filter((s, k) => k > 0 && s > series[k - 1]).length;
