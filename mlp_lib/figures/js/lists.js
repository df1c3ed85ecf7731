// For the parts of a figure's state that are lists of numbers.

/** Is this a list of so many finite numbers? */
export const numbers = (value, count) => Array.isArray(value) && value.length === count && value.every(Number.isFinite);

/** Does a number lie within its limits? */
export const inside = (value, { min, max }) => value >= min && value <= max;
