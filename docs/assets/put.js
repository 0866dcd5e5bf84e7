/**
 * Puts a text into a place, unless it stands there. Its node stays: where another came, a browser would
 * ask all rules with `:has()` again, and a screen reader would read it anew.
 *
 * @param {Node} place
 * @param {string} text
 */
export function put(place, text) {
  const node = /** @type {Text} */ (place.firstChild ?? place.appendChild(new Text()));
  if (node.data !== text) node.data = text;
}
