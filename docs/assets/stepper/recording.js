/**
 * A run as docs/hooks/stepper/recording.py packed it. A moment is the number of a line that ran, from 0;
 * -1 is before all of them.
 *
 * @typedef {object} Numbers  a number or a tensor
 * @property {number[]} shape
 * @property {number[]} numbers  all of them; of a gist its norm, least, greatest and first few. What
 *   is true or false in Python is so here
 * @property {boolean} gist  whether only a summary was kept
 *
 * @typedef {Numbers | null | undefined} Value  null is None, undefined is not there
 *
 * @typedef {object} Look  a series around the line of a moment
 * @property {Value} before
 * @property {Value} after
 * @property {number} since  the moment that made the value after
 * @property {boolean} changed  whether the line itself did
 * @property {boolean} read  whether the line looked at it
 *
 * @typedef {string | [name: string, ...asked: any[]]} Part  of a sentence: words, or a place and what
 *   it asks for
 *
 * @typedef {object} PackedRows  the numbers of a series: a list, packed columns, or such columns as
 *   each moved by `weight` towards those of an earlier series, to the given power
 * @property {number[][]} [list]
 * @property {string[]} [bits]
 * @property {[source: number, power: number, weight: number]} [mix]
 *
 * @typedef {PackedRows & {at: string, what: string, shapes: number[][]}} PackedSeries
 *
 * @typedef {object} Recording
 * @property {string} lines
 * @property {string} epochs
 * @property {string} said
 * @property {Record<number, string>} code
 * @property {Record<number, string>} printed
 * @property {Part[][]} sentences
 * @property {Record<number, number[]>} reads
 * @property {PackedSeries[]} series
 */

// As in docs/hooks/stepper/packing.py: printable ASCII without what JSON would escape. A digit below
// LAST ends its number; above, more digits follow, each worth MORE times the one before.
const ASCII = Array.from({ length: 127 - 32 }, (_, i) => String.fromCharCode(32 + i));
const DIGITS = ASCII.filter((character) => character !== '"' && character !== "\\");
const DIGIT_OF = new Map(DIGITS.map((character, digit) => [character, digit]));
const LAST = 61;
const MORE = DIGITS.length - LAST;

/**
 * Whole numbers from their text.
 *
 * @param {string} text
 * @returns {number[]}
 */
function unpack(text) {
  /** @type {number[]} */
  const numbers = [];
  let rest = 0;
  let scale = 1;
  for (let i = 1; i < text.length; i++) {
    const digit = DIGIT_OF.get(text[i]) ?? NaN;
    rest += digit * scale;
    scale *= MORE;
    if (digit >= LAST) continue; // more of this number follows
    numbers.push(rest % 2 ? -(rest + 1) / 2 : rest / 2); // odd ones are below 0
    rest = 0;
    scale = 1;
  }
  // The first character says how many times differences were taken.
  for (let order = Number(text[0]); order > 0; order--) {
    for (let i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1];
  }
  return numbers;
}

/**
 * Where the last of rising values stands that is not above a limit; -1 if all are above.
 *
 * @param {number[]} values fewer than two million
 * @param {number} limit
 */
function last(values, limit) {
  let place = -1;
  for (let step = 2 ** 20; step >= 1; step /= 2) if (values[place + step] <= limit) place += step;
  return place;
}

// A float32's place is its rank among all float32: neighbours differ by 1, 0 is at 0 and -0 at -1.
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** Negative floats rank against their bits. @param {number} whole */
const turn = (whole) => whole ^ ((whole >> 31) & 0x7fffffff);

/** @param {number} number */
function placeOf(number) {
  float[0] = number;
  return turn(bits[0]);
}

/** @param {number} place */
function floatAt(place) {
  bits[0] = turn(place);
  return float[0];
}

/**
 * The rows of a series: a list, packed columns, or columns that mix in an earlier series.
 *
 * @param {PackedRows} packed
 * @param {number[][][]} earlier the rows of the series before this one
 * @returns {number[][]}
 */
function rowsOf({ list, bits = [], mix }, earlier) {
  if (list) return list;
  const columns = bits.map((text, column) => {
    const places = unpack(text);
    if (!mix) return places.map(floatAt);
    const [source, power, weight] = mix;
    let before = 0;
    return places.map((off, i) => {
      const goal = earlier[source][i][column];
      const expected = before + weight * ((power > 1 ? goal * goal : goal) - before);
      before = floatAt(placeOf(expected) + off);
      return before;
    });
  });
  return columns[0].map((_, i) => columns.map((column) => column[i]));
}

export class Run {
  /** @param {Recording} data */
  constructor(data) {
    /** The line that ran at each moment. */
    this.lines = unpack(data.lines);
    /** The first moment of each epoch. */
    this.epochs = unpack(data.epochs);
    /** Which of the sentences tells of each moment. */
    this.said = unpack(data.said);
    this.code = data.code;
    this.printed = data.printed;
    this.sentences = data.sentences;
    /** The series that each line looks at. */
    this.reads = data.reads;
    this.end = this.lines.length - 1;

    /** @type {number[][][]} */
    const rows = [];
    /** What each name held, and one more than the moment from which it did. */
    this.series = data.series.map((packed) => {
      const own = rowsOf(packed, rows);
      rows.push(own);
      let next = 0;
      const values = Array.from(packed.what, (/** @returns {Value} */ what) => {
        if (what === "n") return null;
        if (what === "-") return undefined;
        const shape = packed.shapes[next] ?? packed.shapes[0];
        return { shape, numbers: own[next++], gist: what === "g" };
      });
      return { at: unpack(packed.at), values };
    });
  }

  /**
   * The epoch of a moment, from 0.
   *
   * @param {number} moment
   * @returns {number}
   */
  epoch(moment) {
    return last(this.epochs, moment);
  }

  /**
   * How often a moment's line has run before in its epoch.
   *
   * @param {number} moment
   * @returns {number}
   */
  time(moment) {
    const ran = this.lines.slice(this.epochs[this.epoch(moment)], moment);
    return ran.filter((line) => line === this.lines[moment]).length;
  }

  /**
   * When a line ran; if it did not, the last of its epoch that does not stand beyond it.
   *
   * @param {number} epoch one that the run lacks gives way to the nearest that it has
   * @param {number} line
   * @param {number} time how often it ran before in that epoch
   * @returns {number} a moment
   */
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

  /**
   * A series around the line of a moment.
   *
   * @param {number} series
   * @param {number} moment
   * @returns {Look}
   */
  look(series, moment) {
    const { at, values } = this.series[series];
    const place = last(at, moment + 1);
    const since = at[place] - 1;
    const changed = since === moment;
    const before = values[changed ? place - 1 : place];
    const read = this.reads[this.lines[moment]]?.includes(series) ?? false;
    return { before, after: values[place], since, changed, read };
  }
}
