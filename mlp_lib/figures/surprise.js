// Surprise: cross-entropy against the squared error, over the probability that the model gives to class 1.
import { axes } from "./js/axes.js";
import { num, py, small } from "./js/numbers.js";
import { logScale, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const TOP = 7; // of the picture of the losses; -ln 0.001 = 6.9
const [LOW, HIGH] = [1e-3, 1e3]; // of the slopes

const given = (s, p = s.p) => (s.y ? p : 1 - p); // probability of the true class
const minusLog = (s, p) => -(s.y ? Math.log(p) : Math.log1p(-p));
const square = (s, p) => (p - s.y) ** 2;
const entropySlope = (s, p) => (s.y ? -1 / p : 1 / (1 - p));
const squareSlope = (s, p) => 2 * (p - s.y);

/** Values of p at which curves are drawn: dense where the true class gets little. */
const samples = (s) => Array.from({ length: 61 }, (_, i) => 0.001 * 999 ** (i / 60)).map((q) => (s.y ? q : 1 - q));

function pAxis(a) {
  a.xAxis([0, 0.25, 0.5, 0.75, 1], { show: (t) => num(t, 2) });
  a.text("lab small k-pred", [1, a.y.domain[0]], "p", [0, 33], "end");
}

function drawLosses(p, s, v) {
  const a = axes(p, scale(0, 1, 26, p.W - 14), scale(0, TOP, p.H - 38, 22));
  a.yGrid([0, 1, 2, 3, 4, 5, 6, 7]);
  pAxis(a);
  a.text("lab small k-delta", [0, TOP], '"loss"', [-18, -9]);

  const both = [
    [square, "k-plain", v.squared, v.squared_slope],
    [minusLog, "k-delta", v.cross_entropy, v.cross_entropy_slope],
  ];
  for (const [loss, kind] of both)
    a.series(
      `mark ${kind}`,
      samples(s).map((q) => [q, loss(s, q)]),
    );
  a.line("mark thin dash k-pred", [s.p, 0], [s.p, v.cross_entropy]);
  for (const [, kind, loss, slope] of both) a.tangent(`mark ${kind}`, [s.p, loss], slope, 44);
  for (const [, kind, loss] of both) a.dot(`dotm ${kind}`, [s.p, loss], 6);

  const [edge, away, anchor] = s.y ? [1, -8, "end"] : [0, 8, "start"]; // the corner that no curve enters
  a.text("lab k-delta", [edge, 6.5], `${log(s)} = ${num(v.cross_entropy, 3)}`, [away, 5], anchor);
  a.text("lab", [edge, 5.5], `${power(s)} = ${show(v.squared)}`, [away, 5], anchor);
}

function drawSlopes(p, s, v) {
  const a = axes(p, scale(0, 1, 42, p.W - 14), logScale(LOW, HIGH, p.H - 38, 12));
  a.yGrid([0.001, 0.01, 0.1, 1, 10, 100, 1000]);
  pAxis(a);
  const ps = samples(s).concat([...Array(20)].map((_, i) => (s.y ? 1 - 0.4 * 0.74 ** i : 0.4 * 0.74 ** i)));
  const curve = (slope) => ps.map((q) => [q, Math.abs(slope(s, q))]).sort((one, other) => one[0] - other[0]);
  a.series("mark thin k-plain", curve(squareSlope));
  a.series("mark thin k-delta", curve(entropySlope));
  a.line("mark thin dash k-pred", [s.p, LOW], [s.p, HIGH]);
  const marks = [
    ["k-delta", v.cross_entropy_slope],
    ["k-plain", v.squared_slope],
  ].map(([kind, slope]) => [kind, [s.p, Math.abs(slope)]]);
  for (const [kind, point] of marks) a.dot(`dotm ${kind}`, point, 5);
  for (const [kind, point] of marks)
    a.label(`lab small ${kind}`, point, size(point[1]), { towards: s.p < 0.5 ? 0.4 : Math.PI - 0.4, gap: 9 });
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
  predict:
    "Halve $p$, from 0.05 to 0.025, and halve it again. How much does $−'ln' p$ grow each time, and how much the squared error?",
  see: "The squared error never exceeds 1, nor its slope the size 2, however wrong the model is. Cross-entropy has no ceiling: every halving of the true class's probability adds the same 0.693 and doubles the slope. So a confident mistake costs most, and is pulled back with most force.",
  layout: "two",
  state: ["p", "y"],
  choices: [{ trait: "y", label: "True class", text: (y) => `y = ${y}` }],

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
      alt: (s, v) =>
        `Steepness at p = ${p3(s)}: cross-entropy ${size(v.cross_entropy_slope)}, squared error ${size(v.squared_slope)}.`,
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
      [
        cell('"cross-entropy"', (s, v) => show(v.cross_entropy), {
          name: "cross_entropy",
          width: "7em",
          kind: "delta",
        }),
        "=",
        cell(log, (s) => (s.y ? `−ln ${p3(s)}` : `−ln(1 − ${p3(s)})`), { width: "7em", kind: "plain" }),
      ],
      [
        cell('"slope"', (s, v) => show(v.cross_entropy_slope), { width: "4em", kind: "delta" }),
        "=",
        cell(
          (s) => (s.y ? "−1/p" : "1/(1 − p)"),
          (s) => (s.y ? `−1/${p3(s)}` : `1/${num(1 - s.p, 3)}`),
          { width: "5em", kind: "plain" },
        ),
      ],
    ],
    [
      [
        cell('"squared error"', (s, v) => show(v.squared), { name: "squared", width: "7em", kind: "plain" }),
        "=",
        cell(power, (s) => (s.y ? `(1 − ${p3(s)})²` : `${p3(s)}²`), { width: "7em", kind: "plain" }),
      ],
      [
        cell('"slope"', (s, v) => show(v.squared_slope), { width: "4em", kind: "plain" }),
        "=",
        cell(
          (s) => (s.y ? "−2(1 − p)" : "2p"),
          (s) => (s.y ? `−2·${num(1 - s.p, 3)}` : `2·${p3(s)}`),
          { width: "5em", kind: "plain" },
        ),
      ],
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
