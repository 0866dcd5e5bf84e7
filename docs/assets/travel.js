/** A number that is seen on its way from where it is read to where it is written. */

const TRAVEL = 700; // in milliseconds

/**
 * Sends a text from one element's middle to another's; when it has arrived it is gone.
 *
 * @param {HTMLElement} figure whose corner its style sheet places it from
 * @param {HTMLElement} from
 * @param {HTMLElement} onto
 * @param {string} text
 * @param {string} look its classes
 */
export function travel(figure, from, onto, text, look) {
  const frame = figure.getBoundingClientRect();
  const token = document.createElement("span");
  token.className = look;
  token.ariaHidden = "true";
  token.textContent = text;
  figure.append(token);
  /** @param {HTMLElement} element */
  const over = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const x = left - frame.left + (width - token.offsetWidth) / 2;
    const y = top - frame.top + (height - token.offsetHeight) / 2;
    return { transform: `translate(${x}px, ${y}px)` };
  };
  const way = [over(from), over(onto)];
  const going = token.animate(way, { duration: TRAVEL, easing: "ease-in-out" });
  going.onfinish = () => token.remove();
}

/** Shows what is written when it has arrived. @param {Element | null | undefined} place */
export const arrive = (place) =>
  place?.animate({ opacity: [0, 0, 1], offset: [0, 0.9, 1] }, TRAVEL);
