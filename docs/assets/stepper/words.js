/** Numbers and sentences as the reader sees them; docs/hooks/sentences.py says the same. */

/** @type {(value: number) => string} four decimals; a small number has four digits */
export function number(value) {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 0.001 ? value.toFixed(4) : value.toExponential(3);
}

/** @param {import("./recording.js").Numbers} value */
export function norm(value) {
  return value.gist ? value.numbers[0] : Math.hypot(...value.numbers);
}

/** In full precision. */
export function exact(value) {
  if (value === undefined) return "";
  if (value === null) return "None";
  const { shape, numbers, gist } = value;
  if (gist) {
    const [length, min, max, ...first] = numbers;
    return JSON.stringify({ shape, norm: length, min, max, first });
  }
  if (numbers.length === 1) return String(numbers[0]);
  let nested = numbers;
  for (const size of shape.slice(1).reverse()) {
    nested = nested.flatMap((_, i) => (i % size ? [] : [nested.slice(i, i + size)]));
  }
  return JSON.stringify(nested);
}

/** @type {(run: import("./recording.js").Run, moment: number) => string} code in backticks */
export function sentence(run, moment) {
  const at = (series, element, when = moment) => run.value(series, when).numbers[element];
  const places = {
    epoch: () => run.epoch(moment),
    printed: () => run.printed[moment],
    before: (series, element) => number(at(series, element, moment - 1)),
    after: (series, element) => number(at(series, element)),
    signed: (...part) => tell(part).replace(/^-.*/, "($&)"),
    setting: (series) => String(at(series, 0)),
    norm: (series, when) => number(norm(run.value(series, moment - (when === "before")))),
    corrected: (series, element, steps, decay) =>
      number(at(series, element) / (1 - decay ** at(steps, 0))),
  };
  const tell = (part) => (part.pop ? places[part[0]](...part.slice(1)) : part);
  const told = run.sentences[run.said[moment]].map(tell).join("");
  return `\`${run.code[run.lines[moment]] ?? "…"}\`: ${told}`;
}

/** Puts a sentence into an element, code as code. */
export function write(element, text) {
  const parts = text.split("`").map((part, i) => {
    if (i % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
  element.replaceChildren(...parts);
}
