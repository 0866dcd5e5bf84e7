/**
 * Names, keyboard access and a whole copy that Material for MkDocs 9.8 leaves out. It builds much of its page
 * while it runs, so this looks again whenever something is added.
 */

/** What is wider than its place scrolls, so the keyboard must get there; what is not, need not. */
const sizes = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const target = /** @type {HTMLElement} */ (entry.target);
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

function fix() {
  document.querySelectorAll(".formula, .md-typeset__scrollwrap, .listing .out").forEach((box) => sizes.observe(box));
  document.querySelectorAll(".md-code__nav").forEach((nav, i) => nav.setAttribute("aria-label", `Code ${i + 1}`));
  // What Material copies ends before the file's last newline, and has what stands for folded lines.
  /** @type {NodeListOf<HTMLElement>} */
  const buttons = document.querySelectorAll(".md-code__button[data-clipboard-target]");
  buttons.forEach((button) => {
    const code = button.closest("pre")?.querySelector("code");
    const lines = [...(code?.querySelectorAll(".line") ?? [])].map((line) => line.textContent);
    button.dataset.clipboardText = lines.length ? lines.join("") : code?.textContent;
    button.removeAttribute("data-clipboard-target");
    if (button.closest(".listing.wrong")) button.title = "Copy to clipboard: a wrong script";
  });
  // A chapter that is a page itself is labelled by an arrow without a word.
  document.querySelectorAll(".md-nav[aria-labelledby]").forEach((nav) => {
    nav.setAttribute("aria-label", nav.querySelector(".md-nav__title")?.textContent.trim() ?? "");
    nav.removeAttribute("aria-labelledby");
  });
}

/** Soon, and once for much that changes: what moves on a page must not wait for this. */
let due = 0;
const soon = () => {
  due ||= setTimeout(() => {
    due = 0;
    fix();
  }, 50);
};
new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
fix();
