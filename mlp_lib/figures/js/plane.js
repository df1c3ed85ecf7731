// Two classes in the plane, and the line that is to part them.
import { clipPositive, crossings, dot, norm } from "./maths.js";

/** Class +1: a full disc with a plus. Class -1: an open square with a minus. */
export function classMark(p, x, y, label, size = 9) {
  const arm = size * 0.5;
  if (label > 0) p.dot("dotm k-input", x, y, size);
  else p.rect("dotm hollow k-input", x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8, 2);
  const bar = `M${(x - arm).toFixed(1)} ${y.toFixed(1)}h${2 * arm}`;
  if (label > 0) p.path("glyph", `${bar}M${x.toFixed(1)} ${(y - arm).toFixed(1)}v${2 * arm}`);
  else p.path("glyph k-input", bar);
}

/** The line x . w + b = 0 within a square, with its name beside it; nothing where it does not cross the square. */
export function boundary(/** @type {Pen} */ p, square, at, { w, b }, classes, name) {
  const ends = norm(w) ? crossings(square, (c) => dot(c, w) + b).map(at) : [];
  if (ends.length < 2) return;
  p.line(classes, ...ends[0], ...ends[1]);
  p.avoidLine(...ends[0], ...ends[1]);
  if (name) p.along("lab k-act", ends[0], ends[1], ends[0][1] < ends[1][1] ? 0.14 : 0.86, name, [w[0], -w[1]]);
}

/** Soft green where x . w + b >= 0. */
export function positiveSide(/** @type {Pen} */ p, square, at, { w, b }) {
  p.area("k-act soft", clipPositive(square, (c) => dot(c, w) + b).map(at));
}

/** The two answers, in free corners that lie deepest in either half; a line of words where there are no halves. */
export function answers(/** @type {Pen} */ p, square, at, { w, b }, points, nowhere) {
  const put = (corner, markup) => {
    const [cx, cy] = at(corner);
    const [right, top] = [corner[0] > 0, corner[1] > 0];
    p.text("lab bare k-act", cx + (right ? -10 : 10), cy + (top ? 22 : -10), markup, right ? "end" : "start");
    p.avoid(cx - (right ? 90 : 0), cy - (top ? 0 : 28), 90, 28);
  };
  if (!norm(w)) return put(square[1], nowhere);
  const z = (c) => dot(c, w) + b;
  const side = square[1][0] - square[0][0];
  const crowded = (c) => points.some((q) => Math.abs(q[0] - c[0]) < side / 4 && Math.abs(q[1] - c[1]) < side / 10);
  for (const sign of [1, -1]) {
    const corner = square.filter((c) => sign * z(c) > 0).sort((c, d) => Number(crowded(c)) - Number(crowded(d)) || sign * (z(d) - z(c)))[0];
    if (corner) put(corner, sign > 0 ? '"answer +1"' : '"answer −1"');
  }
}
