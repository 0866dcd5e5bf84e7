/** Loads what moves a chain when one comes into view. */

const view = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    view.unobserve(target);
    import("./chain.js").then(({ wake }) => wake(/** @type {HTMLElement} */ (target)));
  }
});
document.querySelectorAll(".chain").forEach((chain) => view.observe(chain));
