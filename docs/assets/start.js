/**
 * Loads what moves on a page when it comes into view. A question's button that is pressed while the script is on its
 * way is pressed again once it is there; other figures show theirs only then.
 */

/** @typedef {(root: HTMLElement, first: boolean) => void | Promise<void>} Wake */

/** @type {Record<string, () => Promise<{wake: Wake}>>} */
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

for (const [kind, load] of Object.entries(KINDS)) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll(kind);
  /** @type {Set<(wake: Wake) => void>} what brings to life what came into view */
  const still = new Set();

  /** If the script cannot be had, the next press or what comes into view next asks for it again. */
  async function come() {
    const { wake } = await load();
    for (const live of still) {
      still.delete(live);
      live(wake);
    }
  }

  /** @param {HTMLElement} root */
  function bring(root) {
    /** @type {HTMLElement | undefined} */
    let pressed;
    /** @param {Event} event */
    const keep = ({ target }) => {
      const button = /** @type {Element} */ (target).closest("button[data-way]");
      if (button?.closest(kind) === root) pressed = /** @type {HTMLElement} */ (button);
      come();
    };
    root.addEventListener("click", keep);
    still.add(async (wake) => {
      await wake(root, root === all[0]); // the address holds one place: the first stepper's
      root.removeEventListener("click", keep);
      pressed?.click();
    });
    come();
  }

  const view = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      view.unobserve(target);
      bring(/** @type {HTMLElement} */ (target));
    }
  });
  all.forEach((root) => view.observe(root));
}
// Before anything comes into view, so that nothing is held back from who does not want to be asked.
if (document.querySelector(".ask")) import("./ask/memory.js").then(({ tellWhetherToAsk }) => tellWhetherToAsk());
if (/^#epoch=/.test(location.hash)) document.querySelector(".stepper")?.scrollIntoView();
