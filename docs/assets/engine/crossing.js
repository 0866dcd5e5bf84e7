/**
 * The neighbouring numbers between which a rising function crosses 0, or twice the one where it is 0.
 * A guess along the chord hits at once where it is straight; halving in turn finds jumps too.
 *
 * @param {(at: number) => number} rising
 * @param {number} low
 * @param {number} high
 * @returns {[number, number]}
 */
export function crossing(rising, low, high) {
  let [under, over] = [rising(low), rising(high)];
  for (let chord = true; ; chord = !chord) {
    const half = (low + high) / 2;
    if (half <= low || half >= high) return [low, high];
    const guess = low - (under * (high - low)) / (over - under);
    const middle = chord && guess > low && guess < high ? guess : half;
    const value = rising(middle);
    if (value === 0) return [middle, middle];
    if (value < 0) [low, under] = [middle, value];
    else [high, over] = [middle, value];
  }
}
