// What the figures of gradient descent share: hops from point to point, tangents, cost per step.
import { beyond, dots } from "./marks.js";
import { num, small } from "./numbers.js";
import { clamp, scale } from "./plot.js";

/** Arcs from point to point in pixels, the last one strongest; none rises above `top`. Always two elements. */
export function hops(/** @type {Pen} */ p, points, kind, top) {
  const drawn = ["", ""];
  for (let j = 1; j < points.length; j++) {
    const [[x1, y1], [x2, y2]] = [points[j - 1], points[j]];
    if (Math.hypot(x2 - x1, y2 - y1) <= 3) continue;
    const mid = (x1 + x2) / 2;
    const lift = Math.min(60, 0.34 * Math.abs(x2 - x1)) + 3;
    const high = Math.max(Math.min(y1, y2) - lift, top);
    drawn[j === points.length - 1 ? 1 : 0] += arcPath(x1, y1, mid, high, x2, y2);
    if (Math.hypot(x2 - x1, y2 - y1) <= 24) continue; // the points themselves are avoided
    const [half1, half2] = [(y1 + high) / 2, (y2 + high) / 2];
    const peak = (half1 + half2) / 2;
    p.avoidLine((x1 + mid) / 2, half1, mid, peak);
    p.avoidLine(mid, peak, (mid + x2) / 2, half2);
  }
  p.path(`mark thin ${kind}`, drawn[0], { opacity: 0.5 });
  p.path(`mark thin ${kind}`, drawn[1]);
}

const arcPath = (x1, y1, mx, my, x2, y2) =>
  `M${x1.toFixed(1)} ${y1.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;

/** A dashed arc from (x1, y1) out of the frame at (x2, y2), on its upper edge. */
export function hopOut(p, x1, y1, x2, y2, kind) {
  p.path(`mark thin dash ${kind}`, arcPath(x1, y1, (x1 + x2) / 2, y2 - 4, x2, y2));
}

/** The slope at a pixel (x, y) as a short line; `slope` in pixels down per pixel to the right, sign as in the data. */
export function tangent(/** @type {Pen} */ p, x, y, slope, half = 34) {
  const length = Math.hypot(1, slope);
  const [dx, dy] = [(half * 1) / length, (half * -slope) / length];
  p.line("mark k-delta", x - dx, y - dy, x + dx, y + dy);
  p.avoidLine(x - dx, y - dy, x + dx, y + dy);
}

const tenTo = (e) => (e === 0 ? "1" : e === 1 ? "10" : `10^{${num(e, 0)}}`);

/**
 * A positive quantity after each step on a logarithmic axis: steps done are solid, steps to come faint. What leaves
 * the decades on show ends in a triangle at the edge, with its value.
 * @param {Pen} p
 * @param {number[]} costs one a step, finite
 * @param {number} k the current step
 * @param {{symbol?: Maths, low?: number, high?: number, every?: number, ticks: number[]}} options decades, and the labels
 */
export function costPerStep(p, costs, k, { symbol = "C", low = -6, high = 6, every = 3, ticks }) {
  const last = ticks.at(-1);
  const x = scale(0, last, 42, p.W - 12);
  const y = scale(low, high, p.H - 36, 20);
  const log = costs.map((c) => Math.log10(Math.max(c, 1e-300)));
  const at = (j) => [x(j), y(clamp(log[j], low, high))];
  for (let e = low; e <= high; e += every) {
    p.line(e === low ? "axis" : "gridl", x(0), y(e), x(last), y(e));
    p.text("tick", x(0) - 8, y(e) + 4, tenTo(e), "end");
  }
  for (const t of ticks) {
    p.line("axis", x(t), y(low), x(t), y(low) + 4);
    p.text("tick", x(t), y(low) + 17, num(t, 0), "middle");
  }
  p.text("lab small quiet", x(last), y(low) + 33, '"step" k', "end");

  const gone = log.findIndex((e) => e < low || e > high);
  const end = gone < 0 ? costs.length - 1 : gone;
  const seen = Math.min(k, end);
  const points = Array.from({ length: end + 1 }, (_, j) => at(j));
  p.poly("mark thin k-delta", points.slice(seen), { opacity: 0.35 });
  p.poly("mark thin k-delta", points.slice(0, seen + 1));
  points.forEach((point, j) => j && p.avoidLine(...points[j - 1], ...point));
  const r = last > 20 ? 2 : 3;
  dots(p, "solid k-delta", points.slice(0, seen), r);
  dots(p, "dotm hollow k-delta", last > 40 ? [] : points.slice(seen + 1, gone < 0 ? undefined : gone), r);
  const [cx, cy] = points[seen];
  if (seen === gone) beyond(p, cx, cy, log[gone] > high ? Math.PI / 2 : -Math.PI / 2, "k-delta");
  else {
    if (gone >= 0) beyond(p, ...points[gone], log[gone] > high ? Math.PI / 2 : -Math.PI / 2, "k-delta");
    p.dot("dotm k-delta", cx, cy, 6);
    p.avoid(cx - 7, cy - 7, 14, 14);
  }
  const rising = end > 0 && log[end] > log[0];
  const value = costs[k] === 0 ? "0" : costs[k] < 0.01 ? small(costs[k], 2) : num(costs[k]);
  p.label("lab k-delta", cx, cy, `${symbol} = ${value}`, { towards: rising ? 2.2 : 0.9, gap: 8 });
}
