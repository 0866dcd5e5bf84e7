/**
 * Both passes of a chain, in float64: what each operation gives, how it changes with each of its
 * inputs, and what of the loss's slope comes to whom.
 *
 * Tensors are lists of numbers; one of a single number goes with each element of the other.
 *
 * @typedef {{op: string, inputs: number[], given: number[], kind: string}} Node
 *   what computes it, from which nodes, or else its numbers; what it is
 * @typedef {(...inputs: number[]) => number} Of
 * @typedef {{value: Of, slopes: Of[], over?: "sum" | "mean"}} Operation
 *   element by element, then over all elements
 * @typedef {{asks: boolean[], slopes: (number[] | null)[], parts: Map<string, number[]>}} Flow
 *   whether a node requires grad; the loss's slope by it; what came along each edge, "node.input"
 */

/** To the even one of two that are as near, as torch does. @param {number} x */
const rounded = (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x));

/** The names are torch's. @type {Record<string, Operation>} */
const OPERATIONS = {
  add: { value: (a, b) => a + b, slopes: [() => 1, () => 1] },
  sub: { value: (a, b) => a - b, slopes: [() => 1, () => -1] },
  __rsub__: { value: (a, b) => b - a, slopes: [() => -1, () => 1] },
  mul: { value: (a, b) => a * b, slopes: [(a, b) => b, (a) => a] },
  div: { value: (a, b) => a / b, slopes: [(a, b) => 1 / b, (a, b) => -a / (b * b)] },
  neg: { value: (a) => -a, slopes: [() => -1] },
  pow: { value: (a, n) => a ** n, slopes: [(a, n) => (n === 0 ? 0 : n * a ** (n - 1))] },
  abs: { value: Math.abs, slopes: [Math.sign] },
  round: { value: rounded, slopes: [() => 0] },
  linear: { value: (x, w, b) => x * w + b, slopes: [(x, w) => w, (x) => x, () => 1] },
  sum: { value: (a) => a, slopes: [() => 1], over: "sum" },
  mean: { value: (a) => a, slopes: [() => 1], over: "mean" },
  mse_loss: {
    value: (a, b) => (a - b) ** 2,
    slopes: [(a, b) => 2 * (a - b), (a, b) => 2 * (b - a)],
    over: "mean",
  },
  l1_loss: {
    value: (a, b) => Math.abs(a - b),
    slopes: [(a, b) => Math.sign(a - b), (a, b) => Math.sign(b - a)],
    over: "mean",
  },
};

/** @param {number[]} numbers */
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

/** Element by element. @param {number[][]} lists @param {Of} of */
function each(lists, of) {
  const length = Math.max(...lists.map((list) => list.length));
  return Array.from({ length }, (_, i) => of(...lists.map((list) => list[i % list.length])));
}

/** @param {number[]} a @param {number[]} b */
export const product = (a, b) => each([a, b], (x, y) => x * y);

/** The numbers of each node. @param {Node[]} nodes @returns {number[][]} */
export function climb(nodes) {
  /** @type {number[][]} */
  const values = [];
  for (const { op, inputs, given } of nodes) {
    if (!op) {
      values.push(given);
      continue;
    }
    const { value, over } = OPERATIONS[op];
    const elements = each(inputs.map((below) => values[below]), value); // prettier-ignore
    const sum = over && total(elements);
    values.push(sum === undefined ? elements : [over === "mean" ? sum / elements.length : sum]);
  }
  return values;
}

/**
 * How a node changes with one of its inputs, for each element of the larger of the two.
 *
 * @param {Node[]} nodes
 * @param {number[][]} values
 * @param {number} n
 * @param {number} k
 */
export function local(nodes, values, n, k) {
  const { op, inputs } = nodes[n];
  const { slopes, over } = OPERATIONS[op];
  const elements = each(inputs.map((below) => values[below]), slopes[k]); // prettier-ignore
  return over === "mean" ? elements.map((slope) => slope / elements.length) : elements;
}

/**
 * What comes down.
 *
 * @param {Node[]} nodes
 * @param {number[][]} values
 * @param {Set<string>} cut edges
 * @param {Set<number>} stopped operations under no_grad, and parameters that are frozen
 * @returns {Flow}
 */
export function flow(nodes, values, cut, stopped) {
  /** @type {boolean[]} */
  const asks = [];
  nodes.forEach(({ kind, inputs }, n) => {
    const below = inputs.some((input, k) => asks[input] && !cut.has(`${n}.${k}`));
    asks.push(!stopped.has(n) && (kind === "parameter" || below));
  });
  /** @type {(number[] | null)[]} */
  const slopes = nodes.map(() => null);
  /** @type {Map<string, number[]>} */
  const parts = new Map();
  if (asks.at(-1)) slopes[nodes.length - 1] = [1];
  for (let n = nodes.length - 1; n >= 0; n--) {
    const slope = slopes[n];
    if (!slope) continue;
    nodes[n].inputs.forEach((below, k) => {
      if (!asks[below] || cut.has(`${n}.${k}`)) return;
      const part = fitted(product(slope, local(nodes, values, n, k)), values[below]);
      const sofar = slopes[below];
      slopes[below] = sofar ? each([sofar, part], (a, b) => a + b) : part;
      parts.set(`${n}.${k}`, part);
    });
  }
  return { asks, slopes, parts };
}

/** What comes to a single number from each element adds up. @param {number[]} part @param {number[]} value */
const fitted = (part, value) => (value.length === 1 ? [total(part)] : part);

/**
 * For each way from the loss down to a node the local derivatives along it.
 *
 * @param {Node[]} nodes
 * @param {number[][]} values
 * @param {Flow} flow
 * @param {number} wanted
 * @returns {number[][][]}
 */
export function ways(nodes, values, flow, wanted) {
  /** @type {number[][][]} */
  const found = [];
  /** @param {number} n @param {number[][]} factors */
  const down = (n, factors) => {
    if (n === wanted) found.push(factors.length ? factors : [[1]]);
    nodes[n].inputs.forEach((below, k) => {
      if (flow.parts.has(`${n}.${k}`)) down(below, [...factors, local(nodes, values, n, k)]);
    });
  };
  if (flow.slopes.at(-1)) down(nodes.length - 1, []);
  return found;
}
