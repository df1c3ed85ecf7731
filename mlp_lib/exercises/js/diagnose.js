// From an answer to a verdict, without Python: the twin of diagnose.py, held to it by tests.

const NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?";
const ENTRY = new RegExp(`^(${NUMBER})(?:/(${NUMBER}))?$`);
const LONGEST = 2000;
const EXACT = 1e-6;
const UNREADABLE = "Write a number like -0.25, 1/6 or 1e-3; a vector like (1, 2, 3); rows with ; between.";

const verdict = (right, head, says) => ({ right, head, says });
const right = (says = "") => verdict(true, "Right", says);
const notYet = (name, says) => verdict(false, name ? `Not yet: ${name}` : "Not yet", says);

/** An array with its shape: {shape: number[], data: number[]}. */
export function arrayOf(value) {
  if (!Array.isArray(value)) return { shape: [], data: [value] };
  if (!Array.isArray(value[0])) return { shape: [value.length], data: [...value] };
  return { shape: [value.length, value[0].length], data: value.flat() };
}

/** Read what was typed; throws an Error with a sentence for the learner. */
export function readAnswer(typed, vector = false) {
  const { length } = [...typed];
  if (length > LONGEST) throw new Error(`That is ${length} characters long. ${UNREADABLE}`);
  let text = typed.replaceAll("−", "-").replace(/[\r\f\v\u00a0\u2009\u202f]/g, " ");
  text = text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
  if (!vector && /^[+-]?[0-9]+,[0-9]+$/.test(text)) text = text.replace(",", ".");
  text = text.replace(/[\])}][ \t\n]*,?[ \t\n]*[[({]/g, ";").replace(/[[\](){}]/g, " ");
  const rows = text.split(/[;\n]/).filter((row) => /[^ \t]/.test(row));
  const values = rows.map((row) =>
    row
      .replace(/[ \t]*\/[ \t]*/g, "/")
      .replace(/^[ \t,]+|[ \t,]+$/g, "")
      .split(/[ \t,]+/)
      .map(readEntry),
  );
  if (!values.length) throw new Error(UNREADABLE);
  if (values.some((row) => row.length !== values[0].length)) throw new Error("The rows have different lengths.");
  if (values.length === 1) return values[0].length === 1 ? arrayOf(values[0][0]) : arrayOf(values[0]);
  return arrayOf(values);
}

function readEntry(entry) {
  const match = ENTRY.exec(entry);
  const value = match ? Number(match[1]) / Number(match[2] ?? 1) : NaN;
  if (!Number.isFinite(value)) {
    const letters = [...entry];
    const shown = letters.length <= 20 ? entry : letters.slice(0, 20).join("") + "...";
    throw new Error(`I cannot read '${shown}' as a number. ${UNREADABLE}`);
  }
  return value;
}

const sameShape = (a, b) => a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);

function close(given, wanted, decimals) {
  return (
    sameShape(given, wanted) &&
    given.data.every((v, i) => Math.abs(v - wanted.data[i]) <= Math.max(EXACT * Math.abs(wanted.data[i]), 0.51 * 10 ** -decimals))
  );
}

export function shapeInWords({ shape }) {
  if (!shape.length) return "one number";
  return shape.length === 1 ? `${shape[0]} numbers` : `${shape[0]} rows of ${shape[1]}`;
}

/**
 * @param {{answer, decimals, examples, mistakes: Array<{answer, name, says}>}} spec
 * @param {string} typed
 */
export function diagnoseNumeric(spec, typed) {
  const wanted = arrayOf(spec.answer);
  let given;
  try {
    given = readAnswer(typed, wanted.shape.length > 0);
  } catch (error) {
    return verdict(false, "Not a number yet", error.message);
  }
  if (close(given, wanted, spec.decimals)) return right();
  for (const mistake of spec.mistakes)
    if (close(given, arrayOf(mistake.answer), spec.decimals)) return notYet(mistake.name, mistake.says);
  if (!sameShape(given, wanted)) return shapeVerdict(given, wanted, spec.decimals);
  return ratioVerdict(given, wanted, spec) ?? arrangementVerdict(given, wanted, spec.decimals);
}

const transposed = ({ shape: [rows, columns], data }) => ({
  shape: [columns, rows],
  data: Array.from({ length: rows * columns }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]),
});

function sumOver(array, axis) {
  const { shape, data } = array;
  if (shape.length === 1) return { shape: [], data: [data.reduce((a, b) => a + b, 0)] };
  const [rows, columns] = shape;
  const length = axis === 0 ? columns : rows;
  const sums = new Array(length).fill(0);
  data.forEach((v, i) => (sums[axis === 0 ? i % columns : Math.floor(i / columns)] += v));
  return { shape: [length], data: sums };
}

function shapeVerdict(given, wanted, decimals) {
  const expected = `Expected: ${shapeInWords(wanted)}; this is ${shapeInWords(given)}.`;
  const flat = ({ data }) => ({ shape: [data.length], data });
  if (given.shape.length === 2 && close(transposed(given), wanted, decimals))
    return notYet("transposed", `Rows and columns have changed places. ${expected}`);
  if (close(flat(given), flat(wanted), decimals))
    return notYet("the shape", `The numbers are right, their arrangement is not. ${expected}`);
  const total = { shape: [], data: [given.data.reduce((a, b) => a + b, 0)] };
  if (!wanted.shape.length && close(total, wanted, decimals))
    return notYet("the sum is missing", `These still have to be added up. ${expected}`);
  for (let axis = 0; axis < wanted.shape.length; axis++)
    if (close(given, sumOver(wanted, axis), decimals))
      return notYet("summed too far", `A sum has removed an axis. ${expected}`);
  return notYet("the shape", expected);
}

function ratioVerdict(given, wanted, spec) {
  if (!wanted.data.some(Boolean) || !given.data.some(Boolean)) return null;
  const sizes = wanted.data.map(Math.abs);
  const largest = sizes.indexOf(Math.max(...sizes));
  const ratio = given.data[largest] / wanted.data[largest];
  const scaled = { shape: given.shape, data: given.data.map((v) => v / ratio) };
  if (!ratio || !close(scaled, wanted, spec.decimals + 1)) return null;
  for (const [factor, name, says] of spec.factors)
    if (Math.abs(ratio / factor - 1) <= Math.max(1e-4, 10 ** -spec.decimals / sizes[largest])) return notYet(name, says);
  const size = Math.abs(ratio);
  if (sizes.length === 1 || size < 1e-3 || size >= 1000) return null;
  return notYet("a constant factor", `Every entry is ${Math.floor(ratio * 1000 + 0.5) / 1000} times the right one.`);
}

function arrangementVerdict(given, wanted, decimals) {
  const many = given.data.length > 1;
  const by = (f) => (a) => ({ shape: a.shape, data: f(a.data) });
  const sizes = by((data) => data.map(Math.abs));
  const sorted = by((data) => [...data].sort((a, b) => a - b));
  if (many && close(sizes(given), sizes(wanted), decimals)) return notYet("signs", "The sizes are right. Look at the signs again.");
  if (many && close(sorted(given), sorted(wanted), decimals)) return notYet("the order", "These are the right numbers in another order.");
  return notYet("", "No known slip leads to this. A hint may help.");
}

export function diagnoseExplore(spec, typed) {
  let given;
  try {
    given = readAnswer(typed, spec.entries.length > 1);
  } catch (error) {
    return verdict(false, "Not a number yet", error.message);
  }
  if (!given.shape.length) given.shape = [1];
  const count = spec.entries.length;
  if (given.shape.length !== 1 || given.shape[0] !== count)
    return notYet("the shape", `Expected: ${count} numbers; this is ${shapeInWords(given)}.`);
  for (const mistake of spec.mistakes)
    if (close(given, arrayOf([mistake.answer].flat()), 9)) return notYet(mistake.name, mistake.says);
  for (const { weights, constant, strict, says } of spec.conditions) {
    const value = weights.reduce((sum, w, i) => sum + w * given.data[i], constant);
    if (value < 0 || (strict && value <= 0)) return notYet("", says);
  }
  return right();
}

/** @param {Array<{right: boolean, says: string}>} options @param {number} chosen counted from 1 */
export function diagnoseChoice(options, chosen) {
  const option = options[chosen - 1];
  if (!option) return verdict(false, "Not an option", `Choose a number from 1 to ${options.length}.`);
  return option.right ? right(option.says) : notYet("", option.says);
}

/** @param {number[]} given the steps' numbers, counted from 1 in their right order */
export function diagnoseOrder(spec, given) {
  const first = given.findIndex((step, i) => step !== i + 1);
  if (first < 0) return right();
  for (const mistake of spec.mistakes)
    if (mistake.answer.every((step, i) => step === given[i])) return notYet(mistake.name, mistake.says);
  if (!first) return notYet("", "The first step is another one.");
  return notYet("", `The first ${first} ${first === 1 ? "step stands" : "steps stand"} right; the next one does not.`);
}
