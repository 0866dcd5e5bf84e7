/** Predict, then run: asks what a line will change before it is shown. */

/** @param {(moment: number, verdict: string) => void} go shows the line, and what to say first */
export function asker(boxes, go) {
  const open = new Map();
  let asked, before;

  function close() {
    if (asked?.contains(document.activeElement)) before.focus();
    if (asked) asked.hidden = true;
    asked = null;
  }

  function answer(verdict) {
    const at = +asked.dataset.at;
    open.delete(at);
    go(at, verdict);
  }

  for (const box of boxes) {
    open.set(+box.dataset.at, box);
    box.addEventListener("click", ({ target }) => {
      if (target.matches("button")) answer(target.dataset.verdict);
    });
  }
  return {
    close,
    /** Whether there is something to ask first. */
    ask(moment) {
      const box = open.get(moment);
      if (!box) return false;
      if (box === asked) {
        answer(""); // to go on is to skip
      } else {
        asked = box;
        before = document.activeElement;
        box.hidden = false;
        box.querySelector("button").focus({ preventScroll: true });
      }
      return true;
    },
  };
}
