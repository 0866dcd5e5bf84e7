/** Loads each stepper when it comes into view. */

/** @type {NodeListOf<HTMLElement>} */
const steppers = document.querySelectorAll(".stepper");
const view = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    view.unobserve(target);
    // The address holds one place: the first stepper's.
    import("./stepper.js").then(({ wake }) =>
      wake(/** @type {HTMLElement} */ (target), target === steppers[0]),
    );
  }
});
steppers.forEach((stepper) => view.observe(stepper));
if (/^#epoch=/.test(location.hash)) steppers[0]?.scrollIntoView();
