// The plane of two inputs, its two classes, and the line that is to part them.
import { axes, tickLabel } from "./axes.js";
import { clipPositive, crossings, dot, norm } from "./maths.js";
import { scale } from "./plot.js";

/**
 * Axes of a square from low to high in the middle of a picture, with what every plane of inputs needs:
 * `grid` draws hairlines and the axes through 0, `names` what the axes are called, `ticks` their numbers, where there is room.
 */
export function plane(/** @type {Pen} */ p, [low, high]) {
  const side = Math.min(p.W, p.H);
  const left = (p.W - side) / 2;
  const a = axes(p, scale(low, high, left + 1, left + side - 1), scale(low, high, side - 1, 1));
  const through = (classes, i, options) => {
    a.line(classes, [i, low], [i, high], options);
    a.line(classes, [low, i], [high, i], options);
  };
  return Object.assign(a, {
    grid() {
      for (let i = Math.ceil(low); i <= high; i++) through("gridl", i, { clear: false });
      through("axis", 0);
    },
    names(first = "x_1", second = "x_2") {
      a.text("lab k-input", [high, 0], first, [-8, -8], "end");
      a.text("lab k-input", [0, high], second, [8, 17]);
    },
    ticks(numbers = [-2, -1, 1, 2]) {
      for (const i of numbers) {
        a.label("tick", [i, 0], tickLabel(i), { towards: -Math.PI / 2, gap: 4 });
        a.label("tick", [0, i], tickLabel(i), { towards: Math.PI, gap: 5 });
      }
    },
  });
}

/** Class +1: a full disc with a plus. Class -1: an open square with a minus. In pixels. */
export function classMark(p, x, y, label, size = 9) {
  const arm = size * 0.5;
  if (label > 0) p.dot("dotm k-input", x, y, size);
  else p.rect("dotm hollow k-input", x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8, 2);
  const bar = `M${(x - arm).toFixed(1)} ${y.toFixed(1)}h${2 * arm}`;
  if (label > 0) p.path("glyph", `${bar}M${x.toFixed(1)} ${(y - arm).toFixed(1)}v${2 * arm}`);
  else p.path("glyph k-input", bar);
}

/**
 * The line x . w + b = 0 within the axes, with its name beside it, at the end that lies further from the point `from`, or at
 * the upper one; nothing where it does not cross the axes.
 */
export function boundary(/** @type {Axes} */ a, { w, b }, classes, name, from = null) {
  const ends = norm(w) ? crossings(a.corners, (c) => dot(c, w) + b) : [];
  if (ends.length < 2) return;
  a.line(classes, ends[0], ends[1]);
  if (!name) return;
  const last = from ? ([c, d]) => Math.hypot(c - from[0], d - from[1]) : ([, d]) => d;
  const [second, first] = ends.sort((one, other) => last(one) - last(other)).map(a.at);
  a.p.along("lab k-act", first, second, 0.14, name, [w[0], -w[1]]);
}

/** Soft green where x . w + b >= 0. */
export function positiveSide(/** @type {Axes} */ a, { w, b }) {
  a.area(
    "k-act soft",
    clipPositive(a.corners, (c) => dot(c, w) + b),
  );
}

/** The small square of a right angle at a pixel, between the directions `turn` (radians, y upwards) and a quarter before it. */
export function rightAngle(/** @type {Pen} */ p, /** @type {Place} */ [x, y], turn, classes, size = 8) {
  const [ux, uy] = [size * Math.cos(turn), -size * Math.sin(turn)];
  p.poly(`mark thin ${classes}`, [
    [x + ux, y + uy],
    [x + ux - uy, y + uy + ux],
    [x - uy, y + ux],
  ]);
}

/**
 * The two answers, in free corners that lie deepest in either half; a line of words where there are no halves.
 * @param {Axes} a
 * @param {{w: number[], b: number}} line
 * @param {Place[]} points  what a corner should be free of
 * @param {{yes: string, no: string, nowhere?: string, room?: number[]}} words  room: what a word takes of the axes, across and up
 */
export function answers(a, line, points, { yes, no, nowhere = "", room = [0.25, 0.1] }) {
  const { w, b } = line;
  const put = (corner, markup) => {
    const [right, top] = [corner[0] === a.x.domain[1], corner[1] === a.y.domain[1]];
    a.text("lab bare k-act", corner, markup, [right ? -10 : 10, top ? 22 : -10], right ? "end" : "start");
  };
  if (!norm(w)) return put(a.corners[1], nowhere);
  const z = (c) => dot(c, w) + b;
  const side = a.x.domain[1] - a.x.domain[0];
  const crowded = (c) => points.some((q) => room.every((part, j) => Math.abs(q[j] - c[j]) < part * side));
  for (const sign of [1, -1]) {
    const corner = a.corners
      .filter((c) => sign * z(c) > 0)
      .sort((c, d) => Number(crowded(c)) - Number(crowded(d)) || sign * (z(d) - z(c)))[0];
    if (corner) put(corner, sign > 0 ? yes : no);
  }
}
