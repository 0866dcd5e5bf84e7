/** How near a query comes to one phrase of a section: its title, a message, or what people ask. */
import MiniSearch from "./minisearch.js";
import { termsOf, wordsOf } from "./words.js";

/**
 * A long list of phrases has most words somewhere, so a section with many phrases would be near to
 * everything. Each phrase counts for itself here, and the nearest alone.
 * @param {import("./find.js").Section[]} sections
 * @param {object} searchOptions how terms are compared, as MiniSearch takes it
 * @returns {Promise<(query: string) => Map<string, number>>} a section's address, and how near it is
 */
export async function nearest(sections, searchOptions) {
  const phrases = sections.flatMap(({ at, title, asked = [], says = [] }) =>
    [title, ...asked, ...says].map((phrase) => ({ at, phrase })),
  );
  const index = new MiniSearch({
    tokenize: termsAndPairs,
    processTerm: (term) => term,
    fields: ["phrase"],
    storeFields: ["at"],
    // b: a phrase that goes on and on is about something else.
    searchOptions: { ...searchOptions, bm25: { k: 1.2, b: 0.9, d: 0.5 } },
  });
  await index.addAllAsync(
    phrases.map((phrase, id) => ({ id, ...phrase })),
    { chunkSize: 100 },
  );
  return (query) => {
    /** @type {Map<string, number>} */
    const near = new Map();
    for (const { at, score } of index.search(query)) {
      near.set(at, Math.max(near.get(at) ?? 0, score));
    }
    return near;
  };
}

/**
 * The terms of a text, and before them each two that stand side by side, whatever their order: "not
 * fall" and "loss nought" say more than their words. Terms are last, for the one still being typed.
 * @param {string} text
 */
function termsAndPairs(text) {
  const terms = wordsOf(text).flatMap((word) => termsOf(word) ?? []);
  const pairs = terms.slice(1).map((term, i) => [terms[i], term].sort().join("_"));
  return [...pairs, ...terms];
}
