/** Predict, then run: asks what a line will change before it is shown. */

import { read } from "../ask/memory.js";

/**
 * Makes the questions of one stepper ready to be asked, each once.
 *
 * @param {Iterable<HTMLElement>} boxes a question each; `data-at` is the moment that it comes before
 * @param {(moment: number, verdict: string) => void} go shows the line, and what to say first
 */
export function asker(boxes, go) {
  /** @type {Map<number, HTMLElement>} those not yet answered, by the moment that they come before */
  const open = new Map();
  /** @type {HTMLElement | null} */
  let asked = null;
  /** @type {Element | null} what had the focus before the question took it */
  let before = null;

  function close() {
    if (!asked) return;
    if (asked.contains(document.activeElement) && before instanceof HTMLElement) before.focus();
    asked.hidden = true;
    asked = null;
  }

  /** @param {HTMLElement} box @param {string} verdict */
  function answer(box, verdict) {
    const moment = Number(box.dataset.at);
    open.delete(moment);
    go(moment, verdict);
  }

  for (const box of boxes) {
    open.set(Number(box.dataset.at), box);
    box.addEventListener("click", ({ target }) => {
      if (target instanceof HTMLButtonElement) answer(box, target.dataset.verdict ?? "");
    });
  }
  return {
    close,

    /**
     * Asks before a moment is shown.
     *
     * @param {number} moment
     * @returns {boolean} false if there is nothing to ask
     */
    ask(moment) {
      const box = open.get(moment);
      if (!box || read().silent) return false;
      if (box === asked) {
        answer(box, ""); // to go on is to skip
        return true;
      }
      asked = box;
      before = document.activeElement;
      box.hidden = false;
      box.querySelector("button")?.focus({ preventScroll: true });
      return true;
    },
  };
}
