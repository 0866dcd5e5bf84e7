/**
 * What a curve does, by name. docs/hooks/page/bends.py says the same of what was recorded; heights go from 0
 * at the picture's foot to 1 at its top.
 */

const SEEN = 0.05; // of a picture's height: no hand draws less, and no eye looks for it
const RESTS = 0.1; // of a way: what is left of it for the last quarter, if the curve rests

/**
 * Where each way up or down begins that can be seen, and where the last one ends.
 *
 * @param {number[]} heights
 */
export function turns(heights) {
  let [low, high] = [0, 0];
  /** @type {number[]} */
  let found = [];
  heights.forEach((height, at) => {
    if (found.length) {
      const last = heights[found[found.length - 1]];
      const rising = last > heights[found[found.length - 2]];
      if (rising ? height >= last : height <= last) found[found.length - 1] = at;
      else if (Math.abs(height - last) > SEEN) found.push(at);
      return;
    }
    if (height < heights[low]) low = at;
    if (height > heights[high]) high = at;
    if (heights[high] - heights[low] > SEEN) found = [Math.min(low, high), Math.max(low, high)];
  });
  return found;
}

/** Which way a curve goes first. @param {number[]} heights @returns {"" | "fall" | "rise"} */
export function begins(heights) {
  const [from, to] = turns(heights);
  if (to === undefined) return "";
  return heights[to] < heights[from] ? "fall" : "rise";
}

/** The one name that is so of a curve. @param {number[]} heights */
export function shape(heights) {
  const at = turns(heights);
  if (!at.length) return "stays where it is";
  if (at.length > 3) return "swings up and down";
  const falls = begins(heights) === "fall";
  if (at.length === 3) return falls ? "falls, then rises" : "rises, then falls";
  if (!falls) return "rises";
  if (heights[heights.length - 1] <= SEEN) return "falls to 0";
  const last = heights.slice(-1 - Math.floor(heights.length / 4));
  const whole = heights[at[0]] - heights[at[1]];
  return Math.max(...last) - Math.min(...last) < RESTS * whole ? "falls to a floor above 0" : "falls on";
}
