/**
 * A weight with momentum as a ball on the curve of its loss, and where it was over the steps: one
 * cursor goes through both. A reader may set lr and momentum, and let it roll.
 *
 * @import { Colours } from "../worlds/plot.js"
 * @import { Bowl, Way } from "./roll.js"
 *
 * @typedef {object} Told  by docs/hooks/draw/ball.py
 * @property {string} name  of the weight
 * @property {[at: number, loss: number][]} curve
 * @property {Bowl | null} bowl  if the curve is a parabola
 */

import { scrubbed } from "../worlds/hand.js";
import { led } from "../worlds/led.js";
import { arrow, dots, line } from "../worlds/marks.js";
import { lookedAt, parts, told } from "../worlds/parts.js";
import { Plot, palette } from "../worlds/plot.js";
import { extent } from "../worlds/scale.js";
import { height, roll } from "./roll.js";

const RADIUS = 9; // of the ball, in pixels
const STRIP = 0.5; // of the curve's height, below it for the arrows

/** Brings one figure to life. @param {HTMLElement} root */
export async function wake(root) {
  const facts = await told(root);
  if (!facts) return;
  const { name, curve, bowl, ...script } = /** @type {Told & Way} */ (facts);
  const { view, back, ...controls } = parts(root);
  const steps = script.slope.length;
  const [hill] = view("data").map((canvas) => new Plot(canvas));
  const [way] = view("loss").map((canvas) => new Plot(canvas));
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = root.querySelectorAll("[name]");

  /** @type {Way} */
  let made = script; // the run that is looked at
  let [across, up] = [0, 1].map((i) => curve.map((point) => point[i]));
  const [left, right] = extent(across);
  const lowest = bowl?.lowest ?? across[up.indexOf(Math.min(...up))];
  const { cursor, walk, soon, tell } = led(controls, draw);

  function draw() {
    const colours = palette(root);
    drawHill(walk.at, colours);
    drawWay(walk.at, colours);
    tell(inWords(walk.at));
    back.hidden = made === script;
  }

  /** What is seen at a step, in numbers. @param {number} k */
  function inWords(k) {
    const { at, loss, carried, slope } = made;
    const numbers = [`${name} ${digits(at[k])}`, `loss ${loss[k].toFixed(4)}`];
    if (k < steps) {
      const whole = carried[k] + slope[k];
      numbers.push(`carried ${digits(carried[k])}, slope ${digits(slope[k])}, together ${digits(whole)}`);
    }
    return `${made === script ? "" : "your run, "}step ${k}: ${numbers.join(", ")}`;
  }

  /** @param {number} k @param {Colours} colours */
  function drawHill(k, colours) {
    const { at, loss, carried, slope } = made;
    const top = Math.max(...up);
    const frame = { left: across[0], right: across[across.length - 1], bottom: -STRIP * top, top: 1.12 * top };
    const drawn = () => {
      const rows = [0.25, 0.55, 0.85].map((share) => -STRIP * top * share);
      line(hill, across, up, colours.loss);
      dots(hill, at, loss, colours.update, 2, k);
      if (k < steps) {
        line(hill, [at[k], at[k]], [loss[k], rows[2]], colours.grid, { dash: [2, 4] });
        arrow(hill, at[k], rows[0], carried[k], 0, colours.update, { dash: [4, 3] });
        arrow(hill, at[k] + carried[k], rows[1], slope[k], 0, colours.gradient);
        arrow(hill, at[k], rows[2], carried[k] + slope[k], 0, colours.update);
      }
      drawBall(k, colours);
    };
    // There is no loss below the curve, where the arrows are.
    hill.draw(frame, colours, [name, "loss"], drawn, (tick) => (tick < 0 ? "" : String(tick)));
  }

  /** On the curve, not in it. @param {number} k @param {Colours} colours */
  function drawBall(k, colours) {
    const next = across.findIndex((x) => x > made.at[k]);
    const dx = hill.x(across[next]) - hill.x(across[next - 1]);
    const dy = hill.y(up[next]) - hill.y(up[next - 1]);
    const size = Math.hypot(dx, dy);
    const x = hill.x(made.at[k]) + (RADIUS * dy) / size;
    const y = hill.y(made.loss[k]) - (RADIUS * dx) / size;
    const { context } = hill;
    context.beginPath();
    context.arc(x, y, RADIUS, 0, 2 * Math.PI);
    context.fillStyle = colours.parameter;
    context.fill();
  }

  /** @param {number} k @param {Colours} colours */
  function drawWay(k, colours) {
    const { at } = made;
    const frame = { left: 0, right: steps, bottom: across[0], top: across[across.length - 1] };
    way.draw(frame, colours, ["step", name], () => {
      const all = at.map((_, step) => step);
      line(way, [0, steps], [lowest, lowest], colours.grid);
      line(way, all, at, colours.muted, { dash: [4, 4] });
      line(way, all, at, colours.parameter, { to: k });
      dots(way, [k], [at[k]], colours.parameter, 5);
    });
  }

  /** Rolls as the reader has set it; the curve is seen as far as the ball goes. @param {Bowl} bowl */
  function rollAnew(bowl) {
    const set = Object.fromEntries(Array.from(inputs, (input) => [input.name, Number(input.value)]));
    made = roll(bowl, script.at[0], steps, /** @type {{lr: number, momentum: number}} */ (set));
    const [least, most] = extent(made.at);
    const ends = [Math.min(left, 1.1 * least - 0.1 * most), Math.max(right, 1.1 * most - 0.1 * least)];
    const points = curve.length - 1;
    across = curve.map((_, i) => ends[0] + ((ends[1] - ends[0]) * i) / points);
    up = across.map((weight) => height(bowl, weight));
    say();
    cursor.go(walk.at);
  }

  /** Writes beside each slider what it says. */
  function say() {
    for (const input of inputs) {
      const said = /** @type {Element} */ (input.nextElementSibling);
      said.textContent = input.value;
    }
  }

  if (bowl) for (const input of inputs) input.addEventListener("input", () => rollAnew(bowl));
  back.addEventListener("click", () => {
    made = script;
    [across, up] = [0, 1].map((i) => curve.map((point) => point[i]));
    for (const input of inputs) input.value = input.defaultValue;
    say();
    cursor.go(0);
  });
  scrubbed(way, cursor);
  lookedAt(root, soon);
}

/** @param {number} number */
const digits = (number) => number.toFixed(3).replace(/^-(?=0\.0*$)/, "").replace("-", "−");
