/**
 * The home page's landscape: a still picture until its run is asked for, which then plays once.
 *
 * @import { Facts } from "./address.js"
 * @import { Settings } from "./run.js"
 * @import { Frame } from "./scale.js"
 */

const MILLISECONDS = 4000;

const root = /** @type {HTMLElement} */ (document.querySelector(".explorer-small"));
/** What the hook made is there. @template {Element} E @param {string} place @returns {E} */
const find = (place) => /** @type {E} */ (root.querySelector(place));
/** @type {HTMLElement} */
const view = find(".view");
/** @type {HTMLButtonElement} */
const button = find("button");
/** @type {HTMLOutputElement} */
const said = find("output");
/** @type {Facts} */
const { x, y, weight, bias, truth, lr, steps } = JSON.parse(find("script").textContent);

/** @type {Promise<(step: number) => void> | undefined} what draws, once it is asked for */
let scene;
let playing = false;
/** @type {number | undefined} when it began to play */
let begun;

/** Loads the explorer's engine and puts the canvas in the still picture's place. */
async function prepare() {
  const [{ Plot, palette }, { drawGround }, { drawMap }, { minimum }, { losses }, { run }] =
    await Promise.all([
      import("./plot.js"),
      import("./ground.js"),
      import("./map_view.js"),
      import("./landscape.js"),
      import("./losses.js"),
      import("./run.js"),
    ]);
  const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
  /** @type {Settings} */
  const script = {
    loss: "mse",
    optimizer: "sgd",
    lr,
    w: weight,
    b: bias,
    steps,
    batch: x.length,
    zero_grad: "right",
    broadcast: false,
    weight_decay: 0,
    // What neither this loss nor this optimizer asks for.
    delta: NaN,
    factor: NaN,
    momentum: NaN,
    beta1: NaN,
    beta2: NaN,
  };
  const made = run(script, samples);
  const canvases = /** @type {HTMLCollectionOf<HTMLCanvasElement>} */ (view.children);
  const [ground, path] = Array.from(canvases, (canvas) => new Plot(canvas));
  const frame = around([weight, truth.weight], [bias, truth.bias]);
  const loss = losses.mse();
  const places = { lowest: minimum(loss, samples), truth };
  let at = 0;

  const draw = () => drawMap(path, frame, [{ made, at }], palette(root), places);
  const anew = () => {
    drawGround(ground, loss, samples, frame, palette(root));
    draw();
  };
  /** @type {NodeListOf<HTMLElement>} */
  const parts = root.querySelectorAll(":scope > *");
  for (const part of parts) part.hidden = part.matches(".still");
  anew();
  new ResizeObserver(anew).observe(view);
  new MutationObserver(anew).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

  /** Shows a step. @param {number} step */
  return (step) => {
    at = step;
    draw();
    said.ariaLive = at === steps ? "polite" : "off"; // only the end is read aloud
    const numbers = [made.weight, made.bias, made.loss].map((values) => values[at].toFixed(4));
    const [w, b, loss] = numbers.map((number) => number.replace("-", "−"));
    const reading = `step ${at}: weight ${w}, bias ${b}`;
    said.textContent = at ? `${reading}, loss ${loss}` : reading;
  };
}

/**
 * A frame of 4 : 3 with one unit for both axes, and some room about two weights and biases.
 *
 * @param {[number, number]} weights
 * @param {[number, number]} biases
 * @returns {Frame}
 */
function around(weights, biases) {
  const across = Math.abs(weights[0] - weights[1]);
  const up = Math.abs(biases[0] - biases[1]);
  const half = 0.8 * Math.max(across, (4 / 3) * up);
  const [w, b] = [weights, biases].map(([one, other]) => (one + other) / 2);
  return { left: w - half, right: w + half, bottom: b - 0.75 * half, top: b + 0.75 * half };
}

button.addEventListener("click", async () => {
  const show = await (scene ??= prepare());
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  begun = playing || still ? -Infinity : undefined; // pressed again, it goes to the end
  if (playing) return;
  /** @param {number} now */
  const tick = (now) => {
    begun ??= now;
    const at = Math.min(steps, Math.floor(((now - begun) / MILLISECONDS) * steps));
    show(at);
    playing = at < steps;
    button.textContent = playing ? "To the end" : "Play again";
    if (playing) requestAnimationFrame(tick);
  };
  playing = true;
  requestAnimationFrame(tick);
});
/** @type {HTMLElement} */ (find(".buttons")).hidden = false;
