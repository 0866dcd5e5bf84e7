/**
 * A term's definition, where the term stands: on hover, on focus and on tap. The link to the glossary
 * stays what it was without this, in print, and for a click with a mouse.
 */

const GAP = 6; // px between a term and its definition

const card = document.createElement("div");
card.id = "definition";
card.className = "definition";
card.popover = "auto"; // the browser closes it on Escape and on a tap elsewhere
const words = card.appendChild(document.createElement("p"));
const more = card.appendChild(document.createElement("a"));
more.textContent = "In the glossary";
more.tabIndex = -1; // the term itself leads there by keyboard
document.querySelector("article")?.append(card);

/** @type {HTMLAnchorElement | null} */
let shown = null;
let due = 0;

/** @param {HTMLAnchorElement} term */
function show(term) {
  clearTimeout(due);
  if (shown === term && card.matches(":popover-open")) return;
  shown = term;
  words.textContent = term.getAttribute("aria-description");
  more.href = term.href;
  card.showPopover();
  place(term);
}

/** Below the term, or above it where the window ends; and not past its sides. @param {HTMLElement} term */
function place(term) {
  const at = term.getClientRects()[0]; // a term may go on in the next line
  const { width, height } = card.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.max(GAP, Math.min(at.left, clientWidth - width - GAP));
  const below = term.getBoundingClientRect().bottom + GAP;
  const top = below + height > clientHeight && at.top - height > GAP ? at.top - height - GAP : below;
  card.style.left = `${left + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}

function hide() {
  clearTimeout(due);
  if (card.matches(":popover-open")) card.hidePopover();
}

/** Later, so that a hand that passes opens nothing, and one on its way to the card loses nothing. @param {() => void} act */
function soon(act) {
  clearTimeout(due);
  due = setTimeout(act, 200);
}

/** @param {PointerEvent} event */
const isMouse = (event) => event.pointerType === "mouse";
card.addEventListener("pointerenter", () => clearTimeout(due));
card.addEventListener("pointerleave", (event) => isMouse(event) && soon(hide));

/** Let a term show its definition. @param {HTMLAnchorElement} term */
function listen(term) {
  term.addEventListener("pointerenter", (event) => isMouse(event) && soon(() => show(term)));
  term.addEventListener("pointerleave", (event) => isMouse(event) && soon(hide));
  term.addEventListener("focus", () => term.matches(":focus-visible") && show(term));
  term.addEventListener("blur", hide);
  term.addEventListener("click", (event) => {
    if (!(event instanceof PointerEvent) || !["touch", "pen"].includes(event.pointerType)) return;
    event.preventDefault();
    // The tap may have closed the card of this very term before it came here; it opens again.
    show(term);
  });
}

/** @type {NodeListOf<HTMLAnchorElement>} */
const terms = document.querySelectorAll("a.term");
terms.forEach(listen);

/** The first term in view wakes all, at once: a finger may be quicker than what waits for the next. */
export function wake() {}
