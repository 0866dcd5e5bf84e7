/** When a picture is drawn anew: once a frame, and never while nothing changes. */

/**
 * Gives what asks for a frame.
 *
 * @param {(now: number) => void} draw
 * @returns {() => void}
 */
export function framed(draw) {
  let awaited = false; // whether one is asked for
  /** @param {number} now */
  const frame = (now) => {
    awaited = false;
    draw(now);
  };
  return () => {
    if (!awaited) requestAnimationFrame(frame);
    awaited = true;
  };
}
