/**
 * One mission: takes what a reader expects, lets the explorer run, and says at its end what happened.
 *
 * @import { Facts, PageSettings } from "../explorer/address.js"
 */

import { dressChoices, says } from "../ask/choice.js";
import * as memory from "../ask/memory.js";
import { read } from "../explorer/address.js";
import { outcome, sameRun } from "./outcome.js";

export class Mission {
  /** The place of the choice that was made; -1 for none. */
  #chosen = -1;
  /** Whether the explorer is at it. */
  #runs = false;
  /** Whether the end has been said since it was last asked. */
  #told;
  #facts;
  #ways = document.createElement("div");
  #says = document.createElement("div");

  /** @param {HTMLElement} root @param {Facts} facts */
  constructor(root, facts) {
    this.root = root;
    this.#facts = facts;
    const answer = memory.read().answers[root.id];
    this.#told = answer !== undefined;
    this.#chosen = answer?.[0] ?? -1;
    root.tabIndex = -1; // it takes the focus as it opens
    this.#says.className = "told";
    this.#says.role = "status";
    this.#ways.className = "ways";
    root.append(this.#ways, this.#says);
    root.addEventListener("click", ({ target }) => {
      const choice = /** @type {Element} */ (target).closest("button.choice");
      if (choice) this.#choose(this.#choices.findIndex((li) => li.contains(choice)));
    });
  }

  get title() {
    return this.root.querySelector(".mission-title")?.textContent ?? "";
  }

  /** The address that the explorer is set to. */
  get #address() {
    return this.root.dataset.sets ?? "";
  }

  /** Sets the explorer, which then waits at the start of the run. */
  set() {
    this.root.dispatchEvent(new CustomEvent("mission", { bubbles: true, detail: this.#address }));
  }

  /** What was answered first, and whether it was right; nothing for not yet. */
  get answer() {
    return memory.read().answers[this.root.id];
  }

  get #choices() {
    return [...this.root.querySelectorAll("li")];
  }

  get #settings() {
    return read(this.#address, this.#facts).settings;
  }

  /** The choice that the run decides for. */
  get #right() {
    const did = outcome(this.#settings, this.#facts);
    return this.#choices.find((choice) => choice.dataset.says === did);
  }

  /**
   * What can be pressed, by its words; pressing the first one is what a mission is for.
   *
   * @returns {[says: string, act: () => void, possible?: boolean][]}
   */
  get #acts() {
    const { silent } = memory.read();
    if (silent) return [["Run it", () => this.#run()], ["Ask me", () => this.#ask(true)]];
    if (this.#told) {
      return [["Run it again", () => this.#run()], ["Ask me again", () => this.#again()]];
    }
    return [
      ["Run it", () => this.#run(), this.#chosen >= 0],
      ["Show me", () => this.#show()],
      ["Don’t ask me", () => this.#ask(false)],
    ];
  }

  /** Gives it the look of what is known of it. */
  dress() {
    const { silent } = memory.read();
    const { root } = this;
    dressChoices(root, silent);
    const open = silent || (this.#told && !this.#runs);
    root.classList.toggle("answered", open);
    const right = open ? this.#right : null;
    this.#choices.forEach((choice, at) => {
      choice.classList.toggle("right", choice === right);
      choice.querySelector("button")?.setAttribute("aria-pressed", String(at === this.#chosen));
    });
    this.#showWays();
    this.#say(open && !silent ? this.#replies(right) : []);
  }

  /** Buttons that are there stay, so that the focus does. */
  #showWays() {
    const acts = this.#acts;
    const buttons = [...this.#ways.querySelectorAll("button")];
    buttons.slice(acts.length).forEach((button) => button.remove());
    acts.forEach(([says, act, possible = true], i) => {
      const button = buttons[i] ?? document.createElement("button");
      button.type = "button";
      button.textContent = says;
      button.disabled = !possible;
      button.onclick = act;
      if (!buttons[i]) this.#ways.append(button);
    });
  }

  /** @param {Element | null | undefined} right */
  #replies(right) {
    const chosen = this.#choices[this.#chosen];
    return [
      ...(chosen ? [says(chosen === right ? "Right. " : "No. ", chosen)] : []),
      ...(right && right !== chosen ? [says(`${right.querySelector(".choice")?.textContent} `, right)] : []),
    ];
  }

  /** Says it, unless it was said: else it would be read aloud again. @param {Element[]} lines */
  #say(lines) {
    const [now, before] = [lines, [...this.#says.children]].map((all) => all.map((line) => line.textContent).join());
    if (now !== before) this.#says.replaceChildren(...lines);
  }

  /** @param {number} place */
  #choose(place) {
    this.#chosen = place;
    this.dress();
  }

  #run() {
    this.#runs = true;
    this.set();
    /** @type {HTMLElement | null | undefined} */
    const play = this.root.closest(".explorer")?.querySelector("[data-act=play]");
    play?.click();
    this.dress();
  }

  #show() {
    this.#chosen = -1;
    this.#run();
  }

  #again() {
    memory.keep(this.root.id, null);
    this.forget();
    this.#tellOthers();
  }

  /** All is as before the first answer. */
  forget() {
    this.#chosen = -1;
    this.#told = false;
    this.dress();
  }

  /** @param {boolean} wanted */
  #ask(wanted) {
    memory.keepSilent(!wanted);
    this.#tellOthers();
  }

  #tellOthers() {
    this.root.dispatchEvent(new Event("answered", { bubbles: true }));
  }

  /**
   * Says what happened, if the explorer stands at the end of this mission's run. A reader who sets
   * something else has left it.
   *
   * @param {PageSettings} settings of what the explorer shows
   * @returns {boolean} whether there is something new to see
   */
  seen(settings) {
    if (!this.#runs) return false;
    const same = sameRun(settings, this.#settings);
    if (same && settings.at < settings.steps) return false;
    this.#runs = false;
    if (same && !memory.read().silent) {
      const right = this.#choices[this.#chosen] === this.#right;
      // The first answer counts; another's reply may be worth reading.
      if (!this.answer) memory.keep(this.root.id, [this.#chosen, right]);
      this.#told = true;
      this.#tellOthers();
    }
    this.dress();
    return same;
  }
}
