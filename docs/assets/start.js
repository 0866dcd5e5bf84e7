/**
 * Loads what moves on a page when it comes into view. A button that is pressed while its script is on its way is
 * pressed again once it is there.
 */

/** @type {Record<string, () => Promise<{wake(root: HTMLElement, first: boolean): void}>>} */
const KINDS = {
  ".ask, .veil": () => import("./ask/ask.js"),
  ".ball": () => import("./ball/ball.js"),
  ".chain": () => import("./chain/chain.js"),
  ".missions": () => import("./missions/missions.js"),
  "a.term": () => import("./term/term.js"),
  ".parabola": () => import("./handle/handle.js"),
  ".outlier": () => import("./outlier/outlier.js"),
  ".softmax": () => import("./softmax/softmax.js"),
  ".stepper": () => import("./stepper/stepper.js"),
  ".paste": () => import("./gallery/messages.js"),
  ".boundary": () => import("./worlds/boundary.js"),
  ".worlds": () => import("./worlds/worlds.js"),
};

/** What answers its own buttons, also within another: a listing does by a script that each page has. */
const ANSWERS = [...Object.keys(KINDS), ".listing", ".versions"].join();

for (const [kind, load] of Object.entries(KINDS)) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll(kind);
  /** @type {Set<HTMLElement>} what came into view and is not brought to life yet */
  const still = new Set();
  /** @type {WeakMap<Element, HTMLElement>} the button that was pressed last, where nothing answered yet */
  const pressed = new WeakMap();

  /** If the script cannot be had, the next press or what comes into view next asks for it again. */
  async function come() {
    const { wake } = await load();
    for (const root of still) {
      still.delete(root);
      // The address holds one place: the first stepper's.
      Promise.resolve(wake(root, root === all[0])).then(() => {
        root.removeEventListener("click", keep);
        pressed.get(root)?.click();
      });
    }
  }

  /** @param {Event} event */
  function keep({ currentTarget, target }) {
    const [root, button] = [/** @type {Element} */ (currentTarget), /** @type {Element} */ (target).closest("button")];
    if (button?.closest(ANSWERS) === root) pressed.set(root, button);
    come();
  }

  const view = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      view.unobserve(target);
      still.add(/** @type {HTMLElement} */ (target));
      target.addEventListener("click", keep);
      come();
    }
  });
  all.forEach((root) => view.observe(root));
}
// Before anything comes into view, so that nothing is held back from who does not want to be asked.
if (document.querySelector(".ask")) import("./ask/memory.js").then(({ tellWhetherToAsk }) => tellWhetherToAsk());
if (/^#epoch=/.test(location.hash)) document.querySelector(".stepper")?.scrollIntoView();
