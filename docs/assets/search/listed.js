/** What was found, as the list below the box shows it. */

/** @typedef {import("./find.js").Section} Section */

const MOST = 10;

/**
 * The list's entries, and how many there are, in words.
 * @param {Section[]} found
 */
export function listed(found) {
  const items = found.slice(0, MOST).map(item);
  if (!items.length) return { items, says: "Nothing found. Other words may help: what you see, or what torch says." };
  return { items, says: items.length > 1 ? `${items.length} places, the best first` : "1 place" };
}

/**
 * One result: where it is, its title, and its first sentence.
 * @param {Section} section
 */
function item({ at, title, page, sentence }) {
  const link = document.createElement("a");
  link.className = "found";
  link.href = new URL(`../../${at}`, import.meta.url).href;
  link.tabIndex = -1; // the arrows lead here, and Tab out
  /** @type {[string, string | undefined][]} */
  const lines = [
    ["found-page", page],
    ["found-title", title],
    ["found-sentence", sentence],
  ];
  for (const [name, words] of lines) {
    if (!words) continue;
    const line = document.createElement("span");
    line.className = name;
    line.textContent = words;
    link.append(line, " ");
  }
  const entry = document.createElement("li");
  entry.append(link);
  return entry;
}
