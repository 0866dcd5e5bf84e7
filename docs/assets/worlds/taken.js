/**
 * What a hand does in the three worlds: it goes to a step, plays the steps, turns the line, slides it
 * over the map, and lets it run from where it stands.
 *
 * @import { Place } from "../engine/landscape.js"
 * @import { Residuals } from "../engine/losses.js"
 * @import { Penalty } from "../engine/penalty.js"
 * @import { Run, Samples } from "../engine/run.js"
 * @import { Facts } from "./course.js"
 * @import { Controls } from "./led.js"
 * @import { Views } from "./views.js"
 *
 * @typedef {object} Figure  as worlds.js has brought it to life
 * @property {Facts} facts
 * @property {Samples} samples
 * @property {Residuals & Penalty} loss
 * @property {Run} script  the recorded run
 * @property {Views} views
 * @property {HTMLElement} here  the line's place on the map
 * @property {HTMLElement | null} again  lets the line run, where that can be done
 * @property {HTMLElement} back  leads to the recorded run
 * @property {Controls} controls
 * @property {() => void} draw
 * @property {() => Place} now  where the cursor is
 * @property {(line: Run | null) => void} stand  shows a line that stands where a reader has put it, or
 *   the run
 * @property {(other: Run) => void} lookAt  shows another run
 * @property {() => Run} made  the run whose way is on the map
 */

import { draggable, scrubbed } from "./hand.js";
import { led } from "./led.js";
import { clamp } from "./scale.js";
import { turnable } from "./turnable.js";
import { rerun, standing } from "./turned.js";

const REACH = 14; // pixels, of a finger or a mouse from a step on the map

/** Lets a hand do it, and gives what leads the cursor from now on. @param {Figure} figure */
export function take(figure) {
  const { facts, samples, loss, views, again, back, now, stand, made, lookAt } = figure;
  const { map, curve } = views;
  const leads = led(figure.controls, figure.draw, () => stand(null));
  const { cursor } = leads;
  /** @param {Place} there */
  const turn = (there) => {
    cursor.stop();
    stand(standing(loss, samples, there));
  };
  turnable(views, now, turn);
  /** On a map that stands still under a hand. @param {number} weight @param {number} bias */
  const slide = (weight, bias) => {
    const { left, right, bottom, top } = map.frame;
    turn({ weight: clamp(weight, left, right), bias: clamp(bias, bottom, top) });
  };
  draggable(map, figure.here, slide, () => [now().weight, now().bias]);
  map.canvas.addEventListener("pointerdown", ({ offsetX, offsetY }) => {
    const { weight, bias } = made();
    const away = Array.from(weight, (w, k) => Math.hypot(map.x(w) - offsetX, map.y(bias[k]) - offsetY));
    const nearest = away.indexOf(Math.min(...away));
    if (away[nearest] < REACH) cursor.go(nearest);
  });
  scrubbed(curve, cursor);
  again?.addEventListener("click", () => {
    lookAt(rerun(facts, loss, samples, now()));
    cursor.go(0);
    cursor.toggle();
  });
  back.addEventListener("click", () => {
    lookAt(figure.script);
    cursor.go(0);
  });
  return leads;
}
