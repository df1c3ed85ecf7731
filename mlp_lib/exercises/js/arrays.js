// Answers as arrays with their shape, {shape: number[], data: number[]}: the twin of arrays.py.
import { counted, said } from "./replies.js";

export const EXACT = 1e-6;

/** A number, a list or a list of rows as an array. */
export function arrayOf(value) {
  if (!Array.isArray(value)) return { shape: [], data: [value] };
  if (!Array.isArray(value[0])) return { shape: [value.length], data: [...value] };
  return { shape: [value.length, value[0].length], data: value.flat() };
}

export const sameShape = (a, b) => a.shape.length === b.shape.length && a.shape.every((n, i) => n === b.shape[i]);

/** Whether two answers agree: exactly, or after rounding to so many decimals. */
export function close(given, wanted, decimals) {
  return (
    sameShape(given, wanted) &&
    given.data.every(
      (v, i) => Math.abs(v - wanted.data[i]) <= Math.max(EXACT * Math.abs(wanted.data[i]), 0.51 * 10 ** -decimals),
    )
  );
}

/** one number, 3 numbers, 2 rows of 3. */
function shapeInWords({ shape }) {
  if (!shape.length) return said("one_number");
  if (shape.length === 1) return counted(shape[0], "number");
  return said("rows_of", { rows: counted(shape[0], "row"), columns: shape[1] });
}

/** Which shape is expected, and which one this is. */
export const expectedShape = (wanted, given) =>
  said("expected", { wanted: shapeInWords(wanted), given: shapeInWords(given) });

export const transpose = ({ shape: [rows, columns], data }) => ({
  shape: [columns, rows],
  data: Array.from({ length: rows * columns }, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]),
});

export const flat = ({ data }) => ({ shape: [data.length], data });

/** The sum of all entries. */
export const total = ({ data }) => ({ shape: [], data: [data.reduce((a, b) => a + b, 0)] });

export function sumOver(array, axis) {
  const { shape, data } = array;
  if (shape.length === 1) return total(array);
  const [rows, columns] = shape;
  const length = axis === 0 ? columns : rows;
  const sums = new Array(length).fill(0);
  data.forEach((v, i) => (sums[axis === 0 ? i % columns : Math.floor(i / columns)] += v));
  return { shape: [length], data: sums };
}
