// Softmax that cannot overflow, with the numbers on the way to it.

/**
 * @param {number[]} z
 * @returns {{m: number, grow: number[], total: number, p: number[]}} the largest z, e^(z - m), their sum, the probabilities
 */
export function softmax(z) {
  const m = Math.max(...z);
  const alone = z.filter((value) => value === m).length === 1; // then an infinite z takes all
  const grow = z.map((value) => Math.exp(value === m && alone ? 0 : value - m));
  const total = grow.reduce((sum, value) => sum + value, 0);
  return { m, grow, total, p: grow.map((value) => value / total) };
}
