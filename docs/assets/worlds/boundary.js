/**
 * Points of two classes with the line between them, and the loss over the steps: one cursor goes
 * through both. A reader may turn the line, and let it run from there.
 *
 * @import { Colours } from "./plot.js"
 * @import { Course, Line, Points } from "../engine/logistic.js"
 */

import { dataFrame } from "./data_view.js";
import { draggable, scrubbed } from "./hand.js";
import { handle, place } from "./handles.js";
import { drawLoss } from "./loss_view.js";
import { led } from "./led.js";
import { dots, line, stroke } from "./marks.js";
import { logit, lossOf, train } from "../engine/logistic.js";
import { lookedAt, parts, told } from "./parts.js";
import { Plot, palette } from "./plot.js";

const REACH = 0.42; // of the picture's lesser side: how far a handle is from the line's middle

/** Brings one figure to life. @param {HTMLElement} root */
export async function wake(root) {
  const facts = await told(root);
  if (!facts) return;
  const { view, again, back, ...controls } = parts(root);
  const { lr } = /** @type {{lr: number}} */ (facts);
  const [x, y] = /** @type {[Points, number[]]} */ ([facts.x, facts.y]);
  /** @type {Course} */
  const script = {
    at: facts.loss.map((/** @type {number} */ _, /** @type {number} */ k) => {
      const [across, up, offset] = [facts.across[k], facts.up[k], facts.offset[k]];
      return { across, up, offset };
    }),
    loss: facts.loss,
  };
  const [data] = view("data").map((canvas) => new Plot(canvas));
  const [curve] = view("loss").map((canvas) => new Plot(canvas));
  const sides = ["left", "right"].map((end) => handle(root, end));
  const frame = dataFrame({
    x: Float64Array.from(x, ([x0]) => x0),
    y: Float64Array.from(x, ([, x1]) => x1),
  });

  let made = script; // the run that is looked at
  /** @type {Line | null} that a reader has turned, which no step led to */
  let free = null;
  const { cursor, walk, soon, tell } = led(controls, draw, () => (free = null));
  const now = () => free ?? made.at[walk.at];

  function draw() {
    const colours = palette(root);
    const there = now();
    const wrong = x.filter((point, i) => logit(there, point) > 0 !== (y[i] === 1));
    drawPoints(there, wrong, colours);
    const loss = free ? [lossOf(free, x, y)] : made.loss;
    const shown = { made: asRun(loss), at: free ? 0 : walk.at };
    drawLoss(curve, [shown, { made: asRun(made.loss), at: walk.steps }], colours, 0);
    grips(there).forEach((at, i) => {
      const name = `The line at its ${i ? "right" : "left"} end: feature 0, feature 1`;
      place(data, sides[i], at, cursor.plays ? "" : name);
    });
    const which = free ? "your line" : `${made === script ? "" : "your run, "}step ${walk.at}`;
    const value = loss[shown.at].toFixed(4);
    tell(`${which}: loss ${value}, ${wrong.length} of ${x.length} points on the wrong side`);
    if (again) again.hidden = !free;
    back.hidden = !free && made === script;
  }

  /** @param {Line} there @param {Points} wrong on the wrong side of it @param {Colours} colours */
  function drawPoints(there, wrong, colours) {
    data.draw(frame, colours, ["feature 0", "feature 1"], () => {
      const [middle, along] = middleOf(there);
      const far = 2 * (frame.right - frame.left + frame.top - frame.bottom);
      const ends = [-far, far].map((t) => [middle[0] + t * along[0], middle[1] + t * along[1]]);
      line(data, ends.map(([at]) => at), ends.map(([, at]) => at), colours.parameter);
      for (const [x0, x1] of wrong) {
        data.context.beginPath();
        data.context.arc(data.x(x0), data.y(x1), 7, 0, 2 * Math.PI);
        stroke(data, colours.loss, 2);
      }
      const zeros = x.filter((_, i) => !y[i]);
      dots(data, zeros.map(([x0]) => x0), zeros.map(([, x1]) => x1), colours.ink, 3);
      for (const [x0, x1] of x.filter((_, i) => y[i])) triangle(data.x(x0), data.y(x1), colours.ink);
    });
  }

  /** @param {number} px @param {number} py @param {string} colour */
  function triangle(px, py, colour) {
    const { context } = data;
    context.beginPath();
    context.moveTo(px, py - 4.5);
    context.lineTo(px + 4, py + 3);
    context.lineTo(px - 4, py + 3);
    context.fillStyle = colour;
    context.fill();
  }

  /**
   * The line's point nearest to the picture's middle, and its direction, to the right.
   *
   * @param {Line} line
   * @returns {[point: number[], along: number[]]}
   */
  function middleOf({ across, up, offset }) {
    const [x0, x1] = [(frame.left + frame.right) / 2, (frame.bottom + frame.top) / 2];
    const size = Math.hypot(across, up);
    const off = logit({ across, up, offset }, [x0, x1]) / size ** 2;
    const turn = up < 0 ? -1 : 1;
    const along = [(turn * up) / size, (-turn * across) / size];
    return [[x0 - off * across, x1 - off * up], along];
  }

  /**
   * Where a hand takes the line: on the left and on the right.
   *
   * @param {Line} there
   * @returns {[x0: number, x1: number][]}
   */
  function grips(there) {
    const [middle, along] = middleOf(there);
    const reach = REACH * Math.min(frame.right - frame.left, frame.top - frame.bottom);
    return [-reach, reach].map((t) => [middle[0] + t * along[0], middle[1] + t * along[1]]);
  }

  /**
   * Turns the line to where a hand moves one end; how sure the model is stays as it was.
   *
   * @param {number} i the end
   * @param {number} x0
   * @param {number} x1
   */
  function turn(i, x0, x1) {
    const there = now();
    const held = grips(there)[1 - i];
    const [dx, dy] = [x0 - held[0], x1 - held[1]];
    const size = Math.hypot(there.across, there.up) / (Math.hypot(dx, dy) || 1);
    // Of the two directions across the line, the one on the same side as before.
    const side = Math.sign(there.across * -dy + there.up * dx) || 1;
    const [across, up] = [-dy * side * size, dx * side * size];
    cursor.stop();
    free = { across, up, offset: -(across * held[0] + up * held[1]) };
    soon();
  }

  sides.forEach((side, i) => {
    const where = () => grips(now())[i];
    draggable(data, side, (x0, x1) => turn(i, x0, x1), where);
  });
  scrubbed(curve, cursor);
  /** @param {Course} other */
  const lookAt = (other) => {
    made = other;
    cursor.go(0);
  };
  again?.addEventListener("click", () => {
    lookAt(train(now(), x, y, lr, walk.steps));
    cursor.toggle();
  });
  back.addEventListener("click", () => lookAt(script));
  lookedAt(root, soon);
}

/** What a loss's curve is drawn of. @param {number[]} loss */
function asRun(loss) {
  const none = new Float64Array();
  const losses = Float64Array.from(loss);
  const nothing = { weight: none, bias: none, weightGrad: none, biasGrad: none, states: [] };
  return { ...nothing, loss: losses, divergedAt: 0 };
}
