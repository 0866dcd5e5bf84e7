/** What stands on the explorer's page. */

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
 * Writes a text, unless it stands there: else it would be read aloud again.
 *
 * @param {Element} root
 * @param {string} place
 * @param {string} text
 */
export function say(root, place, text) {
  const element = find(root, place);
  if (element.textContent !== text) element.textContent = text;
}
