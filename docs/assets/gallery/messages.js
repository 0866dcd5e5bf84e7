/** A box for what torch said: of the messages on the page, those that fit stay, with their cases. */

const FEWEST = 2; // words that a reader types; one alone fits too much
const SAYS = ["No message of the gallery fits. The search knows more words.", "It is said here:", "One of these:"];
const ENOUGH = 0.8; // of a message's words, in any order

/**
 * The words of a message, without numbers and shapes: of a target 3 and a target 7 the same is said.
 * @param {string} text
 * @returns {string[]}
 */
export function wordsOf(text) {
  const plain = text.toLowerCase().replace(/\[[^\]]*\]/g, " ");
  return plain.match(/[a-z_]{2,}|[a-z](?![a-z_\d])/g) ?? [];
}

/**
 * What was said at the end of a traceback; all of it, if it is none.
 * @param {string} pasted
 * @returns {string}
 */
export function endOf(pasted) {
  const lines = pasted.trim().split("\n");
  const last = lines.findLastIndex((line) => /^\s*[\w.]*(Error|Exception|Warning)\b/.test(line));
  return last > 0 ? lines.slice(last).join("\n") : pasted;
}

/**
 * How well a message fits what was pasted: 0 for not at all, above 1 for word by word.
 * @param {string} message
 * @param {string} pasted
 * @returns {number}
 */
export function fit(message, pasted) {
  const said = message.replace(/^\w+(Error|Exception|Warning): /, "");
  const [mine, theirs] = [wordsOf(said), wordsOf(endOf(pasted))];
  const [line, typed] = [` ${mine.join(" ")} `, ` ${theirs.join(" ")} `];
  if (mine.length && typed.includes(line)) return 1 + mine.length;
  if (theirs.length >= FEWEST && line.includes(typed)) return 1 + theirs.length;
  const distinct = [...new Set(mine)];
  const share = distinct.filter((word) => theirs.includes(word)).length / distinct.length;
  return share >= ENOUGH ? share : 0;
}

/**
 * Which of some messages fit best what was pasted; none, if none does.
 * @param {string[]} messages
 * @param {string} pasted
 * @returns {number[]} their places
 */
export function fitting(messages, pasted) {
  const fits = messages.map((message) => fit(message, pasted));
  const best = Math.max(0, ...fits);
  // Word by word is surer than most of the words.
  const bound = best > 1 ? 1.5 : best;
  return fits.flatMap((found, at) => (best > 0 && found >= bound ? [at] : []));
}

/**
 * What the tables of messages on the page say: each message, and the cell of what it leads to.
 * @returns {{message: string, leads: HTMLElement}[]}
 */
function rows() {
  const tables = [...document.querySelectorAll("table")].filter(
    (table) => table.tHead?.rows[0].cells[0].textContent === "torch says",
  );
  return tables
    .flatMap((table) => [...table.tBodies[0].rows])
    .map((row) => ({ message: row.cells[0].textContent ?? "", leads: row.cells[1] }));
}

/**
 * Put a box in place of the words that lead to the tables, and what fits below it.
 * @param {HTMLElement} root
 */
export function wake(root) {
  const all = rows();
  root.innerHTML =
    '<label for="pasted">Paste torch\'s message, or the end of its traceback</label>' +
    '<textarea id="pasted" rows="2" spellcheck="false"></textarea>' +
    '<p role="status"></p><ul></ul>';
  const [area, status, list] = ["textarea", "p", "ul"].map((tag) => root.querySelector(tag));
  if (!(area instanceof HTMLTextAreaElement && status && list)) return;
  area.addEventListener("input", () => {
    const asked = area.value.trim() !== "";
    const found = asked ? fitting(all.map(({ message }) => message), area.value) : [];
    status.textContent = !asked ? "" : SAYS[Math.min(found.length, 2)];
    list.replaceChildren(
      ...found.map((at) => {
        const [item, said] = [document.createElement("li"), document.createElement("code")];
        said.textContent = all[at].message;
        item.append(said, " ", ...[...all[at].leads.childNodes].map((node) => node.cloneNode(true)));
        return item;
      }),
    );
  });
}
