/** Unfolds what is folded of a script, and shows one of its versions. Without it all is open. */

/**
 * Show or fold lines.
 * @param {HTMLElement} button the row that stands for them
 */
function unfold(button) {
  const open = button.closest(".fold")?.classList.toggle("open") ?? false;
  button.setAttribute("aria-expanded", String(open));
}

/**
 * Show a file as it is, or what matters of it.
 * @param {HTMLElement} button
 */
function showWhole(button) {
  const whole = button.closest(".listing")?.classList.toggle("all") ?? false;
  button.setAttribute("aria-pressed", String(whole));
}

/**
 * Show the version of a script that a tab stands for, and no other.
 * @param {HTMLElement} chosen
 */
function choose(chosen) {
  for (const tab of tabsBeside(chosen)) {
    const on = tab === chosen;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls") ?? "")?.classList.toggle("chosen", on);
  }
}

/**
 * @param {HTMLElement} tab
 * @returns {HTMLElement[]} the tabs of its row, itself among them
 */
function tabsBeside(tab) {
  return [...(tab.parentElement?.querySelectorAll("[role=tab]") ?? [])].map((t) => /** @type {HTMLElement} */ (t));
}

/** A file's own address may lead to a version that is not shown. */
function showAddressed() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const version = target?.closest(".version");
  if (!target || !version || version.classList.contains("chosen")) return;
  const tab = document.getElementById(version.getAttribute("aria-labelledby") ?? "");
  if (tab) choose(tab);
  target.scrollIntoView();
}

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? /** @type {HTMLElement?} */ (target.closest("button")) : null;
  if (button?.matches(".listing .unfold")) unfold(button);
  else if (button?.matches(".listing .whole")) showWhole(button);
  else if (button?.matches(".versions [role=tab]")) choose(button);
});

/** @type {Record<string, (at: number, last: number) => number>} which tab a key leads to */
const KEYS = {
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || !target.matches(".versions [role=tab]") || !KEYS[key]) return;
  const tabs = tabsBeside(target);
  const next = tabs[KEYS[key](tabs.indexOf(target), tabs.length - 1)];
  choose(next);
  next.focus();
  event.preventDefault();
});

addEventListener("hashchange", showAddressed);
showAddressed();
