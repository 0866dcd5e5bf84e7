/**
 * The three worlds of a run on a page: a reader may take the line itself, and let it run from there.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Run, RunAt } from "../engine/run.js"
 * @import { Facts } from "./course.js"
 * @import { Frame } from "./scale.js"
 */

import { minimum } from "../engine/landscape.js";
import { Loss } from "../engine/losses.js";
import { recorded, rerun, standing } from "./course.js";
import { around, holds, shapeOf } from "./frame.js";
import { draggable, handle, place, scrubbed } from "./handles.js";
import { led } from "./led.js";
import { lookedAt, parts, told } from "./parts.js";
import { clamp } from "./scale.js";
import { Views } from "./views.js";

const REACH = 14; // pixels, of a finger or a mouse from a step on the map

/** Brings one figure to life. @param {HTMLElement} root */
export async function wake(root) {
  const facts = await told(root);
  if (!facts) return;
  const { again, back, ...controls } = parts(root);
  const { x, y, terms } = /** @type {Facts} */ (facts);
  const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
  const loss = new Loss({ ...terms, delta: terms.delta ?? Infinity });
  const lowest = minimum(loss, samples);
  const script = recorded(facts);
  const views = new Views(root);
  const { map } = views;
  const here = handle(root, "place");

  let made = script; // the run that is looked at
  /** @type {Run | null} a line that a reader has turned, which no step led to */
  let free = null;
  /** @type {Frame} */
  let frame;
  const { cursor, walk, soon, tell } = led(controls, draw, () => (free = null));

  /** The run that the cursor is in, and the step. @returns {RunAt} */
  const seen = () => (free ? { made: free, at: 1 } : { made, at: walk.at });

  /** Where the cursor is. @returns {Place} */
  function now() {
    const { made, at } = seen();
    return { weight: made.weight[at], bias: made.bias[at] };
  }

  /** Draws what changes with the cursor. */
  function draw() {
    if (free && !holds(frame, now())) lookAbout(now());
    const runs = [seen(), { made, at: walk.steps }];
    views.draw({ loss, samples, runs, frame, first: 0 }, !cursor.plays);
    const { weight, bias } = now();
    place(map, here, [weight, bias], cursor.plays ? "" : "The line's weight, bias");
    const { made: run, at } = seen();
    const [w, b, value] = [weight, bias, run.loss[free ? 0 : at]].map((of) =>
      of.toFixed(4).replace("-", "−"),
    );
    const which = free ? "your line" : `${made === script ? "" : "your run, "}step ${at}`;
    tell(`${which}: weight ${w}, bias ${b}, loss ${value}`);
    if (again) again.hidden = !free;
    back.hidden = !free && made === script;
  }

  /** Looks at a part of the map in which a place is seen. @param {Place} there */
  function lookAbout(there) {
    frame = around(made, lowest, there, shapeOf(map.canvas));
  }

  /** Draws all: at the beginning, and when the page has another look. */
  function anew() {
    lookAbout(free ? now() : lowest);
    soon();
  }

  /** Takes the line in hand. @param {Place} there */
  function turn(there) {
    cursor.stop();
    free = standing(loss, samples, there);
    soon();
  }

  /** Looks at another run, from its beginning. @param {Run} other */
  function lookAt(other) {
    made = other;
    cursor.go(0);
    anew();
  }

  views.turnable(turn);
  /** On a map that stands still under a hand. @param {number} weight @param {number} bias */
  const slide = (weight, bias) => {
    const { left, right, bottom, top } = frame;
    turn({ weight: clamp(weight, left, right), bias: clamp(bias, bottom, top) });
  };
  draggable(map, here, slide, () => [now().weight, now().bias]);
  map.canvas.addEventListener("pointerdown", ({ offsetX, offsetY }) => {
    const away = Array.from(made.weight, (w, k) =>
      Math.hypot(map.x(w) - offsetX, map.y(made.bias[k]) - offsetY),
    );
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] < REACH) cursor.go(nearest);
  });
  scrubbed(views.curve, cursor);
  again?.addEventListener("click", () => {
    lookAt(rerun(facts, loss, samples, now()));
    cursor.toggle();
  });
  back.addEventListener("click", () => lookAt(script));
  lookedAt(root, anew);
}
