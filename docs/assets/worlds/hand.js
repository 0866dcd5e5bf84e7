/**
 * What a hand does on a picture, be it with a mouse, a finger or keys.
 *
 * @import { Plot } from "./plot.js"
 */

/** @type {Record<string, [across: number, up: number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Lets a handle be dragged. Arrow keys move it a hundredth of the picture, with Shift a tenth.
 *
 * @param {Plot} plot
 * @param {HTMLElement} handle
 * @param {(x: number, y: number) => void} move
 * @param {() => [x: number, y: number]} where it is
 * @returns {(event: MouseEvent) => void} moves it to the pointer
 */
export function draggable(plot, handle, move, where) {
  const follow = followed(plot, handle, move);
  handle.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    const share = event.shiftKey ? 0.1 : 0.01;
    const { left, right, bottom, top } = plot.frame;
    const [[across, up], [x, y]] = [KEYS[event.key], where()];
    move(x + across * share * (right - left), y + up * share * (top - bottom));
  });
  return follow;
}

/**
 * Lets a press on a curve over the steps, and a drag along it, move a cursor.
 *
 * @param {Plot} curve
 * @param {{go(step: number): void}} cursor
 */
export function scrubbed(curve, cursor) {
  const { canvas } = curve;
  canvas.addEventListener("pointerdown", followed(curve, canvas, (step) => cursor.go(Math.round(step))));
}

/**
 * Moves something to the pointer that is pressed on a part of a plot, until it is let go.
 *
 * @param {Plot} plot
 * @param {HTMLElement} pressed
 * @param {(x: number, y: number) => void} move
 * @returns {(event: MouseEvent) => void} moves it to any pointer
 */
function followed(plot, pressed, move) {
  let held = false;
  /** Where the plot is on the page: asked once a press, as to answer lays the page out. */
  let [left, top] = [NaN, NaN];
  /** @param {MouseEvent} event */
  const follow = ({ pageX, pageY }) => {
    if (Number.isNaN(left)) {
      const { x, y } = plot.canvas.getBoundingClientRect();
      [left, top] = [x + scrollX, y + scrollY];
    }
    move(...plot.at(pageX - left, pageY - top));
  };
  pressed.addEventListener("pointerdown", ({ isTrusted, pointerId }) => {
    [held, left] = [true, NaN];
    if (isTrusted) pressed.setPointerCapture(pointerId); // else near.js did
  });
  pressed.addEventListener("pointermove", (event) => {
    if (held || pressed.hasPointerCapture(event.pointerId)) follow(event);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pressed.addEventListener(end, () => ([held, left] = [false, NaN]));
  }
  return (event) => {
    left = NaN;
    follow(event);
  };
}
