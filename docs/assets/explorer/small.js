/** The home page's landscape: a still picture until its run is asked for, which then plays once. */

const MILLISECONDS = 4000;

const root = document.querySelector(".explorer-small");
const [view, button, said] = [".view", "button", "output"].map((name) => root.querySelector(name));
const { x, y, weight, bias, lr, steps } = JSON.parse(root.querySelector("script").textContent);

let scene; // a promise of what draws, once it is asked for
let playing = false;
let begun; // when

/** Loads the explorer's engine and puts the canvas in the still picture's place. */
async function prepare() {
  const [{ Plot, drawGround, drawPaths, palette }, { losses }, { run }] = await Promise.all(
    ["drawing", "losses", "run"].map((name) => import(`./${name}.js`)),
  );
  const samples = { x: Float64Array.from(x), y: Float64Array.from(y) };
  const script = { loss: "mse", optimizer: "sgd", lr, w: weight, b: bias, steps, batch: x.length };
  const made = run({ ...script, weight_decay: 0, zero_grad: "right", broadcast: false }, samples);
  const [ground, path] = Array.from(view.children, (canvas) => new Plot(canvas));
  const frame = around([weight, 2], [bias, 1]);
  let at = 0;
  let lowest;

  const draw = () => drawPaths(path, frame, [{ made, at }], palette(root), lowest);
  const anew = () => {
    lowest = drawGround(ground, losses.mse(), samples, frame, palette(root));
    draw();
  };
  for (const part of root.querySelectorAll(":scope > *")) part.hidden = part.matches(".still");
  anew();
  new ResizeObserver(anew).observe(view);
  new MutationObserver(anew).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });

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

/** A frame of 4 : 3 with one unit for both axes, and some room about these weights and biases. */
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
root.querySelector(".buttons").hidden = false;
