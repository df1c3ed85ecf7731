// What each part of a figure's state may be, as Python declares it: ranges, steps, whole numbers, names.
import { clamp } from "./plot.js";

const SLACK = 1e-9; // at the ends of a range, as in Python

/**
 * A value held to its limits; undefined where Python would refuse it.
 * @param {any} value
 * @param {{names?: any[], min?: number, max?: number, whole?: boolean, none?: boolean}} limits
 */
export function held(value, { names, min, max = Infinity, whole, none }) {
  if (names) return names.find((name) => name === value);
  if (value === null && none) return null;
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return undefined;
  return value < min - SLACK || value > max + SLACK ? undefined : clamp(value, min, max);
}

/** The nearest multiple of the step within the range. */
export function snap(value, { min, max, step }) {
  const steps = clamp(Math.round(value / step), Math.ceil(min / step - 1e-6), Math.floor(max / step + 1e-6));
  return Number((steps * step).toPrecision(12)) + 0;
}
