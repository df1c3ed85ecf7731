// Surprise: cross-entropy against the squared error, over the probability that the model gives to class 1.
import { num, py, small } from "./js/numbers.js";
import { scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const TOP = 7; // of the picture of the losses; -ln 0.001 = 6.9
const [LOW, HIGH] = [-3, 3]; // decades of the slopes

const given = (s, p = s.p) => (s.y ? p : 1 - p); // probability of the true class
const minusLog = (s, p) => -(s.y ? Math.log(p) : Math.log1p(-p));
const square = (s, p) => (p - s.y) ** 2;
const entropySlope = (s, p) => (s.y ? -1 / p : 1 / (1 - p));
const squareSlope = (s, p) => 2 * (p - s.y);

/** Values of p at which curves are drawn: dense where the true class gets little. */
const samples = (s) => Array.from({ length: 61 }, (_, i) => 0.001 * 999 ** (i / 60)).map((q) => (s.y ? q : 1 - q));

function pAxis(p, x, y0) {
  p.xAxis(x, y0, [0, 0.25, 0.5, 0.75, 1], { decimals: 2 });
  p.text("lab small k-pred", x(1), y0 + 33, "p", "end");
}

function drawLosses(p, s, v) {
  const x = scale(0, 1, 26, p.W - 14);
  const y = scale(0, TOP, p.H - 38, 22);
  p.yGrid(y, x, [1, 2, 3, 4, 5, 6, 7]);
  p.text("tick", x(0) - 6, y(0) + 4, "0", "end");
  pAxis(p, x, y(0));
  p.text("lab small k-delta", x(0) - 18, y(TOP) - 9, '"loss"');

  const ps = samples(s);
  const [entropy, squares] = [minusLog, square].map((loss) => ps.map((q) => [x(q), y(loss(s, q))]));
  p.poly("mark k-plain", squares);
  p.poly("mark k-delta", entropy);

  const here = x(s.p);
  const unit = (y(0) - y(1)) / (x(1) - x(0));
  p.line("mark thin dash k-pred", here, y(0), here, y(v.cross_entropy));
  const frame = { left: x(0), right: x(1), top: y(TOP), bottom: y(0) };
  p.line("mark k-delta", ...tangentIn(frame, here, y(v.cross_entropy), v.cross_entropy_slope * unit));
  p.line("mark k-plain", ...tangentIn(frame, here, y(v.squared), v.squared_slope * unit));
  p.dot("dotm k-delta", here, y(v.cross_entropy), 6);
  p.dot("dotm k-plain", here, y(v.squared), 6);

  const [edge, anchor] = s.y ? [x(1) - 8, "end"] : [x(0) + 8, "start"]; // the corner that no curve enters
  p.text("lab k-delta", edge, y(6.5) + 5, `${log(s)} = ${num(v.cross_entropy, 3)}`, anchor);
  p.text("lab", edge, y(5.5) + 5, `${power(s)} = ${show(v.squared)}`, anchor);
}

/** The tangent at the pixel (x, y), up to 44 pixels to both sides, cut at the frame. */
function tangentIn({ left, right, top, bottom }, x, y, slope) {
  const length = Math.hypot(1, slope);
  const [ux, uy] = [1 / length, -slope / length];
  const up = Math.abs(uy) < 1e-9 ? [44, 44] : [(y - top) / Math.abs(uy), (bottom - y) / Math.abs(uy)];
  const [back, forth] = uy < 0 ? [up[1], up[0]] : up;
  const a = Math.min(44, (x - left) / ux, back);
  const b = Math.min(44, (right - x) / ux, forth);
  return [x - a * ux, y - a * uy, x + b * ux, y + b * uy];
}

function drawSlopes(p, s, v) {
  const x = scale(0, 1, 42, p.W - 14);
  const y = scale(LOW, HIGH, p.H - 38, 12);
  const tenTo = (e) => (e === 0 ? "1" : e === 1 ? "10" : `10^{${num(e, 0)}}`);
  p.yGrid(y, x, [-2, -1, 0, 1, 2, 3], { show: tenTo });
  p.text("tick", x(0) - 6, y(LOW) + 4, tenTo(LOW), "end");
  pAxis(p, x, y(LOW));
  p.avoid(0, y(LOW) - 1, p.W, 40);
  const log10 = (slope) => Math.log10(Math.abs(slope));
  const ps = samples(s).concat([...Array(20)].map((_, i) => (s.y ? 1 - 0.4 * 0.74 ** i : 0.4 * 0.74 ** i)));
  const at = (slope) => ps.map((q) => [x(q), y(log10(slope(s, q)))]).sort((a, b) => a[0] - b[0]);
  const inside = at(squareSlope).filter(([, py_]) => py_ <= y(LOW));
  p.poly("mark thin k-plain", inside);
  p.poly("mark thin k-delta", at(entropySlope));
  for (const curve of [inside, at(entropySlope)]) for (let i = 4; i < curve.length; i += 4) p.avoidLine(...curve[i - 4], ...curve[i]);
  const here = x(s.p);
  p.line("mark thin dash k-pred", here, y(LOW), here, y(HIGH));
  p.avoidLine(here, y(LOW), here, y(HIGH));
  const marks = [["k-delta", v.cross_entropy_slope], ["k-plain", v.squared_slope]];
  for (const [kind, slope] of marks) p.dot(`dotm ${kind}`, here, y(log10(slope)), 5);
  for (const [, slope] of marks) p.avoid(here - 6, y(log10(slope)) - 6, 12, 12);
  for (const [kind, slope] of marks)
    p.label(`lab small ${kind}`, here, y(log10(slope)), size(slope), { towards: s.p < 0.5 ? 0.4 : Math.PI - 0.4, gap: 9 });
}

const size = (slope) => num(Math.abs(slope), Math.abs(slope) < 10 ? 3 : 1);
const log = (s) => (s.y ? "−'ln' p" : "−'ln'(1 − p)");
const power = (s) => (s.y ? "(1 − p)²" : "p²");
const show = (value) => (value > 0 && value < 1 ? small(value, 3) : num(value, Math.abs(value) < 100 ? 3 : 1));
const p3 = (s) => num(s.p, 3);

/** @type {Definition} */
export default {
  name: "surprise",
  title: "Surprise",
  predict: "Halve $p$, from 0.05 to 0.025, and halve it again. How much does $−'ln' p$ grow each time, and how much the squared error?",
  see: "The squared error never exceeds 1, nor its slope the size 2, however wrong the model is. Cross-entropy has no ceiling: every halving of the true class's probability adds the same 0.693 and doubles the slope. So a confident mistake costs most, and is pulled back with most force.",
  layout: "two",
  state: ["p", "y"],
  choices: [
    { trait: "y", label: "True class", text: (y) => `y = ${y}` },
  ],

  pictures: [
    {
      key: "losses",
      height: (width) => Math.min(Math.max(width * 0.9, 300), 400),
      draw: drawLosses,
      alt: (s, v) =>
        `Two losses over p for the true class ${s.y}. At p = ${p3(s)} cross-entropy is ${show(v.cross_entropy)} with slope ${show(v.cross_entropy_slope)}, ` +
        `the squared error ${show(v.squared)} with slope ${show(v.squared_slope)}.`,
    },
    {
      key: "slopes",
      side: true,
      caption: "Steepness of both curves, logarithmic",
      height: () => 220,
      draw: drawSlopes,
      alt: (s, v) => `Steepness at p = ${p3(s)}: cross-entropy ${size(v.cross_entropy_slope)}, squared error ${size(v.squared_slope)}.`,
    },
  ],

  values: (s) => ({
    cross_entropy: minusLog(s, s.p),
    squared: square(s, s.p),
    cross_entropy_slope: entropySlope(s, s.p),
    squared_slope: squareSlope(s, s.p),
  }),

  readout: [
    [
      [cell('"cross-entropy"', (s, v) => show(v.cross_entropy), { name: "cross_entropy", width: "7em", kind: "delta" }), "=", cell(log, (s) => (s.y ? `−ln ${p3(s)}` : `−ln(1 − ${p3(s)})`), { width: "7em", kind: "plain" })],
      [cell('"slope"', (s, v) => show(v.cross_entropy_slope), { width: "4em", kind: "delta" }), "=", cell((s) => (s.y ? "−1/p" : "1/(1 − p)"), (s) => (s.y ? `−1/${p3(s)}` : `1/${num(1 - s.p, 3)}`), { width: "5em", kind: "plain" })],
    ],
    [
      [cell('"squared error"', (s, v) => show(v.squared), { name: "squared", width: "7em", kind: "plain" }), "=", cell(power, (s) => (s.y ? `(1 − ${p3(s)})²` : `${p3(s)}²`), { width: "7em", kind: "plain" })],
      [cell('"slope"', (s, v) => show(v.squared_slope), { width: "4em", kind: "plain" }), "=", cell((s) => (s.y ? "−2(1 − p)" : "2p"), (s) => (s.y ? `−2·${num(1 - s.p, 3)}` : `2·${p3(s)}`), { width: "5em", kind: "plain" })],
    ],
  ],

  say(s, v) {
    const q = given(s);
    const pair = `the slope of cross-entropy has size ${size(v.cross_entropy_slope)}, that of the square ${size(v.squared_slope)}`;
    if (q < 0.1) return `**Confident and wrong.** The true class gets only ${num(q, 3)}: ${pair}; it never exceeds 2.`;
    if (q < 0.45) return `**On the wrong side.** The true class gets ${num(q, 3)}: ${pair}.`;
    if (q < 0.55) return `**Undecided.** An even bet costs $'ln' 2 = 0.693$ in cross-entropy, 0.25 as a square.`;
    if (q < 0.95) return `**On the right side.** The true class gets ${num(q, 3)}: ${pair}.`;
    return `**Confident and right.** Both losses are almost 0. The slope of cross-entropy still has size 1; that of the square fades to nothing.`;
  },

  python: (s) =>
    [
      "import numpy as np",
      "from mlp_lib import binary_cross_entropy, mse",
      "",
      `p = np.array([${py(s.p)}])  # probability of class 1`,
      `y = np.array([${py(s.y)}])  # the true class`,
      "",
      "cross_entropy = binary_cross_entropy(p, y)  # equation (3.4a)",
      "squared = mse(p, y)",
      "cross_entropy_slope = binary_cross_entropy.grad(p, y)[0]",
      "squared_slope = mse.grad(p, y)[0]",
      "",
    ].join("\n"),
};
