// What the figures of gradient descent share: hops from point to point, and the cost per step.
import { axes } from "./axes.js";
import { num, small } from "./numbers.js";
import { clamp, logScale, scale } from "./plot.js";

/** Arcs from point to point, the last one strongest; none rises above the frame. Always two elements. */
export function hops(/** @type {Axes} */ a, points, kind) {
  const top = a.y(a.y.domain[1]) - 4;
  const drawn = ["", ""];
  for (let j = 1; j < points.length; j++) {
    const [[x1, y1], [x2, y2]] = [a.at(points[j - 1]), a.at(points[j])];
    if (Math.hypot(x2 - x1, y2 - y1) <= 3) continue;
    const mid = (x1 + x2) / 2;
    const lift = Math.min(60, 0.34 * Math.abs(x2 - x1)) + 3;
    const high = Math.max(Math.min(y1, y2) - lift, top);
    drawn[j === points.length - 1 ? 1 : 0] += arcPath(x1, y1, mid, high, x2, y2);
    if (Math.hypot(x2 - x1, y2 - y1) <= 24) continue; // the points themselves are avoided
    const [half1, half2] = [(y1 + high) / 2, (y2 + high) / 2];
    const peak = (half1 + half2) / 2;
    a.p.avoidLine((x1 + mid) / 2, half1, mid, peak);
    a.p.avoidLine(mid, peak, (mid + x2) / 2, half2);
  }
  a.p.path(`mark thin ${kind}`, drawn[0], { opacity: 0.5 });
  a.p.path(`mark thin ${kind}`, drawn[1]);
}

const arcPath = (x1, y1, mx, my, x2, y2) =>
  `M${x1.toFixed(1)} ${y1.toFixed(1)}Q${mx.toFixed(1)} ${my.toFixed(1)} ${x2.toFixed(1)} ${y2.toFixed(1)}`;

/** A dashed arc from one point to another, where it leaves the frame. */
export function hopOut(/** @type {Axes} */ a, from, to, kind) {
  const [[x1, y1], [x2, y2]] = [a.at(from), a.at(to)];
  a.p.path(`mark thin dash ${kind}`, arcPath(x1, y1, (x1 + x2) / 2, y2 - 4, x2, y2));
}

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
  const [least, most] = [10 ** low, 10 ** high];
  const a = axes(p, scale(0, last, 42, p.W - 12), logScale(least, most, p.H - 36, 20));
  a.yGrid(Array.from({ length: (high - low) / every + 1 }, (_, i) => 10 ** (low + i * every)));
  a.xAxis(ticks);
  a.text("lab small quiet", [last, least], '"step" k', [0, 33], "end");

  const gone = costs.findIndex((c) => c < least || c > most);
  const end = gone < 0 ? costs.length - 1 : gone;
  const seen = Math.min(k, end);
  const points = costs.slice(0, end + 1).map((c, j) => [j, clamp(c, least, most)]);
  a.series("mark thin k-delta", points.slice(seen), { opacity: 0.35 });
  a.series("mark thin k-delta", points.slice(0, seen + 1));
  const r = last > 20 ? 2 : 3;
  a.dots("solid k-delta", points.slice(0, seen), r);
  a.dots("dotm hollow k-delta", last > 40 ? [] : points.slice(seen + 1, gone < 0 ? undefined : gone), r);
  for (const j of new Set([gone < 0 ? seen : gone, seen])) a.dot("dotm k-delta", [j, costs[j]], 6);
  const rising = end > 0 && costs[end] > costs[0];
  const value = costs[k] === 0 ? "0" : costs[k] < 0.01 ? small(costs[k], 2) : num(costs[k]);
  a.label("lab k-delta", points[seen], `${symbol} = ${value}`, { towards: rising ? 2.2 : 0.9, gap: 8 });
}
