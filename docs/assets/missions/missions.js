/**
 * The missions of a page, taken beside the explorer's map: a list of them, or one that is open.
 */

import { score } from "../ask/score.js";
import { tellWhetherToAsk } from "../ask/memory.js";
import { Mission } from "./mission.js";

/** @param {HTMLElement} panel */
export function wake(panel) {
  const explorer = /** @type {HTMLElement} */ (panel.closest(".explorer"));
  const facts = JSON.parse(explorer.querySelector("script")?.textContent ?? "");
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(".mission");
  const missions = [...found].map((root) => new Mission(root, facts));
  /** @type {Mission | undefined} */
  let open;

  const list = document.createElement("ol");
  const titles = missions.map((mission) => {
    const button = buttonOf(mission.title, () => go(mission));
    list.append(document.createElement("li"));
    list.lastElementChild?.append(button);
    return button;
  });
  const [back, next] = [buttonOf("All", () => go()), buttonOf("Next", () => go(following()))];
  back.ariaLabel = "All missions";
  next.ariaLabel = "Next mission";
  const ways = document.createElement("div");
  ways.className = "ways";
  ways.append(back, next);
  const count = document.createElement("span");
  panel.querySelector("summary")?.append(count);
  panel.append(list, ways, ...missions.map(({ root }) => root));

  const following = () => missions[missions.findIndex((mission) => mission === open) + 1];

  /** Opens a mission, or shows them all. @param {Mission} [mission] */
  function go(mission) {
    const left = open;
    open = mission;
    show();
    if (!mission) return titles[missions.findIndex((one) => one === left)].focus();
    mission.set();
    mission.root.focus({ preventScroll: true });
  }

  /** What is known by now. */
  function show() {
    list.hidden = open !== undefined;
    ways.hidden = open === undefined;
    next.hidden = following() === undefined;
    missions.forEach((mission, i) => {
      mission.root.hidden = mission !== open;
      titles[i].dataset.was = mission.answer ? (mission.answer[1] ? "right" : "seen") : "";
    });
    open?.dress();
    const answers = missions.flatMap(({ answer }) => (answer ? [answer] : []));
    const right = answers.filter(([, right]) => right).length;
    count.textContent = answers.length ? ` ${answers.length} of ${missions.length}, ${right} right` : "";
    tellWhetherToAsk();
    score();
  }

  panel.addEventListener("answered", show);
  addEventListener("forgotten", () => {
    missions.forEach((mission) => mission.forget());
    show();
  });
  let isNew = false;
  explorer.addEventListener("mission", () => {
    isNew = true;
  });
  // What is new above the map would push it out of a phone's screen.
  explorer.addEventListener("seen", (event) => {
    isNew = open?.seen(/** @type {CustomEvent} */ (event).detail) || isNew;
    if (isNew) explorer.querySelector(".map")?.scrollIntoView({ block: "nearest" });
    isNew = false;
  });
  panel.toggleAttribute("open", !matchMedia("(max-width: 44.99em)").matches);
  show();
}

/** @param {string} says @param {() => void} act */
function buttonOf(says, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = says;
  button.addEventListener("click", act);
  return button;
}
