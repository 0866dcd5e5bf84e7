/** What stands on the explorer's page. */

import { put } from "../put.js";

/**
 * An element that docs/hooks/draw/templates/explorer.html has.
 *
 * @template {Element} E
 * @param {Element} root
 * @param {string} place
 * @returns {E}
 */
export const find = (root, place) => /** @type {E} */ (root.querySelector(place));

/**
 * Writes a text, unless it stands there.
 *
 * @param {Element} root
 * @param {string} place
 * @param {string} text
 */
export const say = (root, place, text) => put(find(root, place), text);

/**
 * Hides something, or shows it, unless that is done: else what depends on it would be asked again.
 *
 * @param {HTMLElement} element
 * @param {boolean} hidden
 */
export function hide(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}
