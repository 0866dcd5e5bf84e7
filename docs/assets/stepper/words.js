/** Numbers and sentences as the reader sees them; docs/hooks/stepper/sentences.py says the same. */

/** @type {(value: number) => string} four decimals; a small number has four digits */
export function number(value) {
  if (!(value % 1)) return String(value); // whole, infinite or NaN
  return Math.abs(value) >= 0.001 ? value.toFixed(4) : value.toExponential(3);
}

/** @param {import("./recording.js").Value} value */
export function norm(value) {
  return value.gist ? value.numbers[0] : Math.hypot(...value.numbers);
}

/** In full precision. */
export function exact(value) {
  if (!value) return value === null ? "None" : "";
  const { shape, numbers, gist } = value;
  let [nested, min, max, ...first] = numbers;
  if (gist) nested = { shape, norm: nested, min, max, first };
  else if (min === undefined) return String(nested);
  else {
    nested = numbers;
    for (const size of shape.slice(1).reverse()) {
      nested = nested.flatMap((_, i) => (i % size ? [] : [nested.slice(i, i + size)]));
    }
  }
  return JSON.stringify(nested);
}

export function short(value) {
  if (!value) return value === null ? "None" : "–";
  const { numbers } = value;
  if (numbers[0] === !!numbers[0]) return numbers[0] ? "True" : "False";
  return numbers.length > 1 ? `norm ${number(norm(value))}` : number(numbers[0]);
}

const plus = (value) => (value > 0 ? "+" : "") + number(value);

export const gist = ({ shape, numbers: [, min, max, ...first] }) =>
  `(${shape.join(", ")}), from ${number(min)} to ${number(max)}; first ${first.map(number).join(", ")}`;

/** What a line changed, both ways. */
export function gap(before, after) {
  if (after === undefined) return ["Δ is gone"];
  if (before === undefined) return ["Δ is new"];
  if (!before || !after) return [after ? "Δ was None" : "Δ is None"];
  if (after.gist) return [`Δ norm ${plus(norm(after) - norm(before))}`];
  const numbers = after.numbers.map((each, i) => each - before.numbers[i]);
  const between = { ...after, numbers };
  return [`Δ ${numbers.length > 1 ? short(between) : plus(numbers[0])}`, exact(between)];
}

/** @type {(run: import("./recording.js").Run, moment: number) => string} code in backticks */
export function sentence(run, moment) {
  const at = (series, element, when = "after") =>
    run.look(series, moment)[when].numbers[element];
  const places = {
    epoch: () => run.epoch(moment),
    printed: () => run.printed[moment],
    before: (series, element) => number(at(series, element, "before")),
    after: (series, element) => number(at(series, element)),
    signed: (...part) => tell(part).replace(/^-.*/, "($&)"),
    setting: (series) => at(series, 0),
    norm: (series, when) => number(norm(run.look(series, moment)[when])),
    corrected: (series, element, steps, decay) =>
      number(at(series, element) / (1 - decay ** at(steps, 0))),
  };
  const tell = (part) => (part.pop ? places[part[0]](...part.slice(1)) : part);
  const told = run.sentences[run.said[moment]].map(tell).join("");
  return `\`${run.code[run.lines[moment]] ?? "…"}\`: ${told}`;
}

/** Puts text into an element, unless it is there. */
export function put(place, text) {
  const node = place.firstChild ?? place.appendChild(new Text());
  if (node.data !== text) node.data = text;
}

/** The same for a sentence, code as code. */
export function write(box, text) {
  const parts = text.split("`");
  for (let i = box.childNodes.length; i < parts.length; i++) {
    box.append(document.createElement(i % 2 ? "code" : "span"));
  }
  box.childNodes.forEach((part, i) => put(part, parts[i] ?? ""));
}
