// Two classes with a gap: how many mistakes the perceptron rule makes, and how many the bound allows.
import { perceptronRun } from "./js/maths.js";
import { num, py } from "./js/numbers.js";
import { boundary, classMark } from "./js/plane.js";
import { scale } from "./js/plot.js";

const U = [0.6, 0.8]; // a perfect neuron of length 1
const V = [-0.8, 0.6]; // along the gap
const EDGE = 2.8; // half the side of the plane that is shown
const SQUARE = [[-EDGE, -EDGE], [EDGE, -EDGE], [EDGE, EDGE], [-EDGE, EDGE]];
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
  if (!curves.has(n)) curves.set(n, Array.from({ length: 50 }, (_, i) => trial((i + 1) / 50, n)));
  return curves.get(n);
}
let last = null; // the trial of the frame that is being drawn
function trialOf(s) {
  if (last?.gamma !== s.gamma || last.points.length !== s.N) last = trial(s.gamma, s.N);
  return last;
}

function drawPlane(p, s) {
  const { points, w, b, gamma } = trialOf(s);
  const side = Math.min(p.W, p.H);
  const left = (p.W - side) / 2;
  const x = scale(-EDGE, EDGE, left + 1, left + side - 1);
  const y = scale(-EDGE, EDGE, side - 1, 1);
  const at = ([c, d]) => [x(c), y(d)];
  const place = (a, t) => at([a * U[0] + t * V[0], a * U[1] + t * V[1]]);

  for (let i = -2; i <= 2; i++) {
    p.line("gridl", x(i), y(-EDGE), x(i), y(EDGE));
    p.line("gridl", x(-EDGE), y(i), x(EDGE), y(i));
  }
  p.area("k-plain band", [place(gamma, -2.6), place(gamma, 2.6), place(-gamma, 2.6), place(-gamma, -2.6)]);
  for (const a of [gamma, -gamma]) p.line("mark thin k-plain", ...place(a, -2.6), ...place(a, 2.6));
  p.line("axis", x(-EDGE), y(0), x(EDGE), y(0));
  p.line("axis", x(0), y(-EDGE), x(0), y(EDGE));
  p.avoidLine(...place(0, -2.6), ...place(0, 2.6));
  for (const [c, d] of points) p.avoid(x(c) - 9, y(d) - 9, 18, 18);
  boundary(p, SQUARE, at, { w, b }, "mark k-act", "z = 0");
  for (const [c, d, label] of points) classMark(p, x(c), y(d), label, points.length > 30 ? 5.5 : 7);
  p.text("lab k-input", x(EDGE) - 8, y(0) - 8, "x_1", "end");
  p.text("lab k-input", x(0) + 8, y(EDGE) + 17, "x_2");
  for (const i of [-2, -1, 1, 2]) {
    p.label("tick", x(i), y(0), num(i, 0), { towards: -Math.PI / 2, gap: 4 });
    p.label("tick", x(0), y(i), num(i, 0), { towards: Math.PI, gap: 5 });
  }
  p.arrow("k-plain", ...place(0, -2.15), ...place(gamma, -2.15), { head: Math.min(8, (gamma * side) / 12) });
  p.label("lab", ...place(gamma, -2.15), "γ", { towards: Math.atan2(U[1], U[0]), gap: 5 });
}

const decade = (value) => (value < 10000 ? num(value, 0) : "10⁴");

function drawBound(p, s) {
  const now = trialOf(s);
  const [left, low] = [48, p.H - 34];
  const lx = scale(Math.log10(LEAST), Math.log10(MOST), left + 8, p.W - 14);
  const ly = scale(0, Math.log10(TOP), low, 8);
  const [x, y] = [(g) => lx(Math.log10(g)), (k) => ly(Math.log10(k))];

  const curve = curveOf(s.N).map((one) => [x(one.gamma), y(one.bound)]);
  p.area("k-plain soft", [...curve, [x(MOST), 8], [x(LEAST), 8]]);
  for (const k of [1, 10, 100, 1000, 10000]) {
    p.line("gridl", left, y(k), p.W - 6, y(k));
    p.text("tick", left - 8, y(k) + 4, decade(k), "end");
  }
  p.line("axis", left, low, p.W - 6, low);
  for (const g of [0.02, 0.05, 0.1, 0.2, 0.5, 1]) {
    p.line("axis", x(g), low, x(g), low + 4);
    p.text("tick", x(g), low + 17, num(g, g < 0.1 ? 2 : g < 1 ? 1 : 0), "middle");
  }
  p.text("lab", p.W - 8, low + 32, '"margin "γ', "end");
  p.poly("mark k-plain", curve);
  for (let i = 1; i < curve.length; i++) p.avoidLine(...curve[i - 1], ...curve[i]);
  for (const one of curveOf(s.N)) {
    p.dot("solid k-delta", x(one.gamma), y(one.mistakes), 2.5);
    p.avoid(x(one.gamma) - 3, y(one.mistakes) - 3, 6, 6);
  }

  const [cx, high, here] = [x(now.gamma), y(now.bound), y(now.mistakes)];
  p.line("mark thin dash k-plain", cx, high, cx, low);
  p.dot("dotm k-plain", cx, high, 6);
  p.dot("dotm k-delta", cx, here, 7);
  p.avoid(cx - 8, here - 8, 16, 16);
  p.text("lab small quiet", p.W - 10, 24, '"the bound forbids this"', "end");
  p.label("lab", cx, high, `${num(Math.floor(now.bound), 0)}" allowed"`, { towards: 0.5, gap: 10 });
  p.label("lab k-delta", cx, here, `${num(now.mistakes, 0)}" made"`, { towards: 0.5, gap: 10 });
}

/** @type {Definition} */
export default {
  name: "margin",
  title: "A narrow gap costs mistakes",
  predict: "Halve the margin $γ$. How many times as many mistakes does the bound then allow? Will the rule make that many?",
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
      alt: (s, v) => `At margin ${num(s.gamma)} the rule makes ${v.mistakes} mistakes; the bound allows ${num(v.bound, 1)}. At every margin the mistakes stay below the bound.`,
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
    [
      [{ symbol: '"used of it"', width: "4em", show: (s, v) => `${num((100 * v.mistakes) / v.bound, 1)} %` }],
    ],
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
