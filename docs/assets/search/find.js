/** Finds the sections of the site that answer what a reader types. */
import MiniSearch from "./minisearch.js";
import { nearest } from "./phrases.js";
import { termsOf, wordsOf } from "./words.js";

/**
 * A section, as docs/hooks/page/sections.py cut it; of its text and its names, the words.
 * @typedef {object} Section
 * @property {string} at its address from the site's root on
 * @property {string} title
 * @property {string} [page] the page's title, where that is another one
 * @property {string} [sentence]
 * @property {string} [text]
 * @property {string} [names]
 * @property {string[]} [says]
 * @property {string[]} [asked]
 */

/** What a reader looks for is seldom in a summary, a list of terms or of books. */
const ASIDE = /#(in-short|when-to-use-something-else|what-it-prints|the-script|step-through.*)$|^(glossary|further_reading|how_this_site)/;

/** Who asks has most often but a symptom, or a kind of model; these sections have their causes. */
const SYMPTOM = /^not_learning\/(symptoms|by_model)\/#/;

/** By how much such a section counts more. */
const BUT_A_SYMPTOM = 1.2;

/** What counts by this much less than the second best, as few of its words were found, is left out. */
const FAR_BEHIND = 0.25;

/** By how much more a section counts whose title, or a phrase of it, says just what was typed. */
const THE_VERY_WORDS = 6;

/** What is in so many titles that a title is told by its other words. */
const IN_MANY = new Set(["loss", "function", "model", "network"].flatMap((word) => termsOf(word) ?? []));

/** By how much a field's word weighs more than one of the text. */
const WEIGHTS = { title: 2, page: 1, text: 1, names: 0.7, says: 2, asked: 4 };

/** By how much it counts that one phrase is near, beside the words of the whole section. */
const ONE_PHRASE = 2;

const READING = { tokenize: wordsOf, processTerm: termsOf };

const COMPARING = {
  // While the last word is being typed.
  prefix: (/** @type {string} */ term, /** @type {number} */ i, /** @type {string[]} */ terms) =>
    i === terms.length - 1 && term.length > 2,
  fuzzy: (/** @type {string} */ term) => term.length > 4 && !term.includes("_") && 0.2,
  maxFuzzy: 2,
  weights: { fuzzy: 0.3, prefix: 0.4 },
};

/**
 * Makes sections searchable, a few at a time, so that typing goes on meanwhile.
 * @param {Section[]} sections
 * @returns {Promise<(query: string) => Section[]>} what finds sections, the best first
 */
export async function finder(sections) {
  const index = new MiniSearch({
    idField: "at",
    fields: Object.keys(WEIGHTS),
    extractField: (section, name) => {
      const field = section[name];
      return Array.isArray(field) ? field.join("\n") : field;
    },
    ...READING,
    searchOptions: {
      ...COMPARING,
      boost: WEIGHTS,
      // b: how much it counts against a field that it is long; a phrase more is no fault.
      bm25: { k: 1.2, b: 0.3, d: 0.5 },
    },
  });
  await index.addAllAsync(sections, { chunkSize: 20 });
  const near = await nearest(sections, COMPARING);
  const byAddress = new Map(sections.map((section) => [section.at, section]));
  const told = new Map(
    sections.map(({ at, title, asked = [] }) => [at, new Set([title, ...asked].map(wanted))]),
  );
  return (query) => {
    const typed = wanted(query);
    const phrases = near(query);
    const found = index
      .search(query)
      .map(({ id, score }) => {
        const counts = weight(id) * (told.get(id)?.has(typed) ? THE_VERY_WORDS : 1);
        return { id, score: counts * (score + ONE_PHRASE * (phrases.get(id) ?? 0)) };
      })
      .sort((one, other) => other.score - one.score);
    return found
      .filter(({ score }, i) => i === 0 || score > found[1].score * FAR_BEHIND)
      .map(({ id }) => /** @type {Section} */ (byAddress.get(id)));
  };
}

/**
 * What a section counts for, whatever was typed.
 * @param {string} at
 */
function weight(at) {
  if (ASIDE.test(at)) return 0.5;
  return SYMPTOM.test(at) ? BUT_A_SYMPTOM : 1;
}

/**
 * The terms of some words, whatever their order.
 * @param {string} words
 */
function wanted(words) {
  const terms = [...new Set(wordsOf(words).flatMap((word) => termsOf(word) ?? []))].sort();
  const telling = terms.filter((term) => !IN_MANY.has(term));
  return (telling.length > 0 ? telling : terms).join(" ");
}
