// The mathematics of the figures: numbers in, numbers out. Knows nothing of the page.

export const step = (z) => (z >= 0 ? 1 : 0);
export const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** @param {number[]} x @param {number[]} w */
export const dot = (x, w) => x.reduce((sum, xj, j) => sum + xj * w[j], 0);
export const norm = (w) => Math.hypot(...w);

/** Foot of the perpendicular from the point x to the line x . w + b = 0; w must not be 0. */
export function footOfPerpendicular(x, w, b) {
  const t = (dot(x, w) + b) / dot(w, w);
  return x.map((xj, j) => xj - t * w[j]);
}

/** Corners and border crossings of the part of a convex polygon where the affine f is >= 0. */
export function clipPositive(polygon, f) {
  const inside = [];
  polygon.forEach((p, i) => {
    const q = polygon[(i + 1) % polygon.length];
    if (f(p) >= 0) inside.push(p);
    if (f(p) >= 0 !== f(q) >= 0) inside.push(zeroBetween(p, q, f));
  });
  return inside;
}

/** Where the line f = 0 crosses the border of a convex polygon: no point or two. */
export function crossings(polygon, f) {
  const found = [];
  polygon.forEach((p, i) => {
    const q = polygon[(i + 1) % polygon.length];
    if (f(p) >= 0 !== f(q) >= 0) found.push(zeroBetween(p, q, f));
  });
  return found;
}

function zeroBetween(p, q, f) {
  const t = f(p) / (f(p) - f(q));
  return [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])];
}

/**
 * Iterates of gradient descent, theta <- theta - learningRate * gradient(theta), start included.
 * Ends early at the last iterate whose successor is not finite.
 * @param {(theta: number[]) => number[]} gradient @param {number[]} start
 */
export function gradientDescent(gradient, start, learningRate, steps) {
  const path = [start];
  for (let t = 0; t < steps; t++) {
    const g = gradient(path[t]);
    const next = path[t].map((value, j) => value - learningRate * g[j]);
    if (!next.every(Number.isFinite)) break;
    path.push(next);
  }
  return path;
}

/** One visit of Rosenblatt's rule; y is -1 or +1. */
export function perceptronStep(w, b, x, y) {
  if (y * (dot(x, w) + b) > 0) return { w, b, updated: false };
  return { w: w.map((wj, j) => wj + y * x[j]), b: b + y, updated: true };
}
