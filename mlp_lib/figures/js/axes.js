// Pictures in data units: marks over two scales, which keep the labels that come later away from themselves.
import { num } from "./numbers.js";
import { clamp } from "./plot.js";

const HALO = 2; // pixels around a dot that labels leave free
const GRIP = 12; // radius that a handle takes
const NEAR = 8; // pixels: points of a line that lie closer are one to labels

/** 10^e as a label. */
export const tenTo = (e) => (e === 0 ? "1" : e === 1 ? "10" : `10^{${num(e, 0)}}`);

/** A tick as a label: with the decimals that it has; on a logarithmic axis as a power of ten, if it is one. */
export function tickLabel(value, log = false) {
  const decade = Math.log10(value);
  if (log && Math.abs(decade - Math.round(decade)) < 1e-9) return tenTo(Math.round(decade));
  const [digits, exponent = 0] = String(Number(Math.abs(value).toPrecision(10))).split("e-");
  return num(value, (digits.split(".")[1]?.length ?? 0) + Number(exponent));
}

/** About `count` round numbers within a scale's domain: 1, 2 or 5 times a power of ten apart; on a logarithmic one decades. */
export function ticksOf({ domain, log }, count = 5) {
  const [low, high] = log ? domain.map(Math.log10) : domain;
  const least = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((m) => m * power).find((gap) => gap >= 0.7 * least);
  const gap = log ? Math.max(1, Math.ceil(step)) : step;
  const first = Math.ceil(low / gap - 1e-9);
  const places = Array.from({ length: Math.floor(high / gap + 1e-9) - first + 1 }, (_, i) =>
    Number(((first + i) * gap).toPrecision(12)),
  );
  return log ? places.map((e) => Number(`1e${e}`)) : places;
}

/**
 * Marks in data units. Classes are those of the pen; a mark with `clear: false` lets labels lie on it.
 * A line that leaves the frame is cut there (not with `cut: false`), and a dot beyond it becomes a triangle at its edge.
 * @param {Pen} p
 * @param {Scale} x
 * @param {Scale} y
 */
export function axes(p, x, y) {
  /** The pixel of a point. */
  const at = (/** @type {Place} */ [a, b]) => [x(a), y(b)];
  const [left, right] = [...x.range].sort((a, b) => a - b);
  const [top, bottom] = [...y.range].sort((a, b) => a - b);
  /** Whether a point lies in the frame. */
  const has = (/** @type {Place} */ point) =>
    at(point).every((v, j) => v >= [left, top][j] - 0.5 && v <= [right, bottom][j] + 0.5);
  const box = (cx, cy, r) => p.avoid(cx - r, cy - r, 2 * r, 2 * r);
  /** The pixel of a point, held to the frame. */
  const held = (/** @type {Place} */ point) => {
    const [px, py] = at(point);
    return [clamp(px, left, right), clamp(py, top, bottom)];
  };
  /** Labels keep away from the line through these pixels. */
  function keep(/** @type {Place[]} */ points) {
    let last = points[0];
    points.forEach((point, i) => {
      if (!i || (Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR && i < points.length - 1)) return;
      p.avoidLine(...last, ...point);
      last = point;
    });
  }

  /** The parts within the frame of the line through these pixels: the method of Liang and Barsky, segment by segment. */
  function inFrame(/** @type {Place[]} */ points) {
    /** @type {Place[][]} */
    const parts = [];
    let open = false; // whether the part before goes on
    for (let i = 1; i < points.length; i++) {
      const [q, r] = [points[i - 1], points[i]];
      let [from, to] = [0, 1];
      for (const [j, low, high] of [
        [0, left, right],
        [1, top, bottom],
      ]) {
        const d = r[j] - q[j];
        if (d)
          [from, to] = [
            Math.max(from, ((d > 0 ? low : high) - q[j]) / d),
            Math.min(to, ((d > 0 ? high : low) - q[j]) / d),
          ];
        else if (q[j] < low || q[j] > high) to = -1;
      }
      if (from > to) {
        open = false;
        continue;
      }
      const point = (t) => (t === 0 ? q : t === 1 ? r : q.map((value, j) => value + t * (r[j] - value)));
      if (!open || from > 0) parts.push([point(from)]);
      parts.at(-1).push(point(to));
      open = to === 1;
    }
    return parts;
  }
  function draw(classes, points, /** @type {Look} */ { clear = true, cut = true, ...attributes } = {}) {
    for (const part of cut ? inFrame(points) : [points]) {
      p.poly(classes, part, attributes);
      if (clear) keep(part);
    }
  }

  const a = {
    p,
    x,
    y,
    at,
    has,
    held,
    inFrame: (/** @type {Place[]} */ points) => inFrame(points.map(at)),
    corners: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ].map(([i, j]) => [x.domain[i], y.domain[j]]),

    line: (classes, from, to, /** @type {Look} */ options = {}) => draw(classes, [at(from), at(to)], options),
    /** Straight from point to point. */
    series: (classes, points, /** @type {Look} */ options = {}) => draw(classes, points.map(at), options),
    /** A function over x. */
    curve(classes, f, /** @type {Look} */ { from = x.domain[0], to = x.domain[1], n = 96, ...options } = {}) {
      const between = (i) => x.inv(x(from) + ((x(to) - x(from)) * i) / n);
      const point = (v) => at([v, f(v)]);
      draw(
        classes,
        Array.from({ length: n + 1 }, (_, i) => point(i === 0 ? from : i === n ? to : between(i))),
        options,
      );
    },
    /** The slope at a point, as a line of `half` pixels to both sides. */
    tangent(classes, point, slope, half = 34, /** @type {Look} */ options = {}) {
      const [px, py] = at(point);
      const steep = (slope * (y(1) - y(0))) / (x(1) - x(0));
      const [ux, uy] = [half / Math.hypot(1, steep), (half * steep) / Math.hypot(1, steep)];
      draw(
        classes,
        [
          [px - ux, py - uy],
          [px + ux, py + uy],
        ],
        options,
      );
    },
    arrow(
      kind,
      from,
      to,
      /** @type {{clear?: boolean, extra?: string, head?: number}} */ { clear = true, ...look } = {},
    ) {
      const [[x1, y1], [x2, y2]] = [at(from), at(to)];
      p.arrow(kind, x1, y1, x2, y2, look);
      if (clear) keep([at(from), at(to)]);
    },
    dot(classes, point, r, { clear = true } = {}) {
      const [[px, py], [hx, hy]] = [at(point), held(point)];
      if (!has(point)) return beyond(p, hx, hy, Math.atan2(hy - py, px - hx), /k-\w+/.exec(classes)[0]);
      p.dot(classes, px, py, r);
      if (clear) box(px, py, r + HALO);
    },
    dots(classes, points, r) {
      dots(p, classes, points.map(at), r);
      for (const [px, py] of points.map(at)) box(px, py, r + HALO);
    },
    area: (classes, /** @type {Place[]} */ points) => p.area(classes, points.map(at)),
    /** The rectangle over x0..x1 and y0..y1. */
    band(classes, /** @type {Place} */ [x0, x1], /** @type {Place} */ [y0, y1] = y.domain) {
      p.rect(classes, Math.min(x(x0), x(x1)), Math.min(y(y0), y(y1)), Math.abs(x(x1) - x(x0)), Math.abs(y(y1) - y(y0)));
    },
    /** Bars [from, to, value] that stand on `base`, such as those of a histogram; one element for all. */
    bars(classes, bars, { base = y.domain[0], gap = 1 } = {}) {
      const one = ([from, to, value]) => {
        const [px, wide] = [Math.min(x(from), x(to)) + gap / 2, Math.max(0.5, Math.abs(x(to) - x(from)) - gap)];
        return `M${px.toFixed(1)} ${y(base).toFixed(1)}V${held([from, value])[1].toFixed(1)}h${wide.toFixed(1)}V${y(base).toFixed(1)}z`;
      };
      p.put("path", classes, { d: bars.map(one).join("") });
    },
    /** The place of a handle, which the figure draws above the picture. */
    handle(point, r = GRIP) {
      const [px, py] = at(point);
      box(px, py, r);
      return [px, py];
    },

    /** A label beside a point, where there is room. */
    label(classes, point, markup, /** @type {{towards?: number, gap?: number}} */ where = {}) {
      const [px, py] = held(point);
      p.label(classes, px, py, markup, where);
    },
    /** A label at a fixed place: so many pixels from a point. */
    text(classes, point, markup, /** @type {Place} */ [dx, dy] = [0, 0], anchor = "start") {
      const [px, py] = at(point);
      p.text(classes, px + dx, py + dy, markup, anchor);
    },

    frame: () => p.rect("axis", left, top, right - left, bottom - top),
    /** Hairlines through 0. */
    cross() {
      a.line("gridl", [x.domain[0], 0], [x.domain[1], 0], { clear: false });
      a.line("gridl", [0, y.domain[0]], [0, y.domain[1]], { clear: false });
    },
    /** The x axis with ticks under it; no label goes there, nor below the lowest axis. */
    xAxis(ticks = ticksOf(x), { level = y.domain[0], show = (t) => tickLabel(t, x.log) } = {}) {
      p.line("axis", left, y(level), right, y(level));
      p.avoid(0, y(level) - 2, p.W, y(level) === bottom ? p.H : 24);
      for (const t of ticks) {
        p.line("axis", x(t), y(level), x(t), y(level) + 4);
        p.text("tick", x(t), y(level) + 17, show(t), "middle");
      }
    },
    /** Hairlines across, with numbers on the left. */
    yGrid(ticks = ticksOf(y), { show = (t) => tickLabel(t, y.log) } = {}) {
      for (const t of ticks) {
        p.line("gridl", left, y(t), right, y(t));
        p.text("tick", left - 6, y(t) + 4, show(t), "end");
      }
    },
  };
  return a;
}

/** Many small circles as one element: a frame that moves them all writes one attribute. */
export function dots(p, classes, points, r) {
  const circle = ([x, y]) =>
    `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  p.put("path", classes, { d: points.map(circle).join("") });
}

/** A triangle at the frame's edge that points to what lies beyond: angle in radians, 0 to the right, y upwards. */
export function beyond(p, x, y, angle, kind) {
  const [ux, uy] = [Math.cos(angle), -Math.sin(angle)];
  p.area(`solid ${kind}`, [
    [x + 6 * ux, y + 6 * uy],
    [x - 5 * ux - 5.5 * uy, y - 5 * uy + 5.5 * ux],
    [x - 5 * ux + 5.5 * uy, y - 5 * uy - 5.5 * ux],
  ]);
  p.avoid(x - 8, y - 8, 16, 16);
}
