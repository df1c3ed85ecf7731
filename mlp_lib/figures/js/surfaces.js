// Functions of two inputs: values, partial derivatives and contours, for the figures that look at them.

import { num } from "./numbers.js";
import { scale } from "./plot.js";

export const SURFACE_SIDE = 3.6; // half the side of the square of inputs that is shown

/**
 * f(x, z) with its partial derivatives; `markup` and `python` write them down,
 * `levels` are the contours on show, `tags` those with a number and the place where it stands.
 */
export const SURFACES = {
  cubic: {
    name: "cubic",
    f: (x, z) => x * x * z + 3 * z,
    f_x: (x, z) => 2 * x * z,
    f_z: (x) => x * x + 3,
    markup: "x²z + 3z",
    python: ["x**2 * z + 3 * z", "2 * x * z", "x**2 + 3"],
    levels: every(6, -54, 54),
    tag: (c) => [-3.1, c / (3.1 * 3.1 + 3)],
    tags: [-36, -24, -12, 0, 12, 24, 36],
    look: { rise: 1.5, tilt: 25 },
  },
  bowl: {
    name: "bowl",
    f: (x, z) => 0.5 * (x * x + 4 * z * z),
    f_x: (x) => x,
    f_z: (x, z) => 4 * z,
    markup: "½(x² + 4z²)",
    python: ["0.5 * (x**2 + 4 * z**2)", "x", "4 * z"],
    levels: every(2, 2, 30),
    tag: (c) => [-Math.sqrt(2 * c), 0],
    tags: [2, 4, 6],
    look: { rise: 1.1, tilt: 42 },
  },
  saddle: {
    name: "saddle",
    f: (x, z) => x * x - z * z,
    f_x: (x) => 2 * x,
    f_z: (x, z) => -2 * z,
    markup: "x² − z²",
    python: ["x**2 - z**2", "2 * x", "-2 * z"],
    levels: every(2, -12, 12),
    tag: (c) => (c < 0 ? [0, -Math.sqrt(-c)] : [-Math.sqrt(c), 0]),
    tags: [-8, -4, 0, 4, 8],
    look: { rise: 1.3, tilt: 30 },
  },
};

function every(gap, from, to) {
  return Array.from({ length: Math.round((to - from) / gap) + 1 }, (_, i) => from + i * gap);
}

/** f on an n by n grid over a rectangle. */
export function sampled(f, /** @type {number[]} */ [x0, x1], /** @type {number[]} */ [y0, y1], n = 64) {
  const xs = Array.from({ length: n + 1 }, (_, i) => x0 + ((x1 - x0) * i) / n);
  const ys = Array.from({ length: n + 1 }, (_, j) => y0 + ((y1 - y0) * j) / n);
  return { xs, ys, rows: ys.map((y) => xs.map((x) => f(x, y))) };
}

/** Where a sampled function takes the value `level`, by marching squares: segments [x, y, x, y]. */
export function contour({ xs, ys, rows }, level) {
  const segments = [];
  for (let j = 0; j + 1 < ys.length; j++) {
    const [low, high] = [rows[j], rows[j + 1]];
    for (let i = 0; i + 1 < xs.length; i++) {
      const [a, b, c, d] = [low[i] - level, low[i + 1] - level, high[i + 1] - level, high[i] - level];
      const above = Number(a >= 0) + Number(b >= 0) + Number(c >= 0) + Number(d >= 0);
      if (above === 0 || above === 4) continue;
      const cross = [];
      const between = (v, w, x0, y0, x1, y1) => {
        if (v >= 0 === w >= 0) return;
        const t = v / (v - w);
        cross.push([x0 + t * (x1 - x0), y0 + t * (y1 - y0)]);
      };
      const [x0, x1, y0, y1] = [xs[i], xs[i + 1], ys[j], ys[j + 1]];
      between(a, b, x0, y0, x1, y0);
      between(b, c, x1, y0, x1, y1);
      between(c, d, x1, y1, x0, y1);
      between(d, a, x0, y1, x0, y0);
      const turned = cross.length === 4 && a + b + c + d >= 0 !== a >= 0;
      if (turned) cross.push(cross.shift());
      for (let k = 0; k + 1 < cross.length; k += 2) segments.push([...cross[k], ...cross[k + 1]]);
    }
  }
  return segments;
}

/** Segments in data units as one SVG path; those that touch are joined into lines. */
export function segmentsPath(segments, x, y) {
  const at = (a, b) => `${x(a).toFixed(1)} ${y(b).toFixed(1)}`;
  const pairs = segments.map(([a, b, c, d]) => [at(a, b), at(c, d)]).filter(([p, q]) => p !== q);
  const open = new Map(); // point -> pairs that end there and are not drawn yet
  for (const pair of pairs) for (const point of pair) open.set(point, (open.get(point) ?? new Set()).add(pair));
  const next = (point) => {
    const [pair] = open.get(point);
    if (!pair) return null;
    for (const end of pair) open.get(end).delete(pair);
    return pair[0] === point ? pair[1] : pair[0];
  };
  let path = "";
  for (const [start] of pairs) {
    while (open.get(start).size) {
      const line = [start];
      for (let to = next(start); to; to = next(to)) line.push(to);
      for (let to = next(start); to; to = next(to)) line.unshift(to);
      path += `M${line[0]}L${line.slice(1).join(" ")}`;
    }
  }
  return path;
}

/** Scales of a square map with coordinates from -R to R in the middle of a picture. */
export function squareScales(/** @type {Pen} */ p, R) {
  const side = Math.min(p.W, p.H);
  const left = (p.W - side) / 2;
  return [scale(-R, R, left + 1, left + side - 1), scale(-R, R, side - 1, 1)];
}

/** The choice between the surfaces. */
export const surfaceChoice = { trait: "surface", label: "f(x, z)", text: (name) => SURFACES[name].markup };

/** The point (x, z) on a map, to be dragged. */
export const pointHandle = {
  key: "point",
  kind: "input",
  label: "point (x, z), move with the arrow keys",
  traits: ["x", "z"],
  describe: (s) => `x ${num(s.x)}, z ${num(s.z)}`,
};

const kept = new Map(); // pure results that are dear to compute: key -> value

/** The result of a pure function, computed once for each key. */
export function once(key, compute) {
  if (kept.size > 60 && !kept.has(key)) kept.clear();
  if (!kept.has(key)) kept.set(key, compute());
  return kept.get(key);
}

/** Grid, axes, contours and their numbers of a surface; the contour through the point is dark. */
export function surfaceMap(/** @type {Pen} */ p, surface, x, y, level) {
  const [R, { f, levels, tag, tags }] = [SURFACE_SIDE, surface];
  const square = [-R, R];
  const grid = once(`${surface.name} grid`, () => sampled(f, square, square));
  const all = () => levels.map((c) => segmentsPath(contour(grid, c), x, y)).join("");
  p.line("gridl", x(-R), y(0), x(R), y(0));
  p.line("gridl", x(0), y(-R), x(0), y(R));
  p.path("mark thin k-plain", once(`${surface.name} ${x.range} ${y.range}`, all), { opacity: 0.34 });
  if (level !== undefined) p.path("mark thin k-plain", segmentsPath(contour(grid, level), x, y));
  p.rect("axis", x(-R), y(R), x(R) - x(-R), y(-R) - y(R));
  for (const c of tags) {
    const [a, b] = tag(c);
    p.text("lab small quiet", x(a), y(b) + 4, `${c}`.replace("-", "−"), "middle");
  }
}
