/**
 * A run as docs/hooks/stepper/stepper.py packed it. A moment counts the lines that ran; -1 is before.
 * @typedef {{shape: number[], numbers: number[], gist: boolean}?} Value undefined is not there;
 *   the numbers of a gist are norm, ends, first
 */

/** @type {(text: string) => number[]} as docs/hooks/stepper/packing.py packed them */
function unpack(text) {
  const numbers = [];
  let [rest, scale] = [0, 1];
  for (let i = 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const digit = code - 32 - (code > 34) - (code > 92);
    rest += digit * scale;
    scale *= 32;
    if (digit > 60) continue; // the number goes on
    numbers.push(rest % 2 ? -(rest + 1) / 2 : rest / 2);
    [rest, scale] = [0, 1];
  }
  for (let order = text[0]; order > 0; order--) {
    for (let i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1];
  }
  return numbers;
}

/** Where the last of rising values stands that is not above a limit. */
function last(values, limit) {
  let place = -1;
  for (let step = 2 ** 20; step >= 1; step /= 2) if (values[place + step] <= limit) place += step;
  return place;
}

// A float32's place is its rank among all.
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const turn = (whole) => whole ^ ((whole >> 31) & 0x7fffffff);

function placeOf(number) {
  float[0] = number;
  return turn(bits[0]);
}

function floatAt(place) {
  bits[0] = turn(place);
  return float[0];
}

/** A list, packed columns, or such that mix in an earlier series. */
function rowsOf({ list, bits, mix }, earlier) {
  if (list) return list;
  const columns = bits.map((text, column) => {
    const places = unpack(text);
    if (!mix) return places.map(floatAt);
    const [source, power, weight] = mix;
    let before = 0;
    return places.map((off, i) => {
      const goal = earlier[source][i][column];
      const expected = before + weight * ((power > 1 ? goal * goal : goal) - before);
      return (before = floatAt(placeOf(expected) + off));
    });
  });
  return columns[0].map((_, i) => columns.map((column) => column[i]));
}

export class Run {
  constructor(data) {
    Object.assign(this, data);
    for (const name of ["lines", "epochs", "said"]) this[name] = unpack(data[name]);
    const rows = [];
    this.series = data.series.map((packed) => {
      const own = rowsOf(packed, rows);
      rows.push(own);
      let next = 0;
      const values = [...packed.what].map((what) => {
        if (what === "n") return null;
        if (what === "-") return undefined;
        const shape = packed.shapes[next] ?? packed.shapes[0];
        return { shape, numbers: own[next++], gist: what === "g" };
      });
      return { at: unpack(packed.at), values };
    });
    this.end = this.lines.length - 1;
  }

  /** @returns {number} from 0 */
  epoch(moment) {
    return last(this.epochs, moment);
  }

  /** @returns {number} earlier runs of this line in its epoch */
  time(moment) {
    const ran = this.lines.slice(this.epochs[this.epoch(moment)], moment);
    return ran.filter((line) => line === this.lines[moment]).length;
  }

  /** @returns {number} when a line ran, or the last before it */
  find(epoch, line, time = 0) {
    const within = Math.min(Math.max(epoch, 0), this.epochs.length - 1);
    const first = this.epochs[within];
    const beyond = this.epochs[within + 1] ?? this.lines.length;
    let best = first;
    for (let moment = first; moment < beyond; moment++) {
      if (this.lines[moment] === line && time-- === 0) return moment;
      if (this.lines[moment] <= line) best = moment;
    }
    return best;
  }

  /** @returns {{before: Value, after: Value, since: number}} a series around a moment's line */
  look(series, moment) {
    const { at, values } = this.series[series];
    const place = last(at, moment + 1);
    const since = at[place] - 1;
    const changed = since === moment;
    return { before: values[place - changed], after: values[place], since, changed };
  }
}
