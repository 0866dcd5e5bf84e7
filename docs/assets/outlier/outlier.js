/**
 * One sample of a few that a reader moves up and down, and the lines of several losses that answer.
 *
 * @import { Residuals } from "../engine/losses.js"
 * @import { Penalty } from "../engine/penalty.js"
 *
 * @typedef {object} Told  by docs/hooks/draw/outlier.py
 * @property {number[]} x
 * @property {number[]} y
 * @property {number} far  which of the samples is moved
 * @property {(Partial<Residuals & Penalty> & {dash: number[]})[]} losses
 */

import { dataFrame } from "../worlds/data_view.js";
import { Loss } from "../engine/losses.js";
import { dots, line, stroke } from "../worlds/marks.js";
import { Plot, palette } from "../worlds/plot.js";
import { lookedAt } from "../worlds/parts.js";
import { lowest, pull } from "./lowest.js";

/** Brings one figure to life. @param {HTMLElement} root */
export function wake(root) {
  /** What the hook made is there. @template {Element} E @param {string} where @returns {E} */
  const find = (where) => /** @type {E} */ (root.querySelector(where));
  /** @type {Told} */
  const told = JSON.parse(find("script").textContent);
  const { far } = told;
  const samples = { x: Float64Array.from(told.x), y: Float64Array.from(told.y) };
  const losses = told.losses.map((parts) => new Loss(parts));
  /** @type {HTMLInputElement} */
  const input = find("input");
  /** @type {NodeListOf<HTMLElement>} */
  const said = root.querySelectorAll("li");
  const plot = new Plot(find("canvas"));
  const reach = [Number(input.min), Number(input.max)];
  const frame = dataFrame({ x: Float64Array.of(0, ...told.x), y: Float64Array.of(...reach, ...told.y) });

  /** Of each loss the weight of its line, and how hard the sample pulls at it. */
  const answers = () =>
    losses.map((loss) => {
      const weight = lowest(loss, samples);
      return { weight, slope: pull(loss, samples, weight, far) };
    });
  /** The hardest pull there can be is at an end of the way. */
  const hardest = Math.max(
    ...reach.flatMap((y) => {
      samples.y[far] = y;
      return answers().map(({ slope }) => Math.abs(slope));
    }),
  );

  function draw() {
    samples.y[far] = Number(input.value);
    const found = answers();
    const colours = palette(root);
    plot.draw(frame, colours, ["x", "y"], () => {
      const ends = [0, frame.right];
      found.forEach(({ weight }, i) => {
        line(plot, ends, ends.map((x) => weight * x), colours.parameter, { dash: told.losses[i].dash });
      });
      plot.context.beginPath();
      for (const { weight } of found) {
        plot.context.moveTo(plot.x(samples.x[far]), plot.y(samples.y[far]));
        plot.context.lineTo(plot.x(samples.x[far]), plot.y(weight * samples.x[far]));
      }
      stroke(plot, colours.loss, 1);
      dots(plot, samples.x, samples.y, colours.ink, 4);
    });
    const [bottom, top] = reach.map((y) => plot.y(y));
    const places = { across: plot.x(samples.x[far]), top, way: bottom - top };
    for (const [name, pixels] of Object.entries(places)) input.style.setProperty(`--${name}`, `${pixels}px`);
    found.forEach(({ weight, slope }, i) => {
      const [of, steep, bar] = said[i].querySelectorAll("output, .bar");
      of.textContent = digits(weight);
      steep.textContent = (slope > 0 ? "+" : "") + digits(slope);
      /** @type {HTMLElement} */ (bar).style.width = `${(100 * Math.abs(slope)) / hardest}%`;
    });
    const lines = found.map(({ weight }, i) => `${said[i].dataset.name} ${digits(weight)}`).join(", ");
    input.ariaValueText = `y ${input.value.replace("-", "−")}; weights: ${lines}`;
  }
  input.addEventListener("input", draw);
  lookedAt(root, draw);
}

/** @param {number} number */
const digits = (number) => number.toFixed(2).replace("-", "−");
