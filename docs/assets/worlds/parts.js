/** What a figure of several worlds is made of, as its template lays it out. */

/**
 * What torch computed, of the digits that tell its float32 from all others.
 *
 * @this {unknown}
 * @param {string} _
 * @param {unknown} value
 */
function float32(_, value) {
  return Array.isArray(this) && typeof value === "number" ? Math.fround(value) : value;
}

/**
 * What a file tells of the run; nothing if that cannot be had, and then the still drawings stay.
 *
 * @param {HTMLElement} root
 */
export async function told(root) {
  const answer = await fetch(new URL(`data/${root.dataset.facts}`, import.meta.url));
  return answer.ok ? JSON.parse(await answer.text(), float32) : undefined;
}

/** The parts of one figure. @param {HTMLElement} root */
export function parts(root) {
  /** What the hook made is there. @template {Element} E @param {string} where @returns {E} */
  const find = (where) => /** @type {E} */ (root.querySelector(where));
  /** @param {string} name @returns {HTMLButtonElement | null} */
  const button = (name) => root.querySelector(`[data-go=${name}]`);
  /** @type {HTMLInputElement} */
  const slider = find("input");
  /** @type {HTMLOutputElement} */
  const said = find("output");
  return {
    /** The canvases of a world, the lowest first. @param {string} world */
    view: (world) =>
      /** @type {HTMLCanvasElement[]} */ ([...root.querySelectorAll(`[data-world=${world}] canvas`)]),
    slider,
    said,
    play: /** @type {HTMLButtonElement} */ (button("play")),
    again: button("run"), // where the run can be done from another start
    back: /** @type {HTMLButtonElement} */ (button("back")),
  };
}

/**
 * Puts what moves in the place of the still drawings, and draws it when the page has another look.
 *
 * @param {HTMLElement} root
 * @param {() => void} draw
 */
export function lookedAt(root, draw) {
  brought(root);
  relooked(root, draw);
}

/** Puts what moves in the place of the still drawings. @param {HTMLElement} root */
export function brought(root) {
  /** @type {NodeListOf<HTMLElement>} */
  const halves = root.querySelectorAll(".worlds-still, .worlds-live");
  for (const half of halves) half.hidden = half.matches(".worlds-still");
}

/**
 * Draws at once, and whenever the page has another width or other colours.
 *
 * @param {HTMLElement} root
 * @param {() => void} draw
 */
export function relooked(root, draw) {
  new ResizeObserver(draw).observe(/** @type {Element} */ (root.querySelector("canvas")));
  new MutationObserver(draw).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
}
