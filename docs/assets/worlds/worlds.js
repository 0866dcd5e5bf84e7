/**
 * The three worlds of a run on a page. What leads a cursor through them, and lets a reader take the
 * line itself, is loaded when a hand comes near.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Run, RunAt } from "../engine/run.js"
 * @import { Facts } from "./course.js"
 * @import { Leads } from "./led.js"
 * @import { Frame } from "./scale.js"
 */

import { recorded } from "./course.js";
import { around, holds, shapeOf } from "./frame.js";
import { framed } from "./frames.js";
import { handle, place } from "./handles.js";
import { whenNear } from "./near.js";
import { lookedAt, parts, told } from "./parts.js";
import { Views } from "./views.js";

/** Brings one figure to life. @param {HTMLElement} root */
export async function wake(root) {
  /** @type {Facts | undefined} */
  const facts = await told(root);
  if (!facts) return;
  const { again, back, ...controls } = parts(root);
  const { slider, said } = controls;
  const { x, y, terms, lowest } = facts;
  const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
  const loss = { ...terms, delta: terms.delta ?? Infinity };
  const script = recorded(facts);
  const views = new Views(root);
  const { map } = views;
  const here = handle(root, "place");

  let made = script; // the run that is looked at
  /** @type {Run | null} a line that a reader has turned, which no step led to */
  let free = null;
  /** @type {Frame} */
  let frame;
  /** @type {Leads} until a hand comes near, the run before its first step */
  let leads = {
    cursor: { plays: false },
    walk: { at: 0, steps: Number(slider.max) },
    soon: framed(draw),
    tell: (what) => (said.textContent = slider.ariaValueText = what),
  };

  /** The run that the cursor is in, and the step. @returns {RunAt} */
  const seen = () => (free ? { made: free, at: 1 } : { made, at: leads.walk.at });

  /** Where the cursor is. @returns {Place} */
  function now() {
    const { made, at } = seen();
    return { weight: made.weight[at], bias: made.bias[at] };
  }

  /** Draws what changes with the cursor. */
  function draw() {
    const { cursor, walk, tell } = leads;
    if (free && !holds(frame, now())) lookAbout(now());
    const runs = [seen(), { made, at: walk.steps }];
    views.draw({ loss, samples, runs, frame, lowest: () => lowest, first: 0 }, !cursor.plays);
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
    leads.soon();
  }

  /** Shows the run that is looked at, or a line that stands where a reader has put it. @param {Run | null} line */
  function stand(line) {
    free = line;
    leads.soon();
  }

  /** Looks at another run. @param {Run} other */
  function lookAt(other) {
    [made, free] = [other, null];
    anew();
  }

  whenNear(root, async () => {
    const { take } = await import("./taken.js");
    const figure = { facts, samples, loss, script, views, here, again, back, controls };
    leads = take({ ...figure, draw, now, stand, lookAt, made: () => made });
  });
  lookedAt(root, anew);
}
