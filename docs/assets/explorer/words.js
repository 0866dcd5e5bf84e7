/** A run in words: its last step as arithmetic, and all of it as a PyTorch script. */

import { run } from "./run.js";

/** Four digits after the point, or as many as a small or a huge number needs. */
export function digits(value) {
  const plain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5);
  return (plain ? value.toFixed(4) : value.toExponential(3)).replaceAll("-", "−").replace("e+", "e");
}

const inside = (value) => (value < 0 ? `(${digits(value)})` : digits(value));

/** The k-th step in lines like “weight ← 1.2000 − 0.01 · (−0.5000) = 1.2050”. */
export function update(settings, samples, k, { weight, bias, weightGrad, biasGrad }) {
  if (settings.zero_grad === "between") {
    return "weight.grad and bias.grad are None: step() leaves both parameters alone";
  }
  const { states } = run({ ...settings, steps: k - 1 }, samples);
  return [
    ...lines("weight", states[0], weight[k - 1], weightGrad[k], weight[k], settings),
    "",
    ...lines("bias", states[1], bias[k - 1], biasGrad[k], bias[k], settings),
  ].join("\n");
}

function lines(name, state, before, grad, after, settings) {
  const { optimizer, lr, momentum, beta1, beta2, weight_decay } = settings;
  const out = [];
  const say = (letter, terms, value) => out.push(`${letter} ← ${terms} = ${digits(value)}`);
  const mix = (letter, kept, old, added, value) => {
    const rest = Number((1 - kept).toPrecision(6));
    say(letter, `${kept} · ${inside(old)} + ${rest} · ${added}`, value);
  };
  const was = { ...state };
  state.step(before, grad);

  let [from, g] = [before, grad];
  if (weight_decay && optimizer === "adamw") {
    from = before * (1 - lr * weight_decay);
    say(name, `${digits(before)} · (1 − ${lr} · ${weight_decay})`, from);
  } else if (weight_decay) {
    g = state.decayed(before, grad);
    say("g", `${digits(grad)} + ${weight_decay} · ${inside(before)}`, g);
  }

  let step = inside(g);
  if ("momentum_buffer" in state) {
    const buffer = state.momentum_buffer;
    if (was.momentum_buffer === null) out.push(`buf ← ${digits(g)}`);
    else say("buf", `${momentum} · ${inside(was.momentum_buffer)} + ${inside(g)}`, buffer);
    step = optimizer === "nesterov" ? `(${digits(g)} + ${momentum} · ${inside(buffer)})` : inside(buffer);
  } else if (optimizer === "rmsprop") {
    mix("v", 0.99, was.square_avg, `${inside(g)}²`, state.square_avg);
    step += ` / (√${digits(state.square_avg)} + 1e−8)`;
  } else if (optimizer === "adagrad") {
    say("v", `${digits(was.sum)} + ${inside(g)}²`, state.sum);
    step += ` / (√${digits(state.sum)} + 1e−10)`;
  } else if ("exp_avg" in state) {
    const { steps, exp_avg: m, exp_avg_sq: v } = state;
    mix("m", beta1, was.exp_avg, inside(g), m);
    mix("v", beta2, was.exp_avg_sq, `${inside(g)}²`, v);
    const [corrected, squared] = [m / (1 - beta1 ** steps), v / (1 - beta2 ** steps)];
    say("m̂", `m / (1 − ${beta1}^${steps})`, corrected);
    say("v̂", `v / (1 − ${beta2}^${steps})`, squared);
    step = `${inside(corrected)} / (√${digits(squared)} + 1e−8)`;
  }
  say(name, `${digits(from)} − ${lr} · ${step}`, after);
  return out;
}

const CLASSES = { rmsprop: "RMSprop", adagrad: "Adagrad", adam: "Adam", adamw: "AdamW" };
const LOSSES = {
  l1: () => "loss_fn = nn.L1Loss()",
  huber: ({ delta }) => `loss_fn = nn.HuberLoss(delta=${delta})`,
  custom: ({ factor }) => `

def loss_fn(y_pred, y_true):
    mse = torch.mean((y_pred - y_true) ** 2)
    l1 = torch.mean(torch.abs(y_pred - y_true))
    return mse + ${factor} * l1

`,
};

const PENALTIES = { mse_l1_penalty: "model.weight.abs()", mse_l2_penalty: "model.weight.pow(2)" };

/** The script that makes a run, in the style of the snippets. */
export function script(settings, facts) {
  const { loss, factor, batch, at, w, b, zero_grad, broadcast, samples } = settings;
  const count = Math.max(facts.x.length, ...Object.keys(samples).map((i) => Number(i) + 1));
  const batched = batch < count;
  const [x, y] = batched ? ["x_batch", "y_batch"] : ["x", "y"];
  const kind = CLASSES[settings.optimizer] ?? "SGD";
  const penalty = loss in PENALTIES ? ` + ${factor} * ${PENALTIES[loss]}.sum()` : "";
  const lines = [
    `"""A loss moves a weight and a bias: ${at} steps of ${kind}."""\n`,
    batched && "from itertools import cycle\n",
    "import torch",
    "from torch import nn, optim\n",
    facts.data,
    "x, y = x.double(), y.double()  # the explorer computes in float64",
    ...changed(samples, facts.x.length),
    "\nmodel = nn.Linear(1, 1).double()",
    `nn.init.constant_(model.weight, ${w})`,
    `nn.init.constant_(model.bias, ${b})`,
    LOSSES[loss]?.(settings) ?? "loss_fn = nn.MSELoss()",
    `optimizer = optim.${kind}(model.parameters(), ${options(settings)})`,
    batched && `batches = cycle(zip(x.split(${batch}), y.split(${batch})))`,
    `\nfor step in range(${at}):`,
    batched && "    x_batch, y_batch = next(batches)",
    `    y_pred = model(${x})`,
    broadcast
      ? `    loss = loss_fn(y_pred, ${y}.squeeze(1))${penalty}  # wrong: N × N errors\n`
      : `    loss = loss_fn(y_pred, ${y})${penalty}\n`,
    zero_grad === "right" && "    optimizer.zero_grad()",
    "    loss.backward()",
    zero_grad === "between" && "    optimizer.zero_grad()  # wrong",
    "    optimizer.step()\n",
    at > 0 && 'print(f"loss {loss.item():.6g}")',
    'print(f"weight {model.weight.item():.6g}  bias {model.bias.item():.6g}")\n',
  ];
  return lines.filter(Boolean).join("\n");
}

/** Lines that put the dragged samples where they are, and add the added ones. */
function changed(samples, count) {
  const entries = Object.entries(samples);
  const added = entries.filter(([i]) => i >= count);
  const column = (k) => added.map(([, point]) => `[${point[k]}]`).join(", ");
  const grown = ["x", "y"].map(
    (name, k) => `${name} = torch.cat([${name}, torch.tensor([${column(k)}], dtype=torch.float64)])`,
  );
  return [
    ...entries.filter(([i]) => i < count).map(([i, [x, y]]) => `x[${i}], y[${i}] = ${x}, ${y}`),
    ...(added.length ? grown : []),
  ];
}

function options({ optimizer, lr, momentum, beta1, beta2, weight_decay }) {
  const own = {
    momentum: `momentum=${momentum}`,
    nesterov: `momentum=${momentum}, nesterov=True`,
    adam: `betas=(${beta1}, ${beta2})`,
    adamw: `betas=(${beta1}, ${beta2})`,
  }[optimizer];
  const decays = weight_decay || optimizer === "adamw"; // whose default is not 0
  return [`lr=${lr}`, own, decays && `weight_decay=${weight_decay}`].filter(Boolean).join(", ");
}
