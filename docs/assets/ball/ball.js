/**
 * A weight with momentum as a ball on the curve of its loss, and where it was over the steps: one
 * cursor goes through both.
 *
 * @import { Colours } from "../worlds/plot.js"
 *
 * @typedef {object} Roll  told by docs/hooks/draw/ball.py
 * @property {string} name  of the weight
 * @property {number[]} at  before each step and after the last
 * @property {number[]} loss
 * @property {number[]} slope  by how much each step is made longer by the slope
 * @property {number[]} carried  and by what was left of the steps before
 * @property {[at: number, loss: number][]} curve
 */

import { arrow, dots, line } from "../worlds/marks.js";
import { Plot, palette } from "../worlds/plot.js";
import { extent } from "../worlds/scale.js";
import { scrubbed } from "../worlds/handles.js";
import { led } from "../worlds/led.js";
import { lookedAt, parts, told } from "../worlds/parts.js";

const RADIUS = 9; // of the ball, in pixels
const STRIP = 0.5; // of the curve's height, below it for the arrows

/** Brings one figure to life. @param {HTMLElement} root */
export async function wake(root) {
  const facts = await told(root);
  const { view, ...controls } = parts(root);
  const { name, at, loss, slope, carried, curve } = /** @type {Roll} */ (facts);
  const steps = slope.length;
  const [bowl] = view("data").map((canvas) => new Plot(canvas));
  const [way] = view("loss").map((canvas) => new Plot(canvas));
  const [across, up] = [0, 1].map((i) => curve.map((point) => point[i]));
  const [left, right] = extent(across);
  const [least, top] = extent(up);
  const lowest = across[up.indexOf(least)]; // of the curve's points
  const { cursor, walk, soon, tell } = led(controls, draw);

  function draw() {
    const colours = palette(root);
    drawBowl(walk.at, colours);
    drawWay(walk.at, colours);
    tell(inWords(walk.at));
  }

  /** What is seen at a step, in numbers. @param {number} k */
  function inWords(k) {
    const numbers = [`${name} ${digits(at[k])}`, `loss ${loss[k].toFixed(4)}`];
    if (k < steps) {
      const whole = carried[k] + slope[k];
      numbers.push(`carried ${digits(carried[k])}, slope ${digits(slope[k])}, together ${digits(whole)}`);
    }
    return `step ${k}: ${numbers.join(", ")}`;
  }

  /** @param {number} k @param {Colours} colours */
  function drawBowl(k, colours) {
    const frame = { left, right, bottom: -STRIP * top, top: 1.12 * top };
    const drawn = () => {
      const rows = [0.25, 0.55, 0.85].map((share) => -STRIP * top * share);
      line(bowl, across, up, colours.loss);
      dots(bowl, at, loss, colours.update, 2, k);
      if (k < steps) {
        line(bowl, [at[k], at[k]], [loss[k], rows[2]], colours.grid, { dash: [2, 4] });
        arrow(bowl, at[k], rows[0], carried[k], 0, colours.update, { dash: [4, 3] });
        arrow(bowl, at[k] + carried[k], rows[1], slope[k], 0, colours.gradient);
        arrow(bowl, at[k], rows[2], carried[k] + slope[k], 0, colours.update);
      }
      drawBall(k, colours);
    };
    // There is no loss below the curve, where the arrows are.
    bowl.draw(frame, colours, [name, "loss"], drawn, (tick) => (tick < 0 ? "" : String(tick)));
  }

  /** On the curve, not in it. @param {number} k @param {Colours} colours */
  function drawBall(k, colours) {
    const next = across.findIndex((x) => x > at[k]);
    const dx = bowl.x(across[next]) - bowl.x(across[next - 1]);
    const dy = bowl.y(up[next]) - bowl.y(up[next - 1]);
    const size = Math.hypot(dx, dy);
    const [x, y] = [bowl.x(at[k]) + (RADIUS * dy) / size, bowl.y(loss[k]) - (RADIUS * dx) / size];
    const { context } = bowl;
    context.beginPath();
    context.arc(x, y, RADIUS, 0, 2 * Math.PI);
    context.fillStyle = colours.parameter;
    context.fill();
  }

  /** @param {number} k @param {Colours} colours */
  function drawWay(k, colours) {
    const frame = { left: 0, right: steps, bottom: left, top: right };
    way.draw(frame, colours, ["step", name], () => {
      const all = at.map((_, step) => step);
      line(way, [0, steps], [lowest, lowest], colours.grid);
      line(way, all, at, colours.muted, { dash: [4, 4] });
      line(way, all, at, colours.parameter, { to: k });
      dots(way, [k], [at[k]], colours.parameter, 5);
    });
  }

  scrubbed(way, cursor);
  lookedAt(root, soon);
}

/** @param {number} number */
const digits = (number) => number.toFixed(3).replace("-", "−");
