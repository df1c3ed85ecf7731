// Slips that any exercise with numbers may show, in the order they are tried: the twin of slips.py.
import { EXACT, close, expectedShape, flat, sameShape, sumOver, total, transpose } from "./arrays.js";
import { counted, parting, slip } from "./replies.js";

/**
 * @typedef {object} Attempt  an answer that is not right, beside what is wanted
 * @property {{shape: number[], data: number[]}} given
 * @property {{shape: number[], data: number[]}} wanted
 * @property {number} decimals  how many are asked for
 * @property {number|null} examples  how many there are
 */

/** The verdict of the first slip that explains the answer; the last one always does. @param {Attempt} attempt */
export function recognise(attempt) {
  for (const explain of sameShape(attempt.given, attempt.wanted) ? SAME_SHAPE : OTHER_SHAPE) {
    const verdict = explain(attempt);
    if (verdict) return verdict;
  }
}

const largestOf = ({ data }) => Math.max(...data.map(Math.abs));
const missOf = ({ given, wanted }) => Math.max(...given.data.map((v, i) => Math.abs(v - wanted.data[i])));
const mapped = ({ shape, data }, f) => ({ shape, data: f(data) });
const isRight = ({ wanted, decimals }, array, form = wanted) => close(array, form, decimals);
const expected = ({ given, wanted }) => expectedShape(wanted, given);
/** How to part numbers, where something typed has come apart in another way. */
const how = ({ given, wanted }) => (given.data.length >= wanted.data.length ? parting(wanted.shape.length) : "");

// ---- of another shape
function transposed(a) {
  if (a.given.shape.length === 2 && isRight(a, transpose(a.given)))
    return slip("transposed", { expected: expected(a) });
}

function arranged(a) {
  if (isRight(a, flat(a.given), flat(a.wanted))) return slip("arranged", { expected: expected(a) + how(a) });
}

function notSummed(a) {
  if (!a.wanted.shape.length && isRight(a, total(a.given))) return slip("not_summed", { expected: expected(a) });
}

function summed(a) {
  if (a.wanted.shape.some((_, axis) => isRight(a, a.given, sumOver(a.wanted, axis))))
    return slip("summed", { expected: expected(a) });
}

const otherShape = (a) => slip("shape", { expected: expected(a) + how(a) });

// ---- of the right shape
/** All digits that are there are right, two of them at least. */
function rounded({ given, wanted, decimals }) {
  const largest = largestOf(wanted);
  const miss = missOf({ given, wanted });
  for (let places = decimals - 1; places >= 0; places--) {
    const unit = 10 ** places;
    const whole = given.data.every((v) => Math.abs(v * unit - Math.floor(v * unit + 0.5)) <= EXACT);
    if (!whole || miss * unit > 0.51 || largest * unit < 10) continue;
    return places ? slip("rounded", { places: counted(places, "decimal"), decimals }) : slip("whole", { decimals });
  }
}

function lastDigits({ given, wanted, decimals }) {
  const miss = missOf({ given, wanted });
  if (miss * 10 ** decimals <= 51 && miss <= 0.01 * largestOf(wanted)) return slip("digits", { decimals });
}

/** Factors that have a meaning: value, the slip's name, values for its sentence. */
const FACTORS = [
  [-1, "sign"],
  [2, "twice"],
  [0.5, "half"],
  [Math.LN2, "wrong_base", { base: 2 }],
  [1 / Math.LN2, "other_base", { base: 2 }],
  [Math.LN10, "wrong_base", { base: 10 }],
  [1 / Math.LN10, "other_base", { base: 10 }],
];

const factorsOf = (examples) =>
  examples > 2
    ? [
        [examples, "sum_for_mean", { examples }],
        [1 / examples, "mean_twice", { examples }],
      ]
    : [];

function constantFactor({ given, wanted, decimals, examples }) {
  if (!wanted.data.some(Boolean) || !given.data.some(Boolean)) return;
  const sizes = wanted.data.map(Math.abs);
  const largest = sizes.indexOf(Math.max(...sizes));
  const ratio = given.data[largest] / wanted.data[largest];
  if (
    !ratio ||
    !close(
      mapped(given, (data) => data.map((v) => v / ratio)),
      wanted,
      decimals + 1,
    )
  )
    return;
  for (const [factor, key, values] of [...FACTORS, ...factorsOf(examples)])
    if (Math.abs(ratio / factor - 1) <= Math.max(1e-4, 10 ** -decimals / sizes[largest])) return slip(key, values);
  const size = Math.abs(ratio);
  if (sizes.length > 1 && size >= 1e-3 && size < 1000)
    return slip("factor", { factor: Math.floor(ratio * 1000 + 0.5) / 1000 });
}

function signs(a) {
  const sizes = (array) => mapped(array, (data) => data.map(Math.abs));
  if (a.given.data.length > 1 && isRight(a, sizes(a.given), sizes(a.wanted))) return slip("signs");
}

function reordered(a) {
  const sorted = (array) => mapped(array, (data) => [...data].sort((one, two) => one - two));
  if (a.given.data.length > 1 && isRight(a, sorted(a.given), sorted(a.wanted))) return slip("order");
}

const unknown = () => slip("unknown");

export const OTHER_SHAPE = [transposed, arranged, notSummed, summed, otherShape];
export const SAME_SHAPE = [rounded, lastDigits, constantFactor, signs, reordered, unknown];
