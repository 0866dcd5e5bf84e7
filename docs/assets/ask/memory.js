/** What a reader answered, and whether to ask at all; in this browser and nowhere else. */

const KEY = "questions";

/**
 * @typedef {object} Memory
 * @property {boolean} silent whether the reader does not want to be asked
 * @property {Record<string, Answer>} answers by question
 *
 * @typedef {[choice: number, right: boolean, drawn?: number[]]} Answer  -1 for no choice
 */

/** @returns {Memory} */
export function read() {
  try {
    return { silent: false, answers: {}, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { silent: false, answers: {} }; // a browser that keeps nothing, or something else there
  }
}

/** @param {Memory} memory */
function write(memory) {
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // It is not kept, and the page works.
  }
}

/**
 * @param {string} name the question's
 * @param {Answer | null} answer null to forget it
 */
export function keep(name, answer) {
  const memory = read();
  if (answer) memory.answers[name] = answer;
  else delete memory.answers[name];
  write(memory);
}

/** @param {boolean} silent */
export function keepSilent(silent) {
  write({ ...read(), silent });
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

/** Tells the style sheet whether anything is held back from this reader. */
export function tellWhetherToAsk() {
  document.documentElement.classList.toggle("unasked", read().silent);
}
