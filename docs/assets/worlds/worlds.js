/**
 * The line among its samples, its parameters on the loss's map, and the loss over the steps: one
 * cursor goes through all three. A reader may take the line itself, and let it run from there.
 *
 * @import { Place } from "../explorer/landscape.js"
 * @import { Run, RunAt } from "../explorer/run.js"
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
import { Cursor, scrubbed } from "./cursor.js";
import { around, holds, shapeOf } from "./frame.js";
import { grips, through } from "./grips.js";
import { lookedAt, parts, told } from "./parts.js";

const REACH = 14; // pixels, of a finger or a mouse from a step on the map

/** Brings one figure to life. @param {HTMLElement} root */
export async function wake(root) {
  const facts = await told(root);
  if (!facts) return;
  const { view, handle, slider, said, play, again, back } = parts(root);
  const { x, y, terms } = /** @type {Facts} */ (facts);
  const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
  const loss = new Loss({ ...terms, delta: terms.delta ?? Infinity });
  const lowest = minimum(loss, samples);
  const script = recorded(facts);
  const steps = script.weight.length - 1;
  const ends = dataFrame(samples);

  const [data] = view("data").map((canvas) => new Plot(canvas));
  const [ground, map] = view("map").map((canvas) => new Plot(canvas));
  const [curve] = view("loss").map((canvas) => new Plot(canvas));
  const [left, right, here] = ["left", "right", "place"].map(handle);

  let made = script; // the run that is looked at
  /** @type {Run | null} a line that a reader has turned, which no step led to */
  let free = null;
  const cursor = new Cursor(slider, play, draw, () => (free = null));

  /** The run that the cursor is in, and the step. @returns {RunAt} */
  const seen = () => (free ? { made: free, at: 0 } : { made, at: cursor.at });

  /** Where the cursor is. @returns {Place} */
  function now() {
    const { made, at } = seen();
    return { weight: made.weight[at], bias: made.bias[at] };
  }

  /** Draws what changes with the cursor. */
  function draw() {
    const colours = palette(root);
    const { weight, bias } = now();
    const whole = { made, at: steps };
    if (free && !holds(ground.frame, now())) drawMapAbout(now());
    drawData(data, ends, samples, { weight, bias }, null, colours);
    const sloped = free ? { made: free, at: 1 } : seen(); // a step that went nowhere has the slope
    drawMap(map, ground.frame, [sloped, whole], colours, { lowest });
    drawLoss(curve, [seen(), whole], colours, 0);
    const still = !cursor.plays;
    grips(ends, now()).forEach(([x, y], i) => {
      const name = `The line at its ${i ? "right" : "left"} end: x, y`;
      place(data, x, y, still ? name : "", [left, right][i]);
    });
    place(map, weight, bias, still ? "The line's weight, bias" : "", here);
    tell();
  }

  /** Says in numbers what is seen. */
  function tell() {
    const { made: run, at } = seen();
    const [w, b, value] = [run.weight, run.bias, run.loss].map((of) =>
      of[at].toFixed(4).replace("-", "−"),
    );
    const which = free ? "your line" : `${made === script ? "" : "your run, "}step ${at}`;
    said.textContent = `${which}: weight ${w}, bias ${b}, loss ${value}`;
    cursor.tell(said.textContent);
    if (again) again.hidden = !free;
    back.hidden = !free && made === script;
  }

  /** Draws the map's ground so that a place is seen on it. @param {Place} there */
  function drawMapAbout(there) {
    drawGround(ground, loss, samples, around(made, lowest, there, shapeOf(map.canvas)), palette(root));
  }

  /** Draws all: at the beginning, and when the page has another look. */
  function anew() {
    drawMapAbout(free ? now() : lowest);
    cursor.soon();
  }

  /** Takes the line in hand. @param {Place} there */
  function turn(there) {
    cursor.stop();
    free = standing(loss, samples, there);
    cursor.soon();
  }

  /** Looks at another run, from its beginning. @param {Run} other */
  function lookAt(other) {
    made = other;
    cursor.go(0);
    anew();
  }

  [left, right].forEach((end, i) => {
    const move = (/** @type {number} */ x, /** @type {number} */ y) => {
      const held = grips(ends, now())[1 - i];
      turn(through(held, [x, y], i ? 1 : -1));
    };
    draggable(data, move, () => grips(ends, now())[i], end);
  });
  /** On a map that stands still under a hand. @param {number} weight @param {number} bias */
  const slide = (weight, bias) => {
    const { left, right, bottom, top } = ground.frame;
    turn({ weight: clamp(weight, left, right), bias: clamp(bias, bottom, top) });
  };
  draggable(map, slide, () => [now().weight, now().bias], here);
  map.canvas.addEventListener("pointerdown", ({ offsetX, offsetY }) => {
    const away = Array.from(made.weight, (w, k) =>
      Math.hypot(map.x(w) - offsetX, map.y(made.bias[k]) - offsetY),
    );
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] < REACH) cursor.go(nearest);
  });
  scrubbed(curve, cursor);
  again?.addEventListener("click", () => {
    lookAt(rerun(facts, loss, samples, now()));
    cursor.play();
  });
  back.addEventListener("click", () => lookAt(script));
  lookedAt(root, anew);
}
