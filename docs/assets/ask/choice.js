/** What can be chosen: as a button or as words, and what is said of it. */

/**
 * The same words in another tag.
 *
 * @param {"button" | "span"} tag
 * @param {Element} old
 */
export function inATag(tag, old) {
  const made = document.createElement(tag);
  if (made instanceof HTMLButtonElement) made.type = "button";
  made.className = old.className;
  made.append(...old.childNodes);
  return made;
}

/**
 * Makes a button of each choice, or words where nobody wants to be asked.
 *
 * @param {Element} asked
 * @param {boolean} silent
 */
export function dressChoices(asked, silent) {
  for (const choice of asked.querySelectorAll("li > .choice")) {
    if ((choice.tagName === "BUTTON") === silent) choice.replaceWith(inATag(silent ? "span" : "button", choice));
  }
}

/**
 * A choice's reply.
 *
 * @param {string} first what to say before it
 * @param {Element} choice
 */
export function says(first, choice) {
  const line = document.createElement("p");
  const verdict = document.createElement("b");
  verdict.textContent = first;
  line.append(verdict, ...(choice.querySelector(".reply")?.cloneNode(true).childNodes ?? []));
  return line;
}
