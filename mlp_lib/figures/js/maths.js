// The mathematics of the figures: numbers in, numbers out. Knows nothing of the page.

/** The value, but NaN where z is NaN. */
const unlessNaN = (z, value) => (Number.isNaN(z) ? NaN : value);

export const step = (z) => unlessNaN(z, z >= 0 ? 1 : 0);
export function sigmoid(z) {
  const e = Math.exp(-Math.abs(z)); // at most 1
  return (z >= 0 ? 1 : e) / (1 + e);
}

/** @param {number[]} x @param {number[]} w */
export const dot = (x, w) => x.reduce((sum, xj, j) => sum + xj * w[j], 0);
export const norm = (w) => Math.hypot(...w);
export const distance = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]);

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

/**
 * Rosenblatt's rule from w = 0, b = 0 over points [x1, x2, y] in their order, visit by visit: up to the first epoch
 * without a mistake; or, when w and b come back exactly, three rounds beyond that; or to the last epoch allowed.
 * @returns {{visits: Array<{i, z, updated, w, b}>, mistakes: number[], clean: boolean,
 *   cycle: null|{from: number, period: number}}} w, b after the visit; mistakes per epoch; cycle in epochs
 */
export function perceptronRun(points, maxEpochs) {
  let [w, b, cycle, last] = [[0, 0], 0, null, points.length ? maxEpochs : 0];
  const visits = [];
  const mistakes = [];
  const seen = new Map([["0,0,0", 0]]);
  while (mistakes.length < last) {
    mistakes.push(0);
    points.forEach(([x1, x2, y], i) => {
      const z = dot([x1, x2], w) + b;
      const next = perceptronStep(w, b, [x1, x2], y);
      ({ w, b } = next);
      visits.push({ i, z, ...next });
      mistakes[mistakes.length - 1] += next.updated ? 1 : 0;
    });
    if (mistakes.at(-1) === 0) return { visits, mistakes, clean: true, cycle };
    const key = [...w, b].map((value) => value + 0).join();
    if (!cycle && seen.has(key)) {
      cycle = { from: seen.get(key), period: mistakes.length - seen.get(key) };
      last = Math.min(maxEpochs, mistakes.length + 3 * cycle.period);
    }
    seen.set(key, mistakes.length);
  }
  return { visits, mistakes, clean: false, cycle };
}

/**
 * Why no line separates points [x1, x2, y]: the smallest sets of either class whose hulls meet, as two lists of
 * indices; null when a line does.
 */
export function inseparable(points) {
  const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  const between = (p, a, b) =>
    turn(a, b, p) === 0 && (p[0] - a[0]) * (p[0] - b[0]) + (p[1] - a[1]) * (p[1] - b[1]) <= 0;
  const cross = (a, b, c, d) => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
  const within = (p, a, b, c) =>
    turn(a, b, c) !== 0 && [turn(a, b, p), turn(b, c, p), turn(c, a, p)].every((t) => t * turn(a, b, c) >= 0);
  const subsets = (list, n) =>
    n === 0 ? [[]] : list.flatMap((item, i) => subsets(list.slice(i + 1), n - 1).map((rest) => [item, ...rest]));
  const of = (label) => points.map((_, i) => i).filter((i) => points[i][2] === label);
  const [plus, minus] = [of(1), of(-1)];
  const meet = (one, n, other, m, test) => {
    for (const a of subsets(one, n))
      for (const b of subsets(other, m))
        if (test(...a.map((i) => points[i]), ...b.map((i) => points[i]))) return [a, b];
    return null;
  };
  const same = (p, q) => p[0] === q[0] && p[1] === q[1];
  return (
    meet(plus, 1, minus, 1, same) ??
    meet(plus, 2, minus, 2, cross) ??
    meet(plus, 1, minus, 2, between) ??
    meet(minus, 1, plus, 2, between) ??
    meet(plus, 1, minus, 3, within) ??
    meet(minus, 1, plus, 3, within)
  );
}

export const relu = (z) => Math.max(0, z);

// Phi(-x) exp(x²/2) is the quotient of these two polynomials, see mlp_lib/activations.py.
const TAIL = [
  [
    0.3989422804015158, 12.45647957057926, 190.783948709867, 1865.0332702304893, 12798.155696289725, 64176.39865437565,
    237874.47813408074, 644421.5066769192, 1226753.402323317, 1495815.6470928595, 904162.9032482101,
  ],
  [
    1, 31.223763894026863, 479.2244401765545, 4706.168892532388, 32556.443355875024, 165478.87354780769,
    627396.6498636378, 1767154.1450816393, 3611821.4810211346, 5087536.285942072, 4434466.536090603, 1808325.8064964202,
  ],
];

/** z Phi(z) and its derivative, with Phi the normal distribution function. */
function gelu(z) {
  const x = Math.min(Math.abs(z), 40); // beyond, Phi(-x) is 0
  const [above, below] = TAIL.map((series) => series.reduce((sum, c) => sum * x + c, 0));
  const r = above / below;
  const near = Math.round(16 * x) / 16; // its square is exact
  const root = Math.exp((near * near) / -4);
  const rest = Math.exp(((near - x) * (near + x)) / 2);
  const tail = (r - x / Math.sqrt(2 * Math.PI)) * rest * root * root;
  return { f: Math.max(z, 0) - x * r * rest * root * root, slope: z >= 0 ? 1 - tail : tail };
}

/** The activations of mlp_lib by name, with their derivatives; null where the book defines none. */
export const ACTIVATIONS = {
  step: { f: step, slope: (z) => (z === 0 ? null : unlessNaN(z, 0)) },
  sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z) },
  tanh: { f: Math.tanh, slope: (z) => ((1 + Math.tanh(Math.abs(z))) * Math.exp(-Math.abs(z))) ** 2 }, // 1 - tanh² cancels
  relu: { f: relu, slope: (z) => unlessNaN(z, z > 0 ? 1 : 0) },
  leaky_relu: { f: (z) => (z > 0 ? z : 0.01 * z), slope: (z) => unlessNaN(z, z > 0 ? 1 : 0.01) },
  gelu: { f: (z) => gelu(z).f, slope: (z) => gelu(z).slope },
};
