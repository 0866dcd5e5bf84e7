/**
 * A run of the explorer as a PyTorch script; loaded when a reader asks for it.
 *
 * @import { Facts, PageSettings } from "../explorer/address.js"
 */

/**
 * The script that makes a run, from docs/hooks/draw/explorer_script.txt: there a line “@name …” stays
 * if the name below is neither empty nor false, and “{name}” gives way to what it says.
 *
 * @param {PageSettings} settings
 * @param {Facts} facts
 * @returns {string}
 */
export function script(settings, { script, x: { length } }) {
  const { loss, optimizer, batch, zero_grad, broadcast, weight_decay, samples } = settings;
  const entries = Object.entries(samples);
  const dragged = entries.filter(([i]) => Number(i) < length);
  const added = entries.filter(([i]) => Number(i) >= length);
  /** Added x or y, as a column. @param {0 | 1} k */
  const column = (k) => added.map(([, point]) => `[${point[k]}]`).join(", ");
  const batched = batch < length + added.length;
  const decays = weight_decay || optimizer === "adamw"; // whose default is not 0
  /** @type {Record<string, any>} */
  const names = {
    ...settings,
    batched,
    [loss]: true,
    [`by_${optimizer}`]: true,
    [zero_grad]: true,
    fits: !broadcast,
    part: batched ? "_batch" : "",
    decay: decays ? `, weight_decay=${weight_decay}` : "",
    dragged: dragged.map(([i, [x, y]]) => `x[${i}], y[${i}] = ${x}, ${y}`).join("\n"),
    added_x: column(0),
    added_y: column(1),
  };
  return script
    .replace(/^@(\w+) (.*\n)/gm, (_, name, line) => (names[name] ? line : ""))
    .replace(/{(\w+)}/g, (_, name) => names[name]);
}
