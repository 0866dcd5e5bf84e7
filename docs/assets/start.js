/** Loads what moves on a page when it comes into view. */

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

for (const [kind, load] of Object.entries(KINDS)) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll(kind);
  const view = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      view.unobserve(target);
      // The address holds one place: the first stepper's.
      load().then(({ wake }) => wake(/** @type {HTMLElement} */ (target), target === all[0]));
    }
  });
  all.forEach((root) => view.observe(root));
}
// Before anything comes into view, so that nothing is held back from who does not want to be asked.
if (document.querySelector(".ask")) import("./ask/memory.js").then(({ tellWhetherToAsk }) => tellWhetherToAsk());
if (/^#epoch=/.test(location.hash)) document.querySelector(".stepper")?.scrollIntoView();
