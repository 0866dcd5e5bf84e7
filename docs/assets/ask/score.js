/** How many questions were answered, at the end of a chapter; and the way to have that forgotten. */

import { forget, read } from "./memory.js";

/** Says what is known by now, if the page has a place for it. */
export function score() {
  /** @type {HTMLElement | null} */
  const place = document.querySelector(".score");
  if (!place) return;
  const { answers } = read();
  const here = asked(place).map((ask) => answers[ask.id]);
  const all = Object.values(answers);
  const says = `Of these ${here.length} questions: ${count(here)}. On all pages: ${count(all)}.`;
  const told = place.querySelector("p") ?? build(place);
  told.textContent = all.length ? says : "Your answers are kept in this browser and nowhere else.";
}

/**
 * @import { Answer } from "./memory.js"
 *
 * @param {(Answer | undefined)[]} answers
 */
function count(answers) {
  const given = answers.filter((answer) => answer !== undefined);
  return `${given.length} answered, ${given.filter(([, right]) => right).length} right`;
}

/** The questions that a place counts: those it names, else those before it. @param {HTMLElement} place */
const asked = (place) => (place.dataset.of ? [...document.querySelectorAll(place.dataset.of)] : asks(place));

/**
 * @param {Element} place
 * @returns {Element[]} the questions that stand right before it
 */
function asks(place) {
  const before = place.previousElementSibling;
  return before?.matches(".ask") ? [...asks(before), before] : [];
}

/** @param {Element} place */
function build(place) {
  const told = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Forget my answers";
  button.addEventListener("click", () => {
    forget();
    dispatchEvent(new Event("forgotten"));
  });
  place.append(told, button);
  return told;
}
