// Softmax that cannot overflow, with the numbers on the way to it.

/**
 * @param {number[]} z
 * @returns {{m: number, grow: number[], total: number, lnTotal: number, p: number[]}} the largest z, e^(z - m), their
 *   sum and its logarithm, the probabilities
 */
export function softmax(z) {
  const m = Math.max(...z);
  const alone = z.filter((value) => value === m).length === 1; // then an infinite z takes all
  const grow = z.map((value) => Math.exp(value === m && alone ? 0 : value - m));
  const total = grow.reduce((sum, value) => sum + value, 0);
  const others = grow.reduce((sum, value, k) => (k === z.indexOf(m) ? sum : sum + value), 0); // all but the e^0 = 1 of m
  return { m, grow, total, lnTotal: Math.log1p(others), p: grow.map((value) => value / total) };
}
