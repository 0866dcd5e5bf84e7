/** Predict, then run: asks what the next line will change before it is shown. */

/** @param {(moment: number, verdict: string) => void} go shows the line, and what to say first */
export function asker(boxes, go) {
  const open = new Map(boxes.map((box) => [Number(box.dataset.at), box]));
  let asked = null;
  let before = null;

  function close() {
    if (asked?.contains(document.activeElement)) before.focus();
    if (asked) asked.hidden = true;
    asked = null;
  }

  function answer(verdict) {
    const at = Number(asked.dataset.at);
    open.delete(at);
    close();
    go(at, verdict);
  }

  for (const button of boxes.flatMap((box) => [...box.querySelectorAll("button")])) {
    button.addEventListener("click", () => answer(button.dataset.verdict));
  }
  return {
    close,
    /** Asks before a moment is shown; false if there is nothing to ask. */
    ask(moment) {
      const box = open.get(moment);
      if (box && box === asked) {
        answer(""); // to go on is to skip
      } else if (box) {
        asked = box;
        before = document.activeElement;
        box.hidden = false;
        box.querySelector("button").focus({ preventScroll: true });
      }
      return Boolean(box);
    },
  };
}
