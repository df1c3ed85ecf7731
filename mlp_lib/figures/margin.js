// Two classes with a gap: how many mistakes the perceptron rule makes, and how many the bound allows.
import { axes, tickLabel } from "./js/axes.js";
import { perceptronRun } from "./js/maths.js";
import { num, py } from "./js/numbers.js";
import { boundary, classMark, plane } from "./js/plane.js";
import { logScale } from "./js/plot.js";

const U = [0.6, 0.8]; // a perfect neuron of length 1
const V = [-0.8, 0.6]; // along the gap
const EDGE = 2.8; // half the side of the plane that is shown
const [LEAST, MOST] = [0.02, 1]; // margins
const TOP = 20000; // of the axis of mistakes
const EPOCHS = 1000; // far more than any run needs

/** The points [x1, x2, y]: fixed multiples of i, taken modulo 1, so that everybody gets the same. */
function cloud(gamma, n) {
  return Array.from({ length: n }, (_, i) => {
    const y = i % 2 ? -1 : 1;
    const along = 3 * ((0.645751 * i) % 1) - 1.5;
    const apart = y * (gamma + 1.2 * ((0.414214 * Math.floor(i / 2)) % 1));
    return [apart * U[0] + along * V[0], apart * U[1] + along * V[1], y];
  });
}

function trial(gamma, n) {
  const points = cloud(gamma, n);
  const R = Math.max(...points.map(([a, b]) => Math.hypot(a, b, 1)));
  const { visits, mistakes } = perceptronRun(points, EPOCHS);
  const { w, b } = visits.at(-1);
  return { gamma, points, R, bound: (R / gamma) ** 2, mistakes: mistakes.reduce((sum, m) => sum + m, 0), w, b };
}

const curves = new Map(); // number of points -> a trial for each margin on the slider
function curveOf(n) {
  if (!curves.has(n))
    curves.set(
      n,
      Array.from({ length: 50 }, (_, i) => trial((i + 1) / 50, n)),
    );
  return curves.get(n);
}
let last = null; // the trial of the frame that is being drawn
function trialOf(s) {
  if (last?.gamma !== s.gamma || last.points.length !== s.N) last = trial(s.gamma, s.N);
  return last;
}

function drawPlane(p, s) {
  const { points, w, b, gamma } = trialOf(s);
  const a = plane(p, [-EDGE, EDGE]);
  const place = (apart, along) => [0, 1].map((j) => apart * U[j] + along * V[j]);
  a.area("k-plain band", [place(gamma, -2.6), place(gamma, 2.6), place(-gamma, 2.6), place(-gamma, -2.6)]);
  a.grid();
  for (const side of [gamma, -gamma])
    a.line("mark thin k-plain", place(side, -2.6), place(side, 2.6), { clear: false });
  for (const c of points) a.handle(c, 9);
  boundary(a, { w, b }, "mark k-act", "z = 0");
  for (const [c, d, label] of points) classMark(p, a.x(c), a.y(d), label, points.length > 30 ? 5.5 : 7);
  a.names();
  a.ticks();
  const tip = place(gamma, -2.15);
  a.arrow("k-plain", place(0, -2.15), tip, { head: Math.min(8, (gamma * (a.x(1) - a.x(0))) / 2) });
  a.label("lab", tip, "γ", { towards: Math.atan2(U[1], U[0]), gap: 5 });
}

function drawBound(p, s) {
  const now = trialOf(s);
  const trials = curveOf(s.N);
  const a = axes(p, logScale(LEAST, MOST, 46, p.W - 14), logScale(1, TOP, p.H - 34, 8));
  const bound = trials.map((one) => [one.gamma, one.bound]);
  a.area("k-plain soft", [...bound, [MOST, TOP], [LEAST, TOP]]);
  a.yGrid([1, 10, 100, 1000, 10000], { show: (k) => (k < 10000 ? num(k, 0) : "10⁴") });
  a.xAxis([0.02, 0.05, 0.1, 0.2, 0.5, 1], { show: tickLabel });
  a.text("lab", [MOST, 1], '"margin "γ', [6, 32], "end");
  a.series("mark k-plain", bound);
  for (const one of trials) a.dot("solid k-delta", [one.gamma, one.mistakes], 2.5);

  const [allowed, made] = [
    [s.gamma, now.bound],
    [s.gamma, now.mistakes],
  ];
  a.line("mark thin dash k-plain", allowed, [s.gamma, 1], { clear: false });
  a.dot("dotm k-plain", allowed, 6);
  a.dot("dotm k-delta", made, 7);
  a.text("lab small quiet", [MOST, TOP], '"the bound forbids this"', [4, 16], "end");
  a.label("lab", allowed, `${num(Math.floor(now.bound), 0)}" allowed"`, { towards: 0.5, gap: 10 });
  a.label("lab k-delta", made, `${num(now.mistakes, 0)}" made"`, { towards: 0.5, gap: 10 });
}

/** @type {Definition} */
export default {
  name: "margin",
  title: "A narrow gap costs mistakes",
  predict:
    "Halve the margin $γ$. How many times as many mistakes does the bound then allow? Will the rule make that many?",
  see: "Towards narrow margins the dots tend to climb, by fits and starts; not one of them reaches the line of the bound. Each halving of $γ$ raises the line about 4 times; more points hardly move it.",
  layout: "two",
  state: ["gamma", "N"],

  pictures: [
    {
      key: "plane",
      height: (width) => Math.min(width, 440),
      draw: drawPlane,
      alt(s) {
        const { w, b } = trialOf(s);
        return `${s.N} points of two classes, with an empty band between them that reaches ${num(s.gamma)} to either side. The rule ends with weights (${num(w[0])}, ${num(w[1])}), bias ${num(b, 0)}.`;
      },
    },
    {
      key: "bound",
      side: true,
      caption: "Mistakes made in all (logarithmic scales)",
      height: (width, figureWidth) => (figureWidth >= 620 ? Math.min(250, 0.27 * figureWidth) : 230),
      draw: drawBound,
      alt: (s, v) =>
        `At margin ${num(s.gamma)} the rule makes ${v.mistakes} mistakes; the bound allows ${num(v.bound, 1)}. At every margin the mistakes stay below the bound.`,
    },
  ],

  values(s) {
    const { R, bound, mistakes, w, b } = trialOf(s);
    return { R, bound, mistakes, w, b };
  },

  readout: [
    [
      [{ symbol: "k", name: "mistakes", width: "2em", show: (s, v) => num(v.mistakes, 0) }],
      ["≤", { symbol: "(R / γ)^2", width: "7em", show: (s, v) => `(${num(v.R)} / ${num(s.gamma)})²` }],
      ["=", { symbol: '"bound"', name: "bound", width: "3.6em", show: (s, v) => num(v.bound, 1) }],
    ],
    [[{ symbol: '"used of it"', width: "4em", show: (s, v) => `${num((100 * v.mistakes) / v.bound, 1)} %` }]],
  ],

  say(s, v) {
    const half = trial(s.gamma / 2, s.N);
    return (
      `**${v.mistakes} mistake${v.mistakes === 1 ? "" : "s"} made, ${num(Math.floor(v.bound), 0)} allowed.** ` +
      `At half the margin: ${half.mistakes} made, and ${num(half.bound / v.bound, 1)} times as many allowed.`
    );
  },

  python: (s) =>
    [
      "import numpy as np",
      "from mlp_lib import Perceptron",
      "",
      `gamma, N = ${py(s.gamma)}, ${s.N}`,
      "i = np.arange(N)",
      "y = np.where(i % 2, -1, 1)",
      "along = 3 * (0.645751 * i % 1) - 1.5",
      "apart = y * (gamma + 1.2 * (0.414214 * (i // 2) % 1))",
      "u = np.array([0.6, 0.8])  # a perfect neuron: y (x . u) >= gamma for every point",
      "X = np.outer(apart, u) + np.outer(along, [-0.8, 0.6])  # (N, 2)",
      "",
      "R = np.linalg.norm(np.column_stack([X, np.ones(N)]), axis=1).max()  # with the 1 of (1.5)",
      "bound = (R / gamma) ** 2  # equation (1.7a)",
      "",
      `model = Perceptron().fit(X, y, max_epochs=${EPOCHS})`,
      "mistakes = model.updates",
      "w, b = model.w, model.b",
      "",
    ].join("\n"),
};
