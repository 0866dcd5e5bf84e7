/**
 * The search box of each page: what is typed in it, the list below, and the keys that move in it.
 * What it takes to search is loaded when the box is first touched.
 */

/** @typedef {import("./find.js").Section} Section */
/** @typedef {{find(query: string): Section[], listed(found: Section[]): {items: Node[], says: string}}} Finding */

const toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
const box = /** @type {HTMLElement} */ (document.querySelector(".md-search"));
const input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
const list = /** @type {HTMLOListElement} */ (box.querySelector("ol"));
const output = /** @type {HTMLElement} */ (box.querySelector(".md-search__output"));
const said = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
const invitation = said.textContent ?? "";

/** @type {Promise<Finding> | undefined} */
let finding;

/** What finds and lists, as soon as it is there. */
function ready() {
  finding ??= Promise.all([
    import("./find.js"),
    import("./listed.js"),
    import("./spelled.js"),
    fetch(new URL("../../search/sections.json", import.meta.url)).then((answer) => answer.json()),
  ]).then(async ([{ finder }, { listed }, { spelled }, packed]) => ({
    find: await finder(spelled(packed)),
    listed,
  }));
  finding.catch(() => (finding = undefined)); // the next touch tries again
  return finding;
}

/** @param {boolean} open */
function show(open) {
  if (!open) held()?.blur();
  if (toggle.checked !== open) toggle.click(); // Material holds the page still behind what is open
  output.inert = !open; // also where Material opened it before this script was there
}

/** What the reader is at in the box: its line or one of its results. */
function held() {
  const at = document.activeElement;
  return at instanceof HTMLElement && box.contains(at) ? at : undefined;
}

/** Puts below the box what is found for what stands in it now. */
async function look() {
  const query = input.value.trim();
  let search;
  try {
    search = await ready();
  } catch {
    return tell("The search could not be loaded.");
  }
  if (query !== input.value.trim()) return; // more was typed meanwhile, and is looked for itself
  const { items, says } = search.listed(query ? search.find(query) : []);
  list.replaceChildren(...items);
  list.hidden = !items.length;
  tell(query ? says : invitation);
}

/** @param {string} words */
function tell(words) {
  said.textContent = words;
}

/**
 * To the next of the box and its results, or the one before; from the last to the box.
 * @param {number} by
 */
function step(by) {
  const stops = [input, ...list.querySelectorAll("a")];
  const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
  stops[(Math.max(0, at) + stops.length + by) % stops.length].focus();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { key } = event;
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (key === "ArrowDown" || key === "ArrowUp") {
    event.preventDefault();
    step(key === "ArrowDown" ? 1 : -1);
  } else if (key === "Escape" || key === "Tab") {
    show(false);
  } else if (document.activeElement !== input && (key.length === 1 || key === "Backspace")) {
    input.focus(); // whoever types on, types into the box
  }
}

/**
 * Opens the box, unless the reader is typing elsewhere.
 * @param {KeyboardEvent} event
 */
function onPageKey(event) {
  const on = /** @type {Element} */ (event.target);
  if (event.altKey || event.ctrlKey || event.metaKey || toggle.checked) return;
  if (on.closest("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]")) return;
  if (!["/", "f", "s"].includes(event.key)) return;
  event.preventDefault();
  input.focus();
  input.select();
}

toggle.addEventListener("change", () => {
  // A while after a page arrives at one of its sections Material closes the box: not under a reader's hands.
  if (!toggle.checked && held()) queueMicrotask(() => show(true)); // within a click there is no other click
  output.inert = !toggle.checked; // what is closed, by whatever closed it, is not walked through
});
for (const event of ["focus", "input"]) {
  input.addEventListener(event, () => {
    show(true);
    look();
  });
}
input.form?.addEventListener("reset", () => setTimeout(() => input.focus()));
input.form?.addEventListener("reset", () => setTimeout(look));
input.form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await look();
  list.querySelector("a")?.click();
});
box.addEventListener("keydown", onKey);
// A click on a result leaves the page, or leads to another place on it.
list.addEventListener("click", () => show(false));
document.addEventListener("keydown", onPageKey);
// On a phone the keyboard comes up only within the reader's own touch.
document.querySelector("header > nav > label[for=__search]")?.addEventListener("click", (event) => {
  event.preventDefault(); // else it would close what the focus opens
  input.focus();
});
if (document.activeElement === input) {
  show(true);
  look();
}
