/** What a hand does is kept until what answers it is loaded, and then done again. */

const KINDS = [
  "pointerover",
  "focusin",
  "pointerdown",
  "pointermove",
  "pointerup",
  "keydown",
  "input",
  "click",
  "dblclick",
];

/** What begins something: a mouse that only moves on begins nothing, nor does a hand that lets go. */
const BEGINNINGS = new Set(["pointerover", "focusin", "pointerdown", "keydown", "click"]);

/**
 * Loads what answers a hand as soon as one comes near: most readers only look. If it cannot be had
 * now, the next touch tries again.
 *
 * @param {Element} root
 * @param {() => Promise<void>} load
 */
export function whenNear(root, load) {
  /** @type {Event[]} */
  const early = [];
  /** @param {any} event */
  const keep = async (event) => {
    const { type, target } = event;
    if (!early.length && !BEGINNINGS.has(type)) return;
    // What is dragged has the pointer from the first, as if hand.js were there.
    const dragged = type === "pointerdown" && target.matches("canvas, [data-end]");
    if (dragged) target.setPointerCapture(event.pointerId);
    if (early.push(event) > 1) return;
    try {
      await load();
    } catch {
      early.length = 0; // done late, it would surprise
      return;
    }
    for (const kind of KINDS) root.removeEventListener(kind, keep);
    for (const event of early) {
      const again = /** @type {typeof Event} */ (event.constructor);
      event.target?.dispatchEvent(new again(event.type, event));
    }
  };
  for (const kind of KINDS) root.addEventListener(kind, keep);
}
