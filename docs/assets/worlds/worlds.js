/**
 * The line among its samples, its parameters on the loss's map, and the loss over the steps: one
 * cursor goes through all three. A reader may take the line itself, and let it run from there.
 *
 * @import { Place } from "../explorer/landscape.js"
 * @import { Run } from "../explorer/run.js"
 * @import { Facts } from "./course.js"
 */

import { dataFrame, drawData } from "../explorer/data_view.js";
import { drawGround } from "../explorer/ground.js";
import { draggable, place } from "../explorer/handles.js";
import { minimum } from "../explorer/landscape.js";
import { Loss } from "../explorer/losses.js";
import { drawLoss } from "../explorer/loss_view.js";
import { drawMap } from "../explorer/map_view.js";
import { Plot, palette } from "../explorer/plot.js";
import { clamp } from "../explorer/scale.js";
import { recorded, rerun, standing } from "./course.js";
import { around, holds } from "./frame.js";
import { grips, through } from "./grips.js";

const MILLISECONDS = 4000; // of playing a run
const REACH = 14; // pixels, of a finger or a mouse from a step on the map

/** Brings one figure to life. @param {HTMLElement} root */
export function wake(root) {
  /** What the hook made is there. @template {Element} E @param {string} where @returns {E} */
  const find = (where) => /** @type {E} */ (root.querySelector(where));
  /** @type {Facts} */
  const facts = JSON.parse(find("script").textContent);
  const samples = { x: Float64Array.from(facts.x), y: Float64Array.from(facts.y) };
  const loss = new Loss({ ...facts.terms, delta: facts.terms.delta ?? Infinity });
  const lowest = minimum(loss, samples);
  const script = recorded(facts);
  const steps = script.weight.length - 1;

  const plot = (/** @type {string} */ which) => new Plot(find(`[data-world=${which}`));
  const [data, ground, map, curve] = [
    "data] canvas",
    "map] canvas",
    "map] canvas + canvas",
    "loss] canvas",
  ].map(plot);
  /** @type {HTMLInputElement} */
  const slider = find("input");
  /** @type {HTMLOutputElement} */
  const said = find("output");
  /** @param {string} name @returns {HTMLButtonElement | null} */
  const button = (name) => root.querySelector(`[data-go=${name}]`);
  const [play, again, back] = ["play", "run", "back"].map(button);
  /** @param {string} end @returns {HTMLElement} */
  const handle = (end) => find(`[data-end=${end}]`);
  const [left, right, here] = ["left", "right", "place"].map(handle);

  let made = script; // the run that is looked at
  let at = 0; // after so many of its steps
  /** @type {Run | null} a line that a reader has turned, which no step led to */
  let free = null;
  let frame = 0; // that was asked for
  /** @type {number | null} when it began to play, in milliseconds; 0 until its first frame */
  let begun = null;

  /** Where the cursor is. @returns {Place} */
  const now = () =>
    free
      ? { weight: free.weight[0], bias: free.bias[0] }
      : { weight: made.weight[at], bias: made.bias[at] };
  const ends = dataFrame(samples);

  /** Draws what changes with the cursor. */
  function draw() {
    const colours = palette(root);
    const { weight, bias } = now();
    const whole = { made, at: steps };
    if (free && !holds(ground.frame, now())) drawn(now());
    drawData(data, ends, samples, { weight, bias }, null, colours);
    drawMap(map, ground.frame, [free ? { made: free, at: 1 } : { made, at }, whole], colours, { lowest });
    drawLoss(curve, [free ? { made: free, at: 0 } : { made, at }, whole], colours, 0);
    const still = begun === null;
    grips(ends, now()).forEach(([x, y], i) => {
      const name = `The line at its ${i ? "right" : "left"} end: x, y`;
      place(data, x, y, still ? name : "", [left, right][i]);
    });
    place(map, weight, bias, still ? "The line's weight, bias" : "", here);
    tell();
  }

  /** Says in numbers what is seen. */
  function tell() {
    const run = free ?? made;
    const k = free ? 0 : at;
    const [w, b, value] = [run.weight, run.bias, run.loss].map((of) =>
      of[k].toFixed(4).replace("-", "−"),
    );
    const which = free ? "your line" : made === script ? `step ${at}` : `your run, step ${at}`;
    said.textContent = `${which}: weight ${w}, bias ${b}, loss ${value}`;
    slider.value = String(at);
    slider.ariaValueText = said.textContent;
    if (again) again.hidden = !free;
    if (back) back.hidden = !free && made === script;
    if (play) play.textContent = begun === null ? (at === steps ? "Play again" : "Play") : "Pause";
  }

  /** Draws in the next frame, and goes on if it plays. */
  function soon() {
    frame ||= requestAnimationFrame((time) => {
      frame = 0;
      if (begun !== null) {
        begun ||= time - (at / steps) * MILLISECONDS;
        at = Math.min(steps, Math.floor(((time - begun) / MILLISECONDS) * steps));
        if (at === steps) begun = null;
        else soon();
      }
      draw();
    });
  }

  /** Draws the map's ground so that a place is seen on it. @param {Place} there */
  function drawn(there) {
    const { clientWidth, clientHeight } = map.canvas;
    const shape = (clientHeight - 46) / (clientWidth - 68); // within the axes
    drawGround(ground, loss, samples, around(made, lowest, there, shape), palette(root));
  }

  /** Draws all: at the beginning, and when the page has another look. */
  function anew() {
    drawn(free ? now() : lowest);
    soon();
  }

  /** Shows a step, of the run that is looked at. @param {number} step */
  function go(step) {
    free = null;
    begun = null;
    at = clamp(step, 0, steps);
    soon();
  }

  /** Takes the line in hand. @param {Place} there */
  function turn(there) {
    begun = null;
    free = standing(loss, samples, there);
    soon();
  }

  /** Looks at another run. @param {Run} other */
  function lookAt(other) {
    made = other;
    free = null;
    at = 0;
    anew();
  }

  function start() {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return go(steps);
    if (at === steps) at = 0;
    free = null;
    begun = 0;
    soon();
  }

  [left, right].forEach((end, i) => {
    const move = (/** @type {number} */ x, /** @type {number} */ y) => {
      const held = grips(ends, now())[1 - i];
      turn(through(held, [x, y], i ? 1 : -1));
    };
    draggable(data, move, () => grips(ends, now())[i], end);
  });
  draggable(
    map,
    (weight, bias) => {
      const { frame } = ground; // which stands still under a hand
      turn({ weight: clamp(weight, frame.left, frame.right), bias: clamp(bias, frame.bottom, frame.top) });
    },
    () => [now().weight, now().bias],
    here,
  );

  slider.addEventListener("input", () => go(Number(slider.value)));
  play?.addEventListener("click", () => (begun === null ? start() : go(at)));
  again?.addEventListener("click", () => {
    lookAt(rerun(facts, loss, samples, now()));
    start();
  });
  back?.addEventListener("click", () => lookAt(script));

  /** To the step under a pointer on the curve. @param {MouseEvent} event */
  const scrub = ({ offsetX, offsetY }) => go(Math.round(curve.at(offsetX, offsetY)[0]));
  curve.canvas.addEventListener("pointerdown", (event) => {
    curve.canvas.setPointerCapture(event.pointerId);
    scrub(event);
  });
  curve.canvas.addEventListener("pointermove", (event) => {
    if (curve.canvas.hasPointerCapture(event.pointerId)) scrub(event);
  });
  map.canvas.addEventListener("pointerdown", ({ offsetX, offsetY }) => {
    const away = Array.from(made.weight, (w, k) =>
      Math.hypot(map.x(w) - offsetX, map.y(made.bias[k]) - offsetY),
    );
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] < REACH) go(nearest);
  });

  /** @type {HTMLElement} */ (find(".worlds-still")).hidden = true;
  /** @type {HTMLElement} */ (find(".worlds-live")).hidden = false;
  new ResizeObserver(anew).observe(map.canvas);
  new MutationObserver(anew).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
}
