/**
 * From values to pixels and back, and which values to write beside an axis.
 *
 * @typedef {ArrayLike<number>} Numbers
 *
 * @typedef {object} Frame  the part of a plane that is looked at
 * @property {number} left
 * @property {number} right
 * @property {number} bottom
 * @property {number} top
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box  in pixels, from above left
 */

/** Where a frame of values is drawn. */
export class Scale {
  /**
   * @param {Frame} frame
   * @param {Box} inner where the frame is drawn
   */
  constructor(frame, inner) {
    this.frame = frame;
    this.inner = inner;
  }

  /** Where a value stands, in pixels from the left. @param {number} value */
  x(value) {
    const { frame, inner } = this;
    return near(inner.x + (inner.width * (value - frame.left)) / (frame.right - frame.left));
  }

  /** Where a value stands, in pixels from the top. @param {number} value */
  y(value) {
    const { frame, inner } = this;
    return near(inner.y + (inner.height * (frame.top - value)) / (frame.top - frame.bottom));
  }

  /**
   * The values that stand at a pixel.
   *
   * @param {number} px
   * @param {number} py
   * @returns {[x: number, y: number]}
   */
  at(px, py) {
    const { frame, inner } = this;
    return [
      frame.left + ((px - inner.x) / inner.width) * (frame.right - frame.left),
      frame.top - ((py - inner.y) / inner.height) * (frame.top - frame.bottom),
    ];
  }
}

/** What diverges is drawn on its way, not at 1e300. @param {number} pixel */
const near = (pixel) => clamp(pixel, -1e5, 1e5);

/**
 * Some five round numbers in a range.
 *
 * @param {number} low
 * @param {number} high
 * @returns {number[]} rising
 */
export function ticks(low, high) {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const out = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) out.push(Number((k * step).toPrecision(12)));
  return out;
}

/**
 * The least and the greatest of some numbers; what is infinite or none is not counted.
 *
 * @param {Numbers} numbers
 * @returns {[least: number, greatest: number]}
 */
export function extent(numbers) {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] < least) least = numbers[i];
    if (numbers[i] > greatest && numbers[i] < Infinity) greatest = numbers[i];
  }
  return [least, greatest];
}

/** The nearest number in a range. @param {number} value @param {number} least @param {number} most */
export const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
