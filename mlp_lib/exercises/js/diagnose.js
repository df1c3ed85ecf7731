// From an answer to a verdict, without Python: the twin of reading.py and diagnose.py, held to them by tests.

const NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?";
const ENTRY = new RegExp(`^(${NUMBER})(?:/(${NUMBER}))?(%?)$`);
/** What may stand for something else: a copied array, 2·10^-3, a sign and a gap, 5 %. */
const SPELLINGS = [
  [/^[=≈~][ \t]*|(?:np\.)?(?:array|float64)(?=\()/g, ""],
  [/[ \t]*[*x·×][ \t]*10[ \t]*(?:\^|\*\*)[ \t]*(?:\(([+-]?[0-9]{1,3})\)|([+-]?[0-9]{1,3}))/g, "e$1$2"],
  [/(^|[,;([{\n])([ \t]*[+-])[ \t]+(?=[0-9.])/g, "$1$2"],
  [/[ \t]+%/g, "%"],
];
const THOUSANDS = /^([+-]?[0-9]{1,3}([ ,.'’_])[0-9]{3}(?:\2[0-9]{3})*)([.,][0-9]*)?$/;
const LONGEST = 2000;
const EXACT = 1e-6;
/** What a sum of a few terms may lose to rounding, relative to their sizes: 0.1 + 0.2 - 0.3 is 0. */
const NOISE = 1e-12;
const ONE = "Write one number like -0.25, 1/6 or 1e-3, without a unit and with nothing left to compute.";
const SEVERAL = "Write only numbers like -0.25, 1/6 or 1e-3: a vector as (1, 2, 3), a matrix as 1, 2; 3, 4.";
/** How a typed answer is parted, by the number of axes that are asked for. */
const PARTED = [
  "A blank or a comma starts a second number.",
  "Commas part numbers, semicolons part rows, decimals take a point: (1.5, 2).",
  "Commas part numbers, semicolons part rows: 1, 2; 3, 4.",
];

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
  const how = vector ? SEVERAL : ONE;
  const { length } = [...typed];
  if (length > LONGEST) throw new Error(`That is ${length} characters long. ${how}`);
  let text = typed.replace(/[\u2010-\u2014\u2212\ufe63\uff0d]/g, "-").replace(/[\r\f\v\u00a0\u2009\u202f]/g, " ");
  text = text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
  for (const [spelling, replacement] of SPELLINGS) text = text.replace(spelling, replacement);
  if (!vector && /^[+-]?[0-9]+,[0-9]+$/.test(text)) text = text.replace(",", ".");
  text = text.replace(/[\])}][ \t\n]*,?[ \t\n]*[[({]/g, ";").replace(/[[\](){}]/g, " ");
  const rows = text.split(/[;\n]/).filter((row) => /[^ \t]/.test(row));
  const values = rows.map((row) =>
    row
      .replace(/[ \t]*\/[ \t]*/g, "/")
      .replace(/^[ \t,]+|[ \t,]+$/g, "")
      .split(/[ \t,]+/)
      .map((entry) => readEntry(entry, how)),
  );
  if (!values.length) throw new Error(how);
  const odd = values.findIndex((row) => row.length !== values[0].length);
  if (odd > 0) {
    const numbers = `Row ${odd + 1} has ${counted(values[odd].length, "number")}, row 1 has ${values[0].length}.`;
    throw new Error(`${numbers} All rows of a matrix are equally long.`);
  }
  if (values.length === 1) return values[0].length === 1 ? arrayOf(values[0][0]) : arrayOf(values[0]);
  return arrayOf(values);
}

function readEntry(entry, how) {
  const match = ENTRY.exec(entry);
  const value = match ? Number(match[1]) / Number(match[2] ?? 1) / (match[3] ? 100 : 1) : NaN;
  if (!Number.isFinite(value)) {
    const letters = [...entry];
    const shown = letters.length <= 20 ? entry : letters.slice(0, 20).join("") + "...";
    throw new Error(`I cannot read '${shown}' as a number. ${how}`);
  }
  return value;
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
const sameShape = (a, b) => a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);

function close(given, wanted, decimals) {
  return (
    sameShape(given, wanted) &&
    given.data.every((v, i) => Math.abs(v - wanted.data[i]) <= Math.max(EXACT * Math.abs(wanted.data[i]), 0.51 * 10 ** -decimals))
  );
}

export function shapeInWords({ shape }) {
  if (!shape.length) return "one number";
  return shape.length === 1 ? counted(shape[0], "number") : `${counted(shape[0], "row")} of ${shape[1]}`;
}

/**
 * @param {{answer, decimals, examples, mistakes: Array<{answer, name, says}>}} spec
 * @param {string} typed
 */
export function diagnoseNumeric(spec, typed) {
  const wanted = arrayOf(spec.answer);
  if (withThousands(typed, wanted, spec.decimals))
    return notYet("the mark between thousands", "The digits are right, but a mark between thousands is read otherwise. Leave it out.");
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
  return (
    roundedVerdict(given, wanted, spec.decimals) ??
    ratioVerdict(given, wanted, spec) ??
    arrangementVerdict(given, wanted, spec.decimals)
  );
}

/** Whether 6,084 or 6 084.5 is right once the marks between thousands are left out. */
function withThousands(typed, wanted, decimals) {
  const match = THOUSANDS.exec(typed.replace(/^ +| +$/g, ""));
  if (!match) return false;
  const number = match[1].replace(/[^0-9+-]/g, "") + (match[3] ?? "").replace(",", ".");
  return close(arrayOf(Number(number)), wanted, decimals);
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
  const how = given.data.length >= wanted.data.length ? ` ${PARTED[wanted.shape.length]}` : "";
  const flat = ({ data }) => ({ shape: [data.length], data });
  if (given.shape.length === 2 && close(transposed(given), wanted, decimals))
    return notYet("transposed", `Rows and columns have changed places. ${expected}`);
  if (close(flat(given), flat(wanted), decimals))
    return notYet("the shape", `The numbers are right, their arrangement is not. ${expected}${how}`);
  const total = { shape: [], data: [given.data.reduce((a, b) => a + b, 0)] };
  if (!wanted.shape.length && close(total, wanted, decimals))
    return notYet("the sum is missing", `These still have to be added up. ${expected}`);
  for (let axis = 0; axis < wanted.shape.length; axis++)
    if (close(given, sumOver(wanted, axis), decimals))
      return notYet("summed too far", `A sum has removed an axis. ${expected}`);
  return notYet("the shape", expected + how);
}

/** An answer that lacks nothing but digits: two of them at least must be there. */
function roundedVerdict(given, wanted, decimals) {
  const largest = Math.max(...wanted.data.map(Math.abs));
  const miss = Math.max(...given.data.map((v, i) => Math.abs(v - wanted.data[i])));
  for (let places = decimals - 1; places >= 0; places--) {
    const unit = 10 ** places;
    const whole = given.data.every((v) => Math.abs(v * unit - Math.floor(v * unit + 0.5)) <= EXACT);
    if (!whole || miss * unit > 0.51 || largest * unit < 10) continue;
    const far = places ? `to ${counted(places, "decimal")}` : "as a whole number";
    const asked = places ? `${decimals} are` : `${decimals} decimals are`;
    return notYet("rounded too far", `Right ${far}; ${asked} asked for.`);
  }
  if (miss * 10 ** decimals > 51 || miss > 0.01 * largest) return null;
  return notYet("the last digits", `Nearly right. If you rounded on the way: round once, at the end, to ${decimals} decimals. If not, look for a small slip.`);
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
  const count = spec.entries.length;
  if (given.data.length !== count || given.shape.length > 1) {
    const how = given.data.length >= count ? ` ${PARTED[1]}` : "";
    return notYet("the shape", `Expected: ${counted(count, "number")}; this is ${shapeInWords(given)}.${how}`);
  }
  given.shape = [count];
  for (const mistake of spec.mistakes)
    if (close(given, arrayOf([mistake.answer].flat()), 9)) return notYet(mistake.name, mistake.says);
  for (const { weights, constant, strict, says } of spec.conditions) {
    const terms = [constant, ...weights.map((w, i) => w * given.data[i])];
    const value = terms.reduce((sum, term) => sum + term, 0);
    const rounding = NOISE * terms.reduce((sum, term) => sum + Math.abs(term), 0);
    if (!(strict ? value > rounding : value >= -rounding)) return notYet("", says);
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
  return notYet("", `The first ${first === 1 ? "step stands" : `${first} steps stand`} right; the next one does not.`);
}
