/**
 * Sections as docs/hooks/page/word_lists.py packed them -> as find.js searches them.
 *
 * @typedef {import("./find.js").Section} Section
 * @typedef {Omit<Section, "text" | "names"> & {text?: number[], names?: number[]}} Packed
 */

/**
 * @param {{words: string, sections: Packed[]}} packed
 * @returns {Section[]}
 */
export function spelled({ words, sections }) {
  const all = words.split(" ");
  /** @param {number[]} steps from each word's place to the next one's */
  const spell = (steps = []) => {
    let place = 0;
    return steps.map((step) => all[(place += step)]).join(" ");
  };
  return sections.map((section) => ({ ...section, text: spell(section.text), names: spell(section.names) }));
}
