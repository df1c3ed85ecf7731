// Squares on the residuals of y_hat = W x: signed errors cancel, squares are ruled by the largest.
import { axes } from "./js/axes.js";
import { snap } from "./js/limits.js";
import { dot } from "./js/maths.js";
import { num, par, py, pyList, signed } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const X = [0, 1, 2, 3, 4];
const [BOTTOM, TOP, MOST] = [-2, 16, 4]; // of the frame; of W

const targets = (s) => X.map((i) => s[`y${i}`]);
const errors = (W, y) => X.map((x, i) => W * x - y[i]);
const sum = (list) => list.reduce((a, b) => a + b, 0);
const sae = (W, y) => sum(errors(W, y).map(Math.abs));
const sse = (W, y) => sum(errors(W, y).map((e) => e * e));

/** The W with the least sum of absolute errors: there the line meets one of the points beside x = 0. */
const bestAbsolute = (y) =>
  [1, 2, 3, 4].map((i) => y[i] / X[i]).reduce((best, W) => (sae(W, y) < sae(best, y) ? W : best));

function drawSquares(p, s, v) {
  const y = scale(BOTTOM, TOP, p.H - 34, 24);
  const unit = y(0) - y(1);
  const a = axes(p, scale(0, 4, 44, p.W - 4.4 * unit), y);
  const wide = axes(p, scale(0, 1, 28, p.W), y);
  const ys = targets(s);
  for (const i of X) {
    p.line("axis", a.x(i), y(0), a.x(i), y(0) + 4);
    a.text("tick", [i, BOTTOM], num(i, 0), [0, 20], "middle");
  }
  p.text("lab k-input", p.W, p.H - 12, "x", "end");
  p.text("lab", 32, 16, "y");

  const boxes = X.map((i) => {
    const side = Math.abs(v.e[i]) * unit;
    const left = a.x(i) + side > p.W - 2 ? a.x(i) - side : a.x(i);
    return { i, side, left, top: y(Math.max(v.y_hat[i], ys[i])) };
  });
  for (const { side, left, top } of [...boxes].sort((one, other) => other.side - one.side)) {
    p.put("rect", "soft k-delta", { x: left, y: top, width: side, height: side, opacity: 0.85 });
    p.path(
      "mark thin k-delta",
      `M${left.toFixed(1)} ${top.toFixed(1)}h${side.toFixed(1)}v${side.toFixed(1)}h${(-side).toFixed(1)}z`,
    );
  }
  wide.yGrid([0, 4, 8, 12, 16]);
  wide.line("axis", [0, 0], [1, 0], { clear: false });
  const end = Math.min(4.3, (TOP + 0.4) / Math.max(s.W, 0.01));
  a.line("mark k-pred", [0, 0], [end, s.W * end], { cut: false });
  for (const i of X) {
    a.line("mark k-delta", [i, ys[i]], [i, v.y_hat[i]]);
    a.dot("dotm hollow k-pred", [i, v.y_hat[i]], 4.5);
    a.handle([i, ys[i]], 9);
  }
  for (const { i, side, left, top } of boxes)
    if (side > 32)
      p.label("lab small k-delta", left + side / 2, top + side / 2, num(v.e[i] ** 2), {
        towards: Math.PI / 2,
        gap: -8,
      });
  p.label("lab k-pred", ...a.at([end, s.W * end]), `ŷ = ${num(s.W)} x`, {
    towards: s.W > 3.4 ? Math.PI : Math.PI - 1,
    gap: 10,
  });
  return { scales: [a.x, y], handles: Object.fromEntries(X.map((i) => [`y${i}`, a.at([i, ys[i]])])) };
}

/** One cost over W with the present W and the best one; without an axis it shares that of the curve below. */
function drawCurve(p, s, { top, bottom, cost, best, label, axis = false }) {
  const highest = Math.max(cost(0), cost(MOST));
  const a = axes(p, scale(0, MOST, 34, p.W - 12), scale(0, highest, bottom, top));
  a.yGrid([0, highest], { show: (t) => num(t, t && t < 9.5 ? 1 : 0) });
  a.xAxis(axis ? [0, 1, 2, 3, 4] : []);
  if (axis) a.text("lab small k-weight", [MOST, 0], "W", [0, 33], "end");
  a.curve("mark thin k-delta", cost);
  a.line("mark thin dash k-weight", [s.W, 0], [s.W, highest]);
  a.dot("dotm k-weight", [s.W, cost(s.W)], 6);
  const inside = best >= 0 && best <= MOST;
  if (inside) a.dot("solid k-delta", [best, cost(best)], 4);
  const text = inside
    ? `"best" W = ${num(best)}`
    : best < 0
      ? `← "best" W = ${num(best)}`
      : `"best" W = ${num(best)} →`;
  a.text("lab small k-delta", [MOST, highest], text, [0, -6], "end");
  a.text("lab small k-delta", [0, highest], `${label} = ${num(cost(s.W))}`, [6, -6]);
}

function drawCosts(p, s) {
  const y = targets(s);
  const half = (p.H - 36) / 2;
  drawCurve(p, s, {
    top: 22,
    bottom: half - 6,
    cost: (W) => sse(W, y) / 5,
    best: dot(X, y) / dot(X, X),
    label: "'MSE'",
  });
  drawCurve(p, s, {
    top: half + 22,
    bottom: p.H - 38,
    cost: (W) => sae(W, y) / 5,
    best: bestAbsolute(y),
    label: "'MAE'",
    axis: true,
  });
}

/** Three bars from one zero line: the errors with their signs, their sizes, their squares; lengths as shares. */
function drawShares(p, s, v) {
  const zero = p.W / 2;
  const length = p.W / 2 - 4;
  const worst = largest(v);
  const rows = [
    { text: `"signed sum" = ${Math.abs(v.signed_sum) < 1e-9 ? "0" : signed(v.signed_sum)}`, parts: v.e, whole: v.sae },
    { text: `'SAE' = ${num(v.sae)}`, parts: v.e.map(Math.abs), whole: v.sae },
    { text: `'SSE' = ${num(v.sse)}`, parts: v.e.map((e) => e * e), whole: v.sse },
  ];
  const step = (p.H - 8) / 3;
  rows.forEach(({ text, parts, whole }, row) => {
    const top = row * step + 28;
    const high = step - 38;
    p.text("lab small k-delta", row ? zero - 12 : 2, row ? top + high / 2 + 5 : 16, text, row ? "end" : "start");
    const ends = [zero, zero];
    parts.forEach((part, i) => {
      const wide = whole ? (Math.abs(part) / whole) * length : 0;
      const side = part < 0 ? 1 : 0;
      const left = side ? ends[1] - wide : ends[0];
      ends[side] += side ? -wide : wide;
      if (wide < 1) return;
      p.put("rect", "solid k-delta", {
        x: left + 1,
        y: top,
        width: wide - 1,
        height: high,
        opacity: i === worst ? 1 : 0.42,
      });
      if (row && i === worst)
        p.text("lab small k-delta", left + wide / 2, top - 6, `${num((100 * part) / whole, 0)}'%'`, "middle");
    });
    p.line("axis", zero, top - 4, zero, top + high + 4);
    if (row || !whole) return;
    const net = zero + (v.signed_sum / whole) * length;
    p.line("mark k-plain", net, top - 6, net, top + high + 6);
    p.label("lab small", net, top + high + 4, '"sum"', { towards: net > zero ? Math.PI + 0.9 : -0.9, gap: 3 });
  });
}

const largest = (v) => v.e.reduce((best, e, i) => (Math.abs(e) > Math.abs(v.e[best]) ? i : best), 0);

/** @returns {Handle} */
const handle = (i) => ({
  key: `y${i}`,
  kind: "plain",
  label: `target at x = ${i}, move with the arrow keys`,
  traits: [`y${i}`],
  axis: "y",
  at: (s) => [i, s[`y${i}`]],
  describe: (s) => `y ${num(s[`y${i}`], 1)}`,
  // Targets move up and down only; the keys left and right arrive as a change of x alone.
  move: (s, [x, y], limits) => ({ [`y${i}`]: snap(y === s[`y${i}`] ? y + x - i : y, limits[`y${i}`]) }),
});

/** @type {Definition} */
export default {
  name: "squares",
  title: "Squares on the errors",
  predict:
    "Pull the target $y_3$ far away from the others. Which follows it: the $W$ with the smallest mean of squares, or the $W$ with the smallest mean of absolute errors?",
  see: "Signed errors cancel: their sum can be 0 while every prediction misses. Twice the error is four times the square, so one far point rules the squares and drags the best $W$ of the MSE along; that of the MAE stays with the majority.",
  layout: "over",
  state: ["W", "y0", "y1", "y2", "y3", "y4"],

  pictures: [
    {
      key: "squares",
      height: (width) => clamp(width * 0.5, 330, 400),
      draw: drawSquares,
      alt: (s, v) =>
        `The line W x with W = ${num(s.W)} and five targets ${targets(s)
          .map((y) => num(y, 1))
          .join(", ")} at x = 0 to 4. ` + `Squares on the errors have areas ${v.e.map((e) => num(e * e)).join(", ")}.`,
      handles: X.map(handle),
    },
    {
      key: "shares",
      caption: "What each example adds; the largest error is darkest",
      height: () => 240,
      draw: drawShares,
      alt: (s, v) =>
        `Signed sum ${num(v.signed_sum)}, sum of absolute errors ${num(v.sae)}, sum of squares ${num(v.sse)}. The largest error, at x = ${largest(v)}, ` +
        `has ${share(v, 1)} percent of the absolute errors and ${share(v, 2)} percent of the squares.`,
    },
    {
      key: "costs",
      caption: "Both means for every $W$",
      height: () => 240,
      draw: drawCosts,
      alt: (s, v) =>
        `Curves of MSE and MAE over W. At W = ${num(s.W)} they are ${num(v.cost)} and ${num(v.mae)}; smallest at W = ${num(v.W_mse)} and W = ${num(v.W_mae)}.`,
    },
  ],

  values(s) {
    const y = targets(s);
    const e = errors(s.W, y);
    const [absolute, square] = [sae(s.W, y), sse(s.W, y)];
    return {
      y_hat: X.map((x) => s.W * x),
      e,
      signed_sum: sum(e),
      sae: absolute,
      mae: absolute / 5,
      sse: square,
      cost: square / 5,
      W_mse: dot(X, y) / dot(X, X),
      W_mae: bestAbsolute(y),
    };
  },

  readout: [
    [
      [cell('"signed sum"', (s, v) => num(v.signed_sum), { name: "signed_sum", width: "5.4em", kind: "delta" })],
      ...X.map((i) => [i ? "+" : "=", summand(i)]),
    ],
    [
      [
        cell("'MAE'", (s, v) => num(v.mae), { name: "mae", width: "3.6em", kind: "delta" }),
        "=",
        cell("'SAE'", (s, v) => num(v.sae), { name: "sae", width: "3.6em", kind: "delta" }),
        "/",
        { symbol: "N", show: () => "5" },
      ],
    ],
    [
      [
        cell("'MSE'", (s, v) => num(v.cost), { name: "cost", width: "3.6em", kind: "delta" }),
        "=",
        cell("'SSE'", (s, v) => num(v.sse), { name: "sse", width: "3.6em", kind: "delta" }),
        "/",
        { symbol: "N", show: () => "5" },
      ],
    ],
    [
      [cell('"best" W " for MSE"', (s, v) => num(v.W_mse), { name: "W_mse", width: "7.6em", kind: "weight" })],
      [cell('"best" W " for MAE"', (s, v) => num(v.W_mae), { name: "W_mae", width: "7.6em", kind: "weight" })],
    ],
  ],

  say(s, v) {
    const x = largest(v);
    const shares = `the error at $x = ${x}$ has ${share(v, 1)}% of the absolute errors, and ${share(v, 2)}% of the squares`;
    if (v.sse < 1e-12) return "**Every prediction is right.** All five squares have shrunk to nothing: every sum is 0.";
    const chance =
      Math.abs(s.W - v.W_mse) < 0.026
        ? " That this $W$ is also the best for the MSE is an accident of these five points."
        : "";
    if (Math.abs(v.signed_sum) < 1e-9)
      return `**The signed errors cancel.** Their sum is 0, yet the predictions miss by ${num(v.mae)} on average. A sum of signed errors cannot tell good from bad.${chance}`;
    if (Math.abs(v.W_mse - v.W_mae) > 0.25 && Math.abs(v.e[x]) > 2.5)
      return `**One far point.** Now ${shares}. The best $W$ for squares is ${num(v.W_mse)}, for absolute errors ${num(v.W_mae)}.`;
    if (Math.abs(s.W - v.W_mse) < 0.026)
      return `**The smallest sum of squares**, to the width of a slider step. No other $W$ does better on these five points.`;
    return `**Large errors count more as squares.** Here ${shares}.`;
  },

  python: (s) =>
    [
      "import numpy as np",
      "from mlp_lib import mse",
      "",
      "x = np.arange(5)",
      `y = np.array(${pyList(targets(s))})`,
      `W = ${py(s.W)}`,
      "",
      "y_hat = W * x",
      "e = y_hat - y",
      "signed_sum = e.sum()",
      "sae, mae = np.abs(e).sum(), np.abs(e).mean()",
      "sse, cost = (e**2).sum(), mse(y_hat, y)  # equation (3.1)",
      "",
      "W_mse = x @ y / (x @ x)",
      "# The best line for the MAE passes through a point: try them all.",
      "W_mae = min(y[1:] / x[1:], key=lambda w: np.abs(w * x - y).sum())",
      "",
    ].join("\n"),
};

function summand(i) {
  return { symbol: `e_${i}`, kind: "delta", show: (s, v) => par(v.e[i]), width: "3.4em" };
}

/** Percent of the largest error in the sum of absolute errors (power 1) or of squares (power 2). */
function share(v, power) {
  const whole = power === 1 ? v.sae : v.sse;
  return num(whole ? (100 * Math.abs(v.e[largest(v)]) ** power) / whole : 0, 0);
}
