/**
 * A chain rule that flows: values climb, slopes come down, and each number answers when the reader
 * moves a leaf or cuts an edge.
 *
 * @import {Node, Flow} from "./arithmetic.js"
 * @typedef {[string, number[], number[], string, string, string]} Told
 *   a node: its operation, inputs, numbers, how it is computed, what it is called, what it is
 */

import { arrive, travel } from "../travel.js";
import { climb, flow as flowOf, local, ways } from "./arithmetic.js";
import { alike, digits, inBrackets, shown, sum } from "./words.js";

const PAUSE = 1900; // between two steps, in milliseconds

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Brings one figure to life. @param {HTMLElement} figure */
export function wake(figure) {
  /** What the hook made is there. @template {Element} E @param {string} place @returns {E} */
  const find = (place) => /** @type {E} */ (figure.querySelector(place));
  /** @type {{nodes: Told[], cut: string[], stopped: number[], told: boolean, refused: string}} */
  const data = JSON.parse(find("script").textContent);
  /** @type {Node[]} */
  const nodes = data.nodes.map(([op, inputs, given, , , kind]) => ({ op, inputs, given, kind }));
  const called = data.nodes.map((node) => node[4]);
  const last = nodes.length - 1;
  const up = [...nodes.keys()].filter((n) => nodes[n].kind === "operation");
  const down = up.toReversed();
  const END = 2 * up.length + 1; // leaves, then the operations; the loss, then the operations
  const edges = up.flatMap((n) => nodes[n].inputs.map((below, k) => ({ n, k, below })));
  /** @type {NodeListOf<HTMLElement>} */
  const found = figure.querySelectorAll("[data-node]");
  const cards = new Map(Array.from(found, (card) => [Number(card.dataset.node), card]));
  /** @type {HTMLElement} */
  const says = find(".chain-says");
  /** @type {HTMLElement} */
  const place = find(".chain-at");
  /** @type {HTMLButtonElement} */
  const play = find("[data-go=play]");
  /** @type {NodeListOf<HTMLElement>} */
  const stops = figure.querySelectorAll("[data-stop]");
  const sums = figure.querySelectorAll(".chain-sums .gradient");

  const cut = new Set(data.cut);
  const stopped = new Set(data.stopped);
  let at = END;
  let timer = 0; // of playing; 0 while it does not
  /** @type {number[][]} */
  let values;
  /** @type {Flow} */
  let flow;

  /** Computes both passes. */
  function compute() {
    if (data.told) {
      values = climb(nodes);
      flow = flowOf(nodes, values, cut, stopped);
      return;
    }
    // Of large tensors there are words alone, and no one can cut them.
    const asks = data.nodes.map(([, , , slope]) => slope !== "None");
    const passed = edges.filter(({ n, below }) => asks[n] && asks[below]);
    flow = {
      asks,
      slopes: asks.map((asked) => (asked ? [] : null)),
      parts: new Map(passed.map(({ n, k }) => [`${n}.${k}`, []])),
    };
  }

  /** @param {number} n */
  const valueOf = (n) => (data.told ? shown(values[n]) : String(data.nodes[n][2]));

  /** @param {number} n */
  const slopeOf = (n) =>
    data.told ? shown(/** @type {number[]} */ (flow.slopes[n])) : data.nodes[n][3];

  /** The edges by which a slope comes to a node. @param {number} n */
  const into = (n) => edges.filter((e) => e.below === n && flow.parts.has(`${e.n}.${e.k}`));

  /** The edges by which a slope goes on from a node. @param {number} n */
  const outOf = (n) => edges.filter((e) => e.n === n && flow.parts.has(`${e.n}.${e.k}`));

  /** The operations whose slope has gone on. */
  const passed = () => down.slice(0, Math.max(0, at - up.length - 1));

  /** Whether all that comes to a node has come: torch writes a leaf once. @param {number} n */
  const hasSlope = (n) =>
    flow.slopes[n] && at > up.length && into(n).every((e) => passed().includes(e.n));

  /** Who is written by this step, and along which edges. */
  function step() {
    if (at === 0) return { wrote: [], along: [] };
    if (at <= up.length) {
      const n = up[at - 1];
      return { wrote: [n], along: edges.filter((e) => e.n === n) };
    }
    if (at === up.length + 1) return { wrote: flow.asks[last] ? [last] : [], along: [] };
    const along = outOf(down[at - up.length - 2]);
    return { wrote: along.map((e) => e.below).filter(hasSlope), along };
  }

  /**
   * Shows a step.
   *
   * @param {number} to
   * @param {boolean} moving whether numbers are seen on their way; they are on a step forward
   */
  function show(to, moving) {
    at = to;
    const { wrote, along } = step();
    for (const [n, card] of cards) {
      const has = !up.includes(n) || up.indexOf(n) < at;
      const [value, slope] = card.querySelectorAll(".chain-value > :last-child, .chain-slope > :last-child"); // prettier-ignore
      value.textContent = has ? valueOf(n) : "";
      slope.textContent = hasSlope(n) ? slopeOf(n) : up.includes(n) ? "" : "None";
      card.classList.toggle("chain-wrote", at < END && wrote.includes(n));
    }
    const gone = passed();
    for (const { n, k } of edges) {
      const edge = `${n}.${k}`;
      const way = figure.querySelector(`[data-way="${edge}"]`);
      const passes = flow.parts.has(edge);
      way?.classList.toggle("chain-is-cut", cut.has(edge) || stopped.has(n));
      way?.classList.toggle("chain-gone", passes && gone.includes(n));
      way?.classList.toggle("chain-along", at < END && along.some((e) => e.n === n && e.k === k));
      /** @type {HTMLElement | null} */
      const chip = figure.querySelector(`[data-edge="${edge}"]`);
      if (!chip) continue;
      chip.ariaPressed = String(cut.has(edge) || stopped.has(n));
      const slope = /** @type {Element} */ (chip.querySelector(".chain-local"));
      slope.textContent = up.indexOf(n) < at ? alike(local(nodes, values, n, k)) : "";
    }
    for (const button of stops) {
      button.ariaPressed = String(stopped.has(Number(button.dataset.stop)));
    }
    const parameters = [...nodes.keys()].filter((n) => nodes[n].kind === "parameter");
    parameters.forEach((n, row) => {
      const written = at === END || hasSlope(n);
      const whole = () => sum(flow.slopes[n], ways(nodes, values, flow, n));
      if (data.told) sums[row].textContent = written ? whole() : "None";
    });
    says.textContent = told();
    place.textContent = where();
    figure.querySelectorAll(".chain-token").forEach((token) => token.remove());
    if (moving && !still.matches) along.forEach(send);
  }

  function where() {
    const half = up.length;
    if (at === 0) return "before";
    if (at <= half) return `forward ${at} of ${half}`;
    return at === half + 1 ? "backward" : `backward ${at - half - 1} of ${half}`;
  }

  /** What this step does, in a sentence. */
  function told() {
    if (at === 0) return "Only the leaves have numbers.";
    if (at <= up.length) return forward(up[at - 1]);
    if (!flow.asks[last]) return `backward() raises: ${data.refused}`;
    if (at === up.length + 1) return `backward() begins at ${called[last]}. Its slope by itself is 1.`;
    const n = down[at - up.length - 2];
    const on = outOf(n).map(onward);
    if (!flow.slopes[n]) return `No slope comes to ${called[n]}.`;
    return on.length ? on.join(" ") : `From ${called[n]} no slope goes on.`;
  }

  /** @param {number} n */
  function forward(n) {
    const [, inputs, , form] = data.nodes[n];
    if (!data.told) return `${called[n]} is computed: ${valueOf(n)}.`;
    const filled = form.replace(/{(\d)}/g, (_, k) => inBrackets(shown(values[inputs[k]])));
    return `${called[n]}: ${filled} = ${valueOf(n)}`;
  }

  /** What goes on along an edge. @param {{n: number, k: number, below: number}} edge */
  function onward({ n, k, below }) {
    const isLeaf = nodes[below].kind === "parameter";
    const onto = `To ${called[below]}`;
    if (!data.told) return `${onto}: ${slopeOf(below)}${isLeaf ? ", written into .grad" : ""}.`;
    const part = /** @type {number[]} */ (flow.parts.get(`${n}.${k}`));
    const slope = alike(local(nodes, values, n, k));
    const sides = `${slopeOf(n)} · ${inBrackets(slope)}`;
    const adds = values[below].length < Math.max(values[n].length, slope.split(", ").length);
    const text = `${onto}: ${sides}${adds ? ", added up," : ""} = ${shown(part)}`;
    const all = into(below);
    const ends = isLeaf ? ", written into .grad." : ".";
    if (all.length === 1) return text + ends;
    if (!hasSlope(below)) return `${text}. Another way leads there, too.`;
    const parts = all.toReversed().map((e) => shown(/** @type {number[]} */ (flow.parts.get(`${e.n}.${e.k}`)))); // prettier-ignore
    const [first, ...others] = parts;
    const added = [first, ...others.map(inBrackets)].join(" + ");
    return `${text}. Where ways meet they add: ${added} = ${slopeOf(below)}${ends}`;
  }

  /** A number goes along an edge. @param {{n: number, k: number, below: number}} edge */
  function send({ n, k, below }) {
    const climbs = at <= up.length;
    const [from, onto] = (climbs ? [below, n] : [n, below]).map((m) => cards.get(m));
    if (!from || !onto) return; // a number that stands in its operation
    const text = climbs ? valueOf(below) : data.told ? shown(flow.parts.get(`${n}.${k}`) ?? []) : "";
    travel(figure, from, onto, text, climbs ? "chain-token" : "chain-token gradient");
    arrive(onto.querySelector(climbs ? ".chain-value" : ".chain-slope"));
  }

  /** Plays to the end, or no longer. @param {boolean} on */
  function playing(on) {
    clearInterval(timer);
    timer = on ? setInterval(() => go(1), PAUSE) : 0;
    play.textContent = on ? "Pause" : "Play";
    says.ariaLive = on ? "off" : "polite"; // a voice could not keep up
    if (on) show(at === END ? 0 : at + 1, true);
  }

  /** Goes on by so many steps. @param {number} by */
  function go(by) {
    const to = Math.min(Math.max(at + by, 0), END);
    if (to !== at) show(to, by === 1);
    if (to === END) playing(false);
  }

  /** Computes anew after the reader's hand, and says what has come of it. @param {string} what */
  function answer(what) {
    playing(false);
    compute();
    show(END, false);
    const none = [...nodes.keys()].filter((n) => nodes[n].kind === "parameter" && !flow.slopes[n]);
    const stays = none.map((n) => ` ${called[n]}.grad is None.`).join("");
    says.textContent = flow.asks[last] ? what + stays : `${what} backward() raises: ${data.refused}`;
  }

  /** Cuts an edge, or makes it whole. @param {string} edge */
  function snip(edge) {
    const [n, k] = edge.split(".").map(Number);
    const below = called[nodes[n].inputs[k]];
    if (cut.delete(edge)) return answer("Whole again.");
    if (stopped.delete(n)) return answer(`${called[n]} is recorded again.`);
    cut.add(edge);
    answer(`Cut, as by .detach() or .item() on ${below} where it goes into ${called[n]}: the number is the same, and no slope comes down.`);
  }

  /** Computes an operation under no_grad, freezes a parameter, or no longer. @param {number} n */
  function stop(n) {
    const isLeaf = nodes[n].kind === "parameter";
    if (stopped.delete(n)) return answer(isLeaf ? `${called[n]} is asked again.` : `${called[n]} is recorded again.`);
    stopped.add(n);
    answer(
      isLeaf
        ? `${called[n]} is frozen, as by requires_grad_(False).`
        : `${called[n]} is computed under no_grad: not recorded, so no slope passes it.`,
    );
  }

  /** As the run found it. */
  function reset() {
    cut.clear();
    stopped.clear();
    data.cut.forEach((edge) => cut.add(edge));
    data.stopped.forEach((n) => stopped.add(n));
    for (const [n, card] of cards) {
      nodes[n].given = [...data.nodes[n][2]];
      hands(card).forEach((hand) => settle(hand, nodes[n].given));
    }
    answer("As in the run.");
  }

  /** A leaf's controls. @param {HTMLElement} card @returns {NodeListOf<HTMLInputElement>} */
  const hands = (card) => card.querySelectorAll("input");

  /** Lets a control stand where its number does. @param {HTMLInputElement} hand @param {number[]} given */
  function settle(hand, given) {
    hand.value = digits(given[Number(hand.dataset.at)]).replace("−", "-");
  }

  /** Takes a number from a control. @param {HTMLInputElement} hand */
  function turn(hand) {
    if (!Number.isFinite(hand.valueAsNumber)) return; // while it is being written
    const card = /** @type {HTMLElement} */ (hand.closest("[data-node]"));
    const n = Number(card.dataset.node);
    nodes[n].given = nodes[n].given.with(Number(hand.dataset.at), hand.valueAsNumber);
    hands(card).forEach((other) => other !== hand && settle(other, nodes[n].given));
    answer("");
    says.textContent ||= `${called[last]} ${valueOf(last)}.`;
  }

  figure.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    if (button === play) return playing(!timer);
    const { edge, stop: node, go: by } = button.dataset;
    if (edge) return snip(edge);
    if (node) return stop(Number(node));
    if (by === "reset") return reset();
    playing(false);
    go(by === "on" ? 1 : -1);
  });
  figure.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement) turn(target);
  });
  figure.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement) return; // where they move the number
    event.preventDefault();
    playing(false);
    go(by);
  });

  compute();
  for (const [n, card] of cards) {
    for (const hand of hands(card)) {
      if (hand.type !== "range") continue;
      const reach = Math.ceil(Math.max(4, 2 * Math.abs(nodes[n].given[0])));
      Object.assign(hand, { min: -reach, max: reach, step: 0.1 });
      settle(hand, nodes[n].given);
    }
  }
  figure.querySelectorAll("button").forEach((button) => (button.disabled = false));
  /** @type {NodeListOf<HTMLElement>} */
  const hidden = figure.querySelectorAll("[hidden]");
  hidden.forEach((part) => (part.hidden = false));
  figure.classList.add("chain-awake");
}
