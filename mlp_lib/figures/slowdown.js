// The slowdown: one sigmoid neuron with x = 1 and y = 0, trained on squared error and on cross-entropy.
import { axes } from "./js/axes.js";
import { snap } from "./js/limits.js";
import { ACTIVATIONS, distance, gradientDescent, sigmoid } from "./js/maths.js";
import { num, py, small } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const N = 300; // steps on show
const Z = 8; // half the width of the second picture
const slopeAt = ACTIVATIONS.sigmoid.slope;
const DELTA = { mse: (z) => 2 * sigmoid(z) * slopeAt(z), ce: (z) => sigmoid(z) }; // y = 0

const told = new WeakMap(); // state -> its two paths
/** z after each step; x = 1, so weight and bias have the same gradient. */
function path(s, kind) {
  const descend = (delta) =>
    gradientDescent(([w, b]) => [delta(w + b), delta(w + b)], [s.w, s.b], s.learning_rate, N).map(([w, b]) => w + b);
  if (!told.has(s)) told.set(s, { mse: descend(DELTA.mse), ce: descend(DELTA.ce) });
  return told.get(s)[kind];
}

function values(s) {
  const v = { start_mse: DELTA.mse(s.w + s.b), start_ce: DELTA.ce(s.w + s.b) };
  for (const kind of ["mse", "ce"]) {
    const z = path(s, kind)[s.k];
    Object.assign(v, {
      [`z_${kind}`]: z,
      [`y_hat_${kind}`]: sigmoid(z),
      [`slope_${kind}`]: slopeAt(z),
      [`delta_${kind}`]: DELTA[kind](z),
    });
  }
  return v;
}

const NAMES = { mse: '"squared error"', ce: '"cross-entropy"' };
const DASH = { mse: "dash", ce: "" };

/** The prediction after each step: steps done are strong, steps to come faint. */
function drawLearning(p, s, v) {
  const a = axes(p, scale(0, N, 36, p.W - 14), scale(0, 1, p.H - 40, 20));
  a.yGrid([0, 0.5, 1]);
  a.xAxis([0, 100, 200, 300]);
  p.text("lab k-pred", 4, 12, "ŷ");
  a.text("lab small quiet", [N, 0], '"step" k', [0, 34], "end");
  a.text("lab small quiet", [0, 0], '"target" y = 0', [4, 34]);
  a.line("mark thin dash k-plain", [s.k, 0], [s.k, 1]);
  for (const kind of ["mse", "ce"]) {
    const points = path(s, kind).map((z, j) => [j, sigmoid(z)]);
    a.series(`mark k-pred ${DASH[kind]}`, points.slice(s.k), { opacity: 0.35 });
    a.series(`mark k-pred ${DASH[kind]}`, points.slice(0, s.k + 1));
  }
  const dots = ["mse", "ce"].map((kind) => [kind, [s.k, v[`y_hat_${kind}`]]]);
  for (const [kind, point] of dots) a.dot(`dotm ${kind === "ce" ? "" : "hollow"} k-pred`, point, kind === "ce" ? 5 : 8);
  const together = Math.abs(a.y(v.y_hat_mse) - a.y(v.y_hat_ce)) < 12;
  for (const [kind, point] of together ? dots.slice(0, 1) : dots) {
    const name = together ? '"both"' : p.W < 450 ? "" : NAMES[kind];
    const side = s.k > N * 0.6 ? Math.PI - 0.5 : 0.5;
    a.label("lab k-pred", point, `${name} ŷ = ${num(point[1])}`, { towards: point[1] > 0.85 ? -side : side, gap: 11 });
  }
  return { scales: [a.x, a.y], handles: { k: a.at([s.k, v.y_hat_mse]) } };
}

/** The slope of the sigmoid, and where on it either neuron stands. */
function drawSlope(p, s, v) {
  const a = axes(p, scale(-Z, Z, 36, p.W - 14), scale(0, 0.27, p.H - 40, 20));
  a.yGrid([0, 0.1, 0.25]);
  a.xAxis([-8, -4, 0, 4, 8]);
  p.text("lab k-delta", 4, 12, "σ′(z)");
  a.text("lab k-act", [Z, 0], "z", [0, 34], "end");
  a.curve("mark k-delta", slopeAt);
  const seen = ["mse", "ce"]
    .map((kind) => [kind, v[`z_${kind}`]])
    .map(([kind, z]) => [kind, z, [clamp(z, -Z, Z), slopeAt(z)]]);
  for (const [, , point] of seen) a.line("mark thin dash k-act", point, [point[0], 0], { clear: false });
  for (const [kind, , point] of seen)
    a.dot(`dotm ${kind === "ce" ? "" : "hollow"} k-delta`, point, kind === "ce" ? 5 : 8);
  const together = distance(a.at(seen[0][2]), a.at(seen[1][2])) < 12;
  for (const [kind, z, point] of together ? seen.slice(0, 1) : seen) {
    const beyond = z < -Z ? `" at "z = ${num(z, 1)}` : "";
    a.label("lab small k-delta", point, (together ? '"both"' : NAMES[kind]) + beyond, {
      towards: z > 0 ? 1 : 2.1,
      gap: 10,
    });
  }
}

// ---- words
const turned = (zs) => zs.findIndex((z) => z < 0);
function say(s, v) {
  if (s.k === 0)
    return `**At the start** $ŷ = ${num(sigmoid(s.w + s.b), 4)}$. Squared error sends back ${num(v.start_mse, 6)} (with ½ in front ${num(v.start_mse / 2, 6)}), cross-entropy ${num(v.start_ce, 6)}: ${ratio(v)} times as much.`;
  if (s.w + s.b <= 0)
    return "**No slowdown.** This start is already on the right side: there is little to learn, and either cost learns it.";
  const [mse, ce] = [turned(path(s, "mse")), turned(path(s, "ce"))];
  const [late, early] = [mse < 0 || s.k < mse, ce < 0 || s.k < ce];
  const flat = slopeAt(s.w + s.b) < 0.1;
  if (late && !early && !flat)
    return `**Cross-entropy turned first,** at step ${ce}: the gradient of squared error carries the factor $2σ′(z)$, which is at most ½.`;
  if (late && !early)
    return `**Squared error is stuck:** after ${s.k} steps $ŷ = ${num(v.y_hat_mse)}$. Its gradient carries the factor $σ′(z) = ${num(v.slope_mse, 4)}$. Cross-entropy, without that factor, passed ½ at step ${ce}.`;
  if (late)
    return `**Neither has turned yet** after ${s.k} step${s.k === 1 ? "" : "s"}, but cross-entropy is on its way: its gradient is ${num(v.delta_ce / v.delta_mse, 1)} times that of squared error.`;
  return `**Both have turned.** Cross-entropy passed ½ at step ${ce}, squared error at step ${mse}${flat ? ", after a long wait on the flat end of the sigmoid" : ""}.`;
}
const ratio = (v) => num(v.start_ce / v.start_mse, v.start_ce < 10 * v.start_mse ? 1 : 0);

const four = (name) => (s, v) => small(v[name], 4);

/** @type {Definition} */
export default {
  name: "slowdown",
  title: "The slowdown",
  predict:
    "One would hope to learn fastest from the worst mistakes. This neuron began with $ŷ = 0.98$ where $y = 0$. Let it begin less wrong, at $b_0 = −1$: under which cost will its first steps be larger than now, and under which smaller?",
  see: "Under squared error the gradient contains $σ′(z)$, and far out on the sigmoid that is almost 0: the worst mistake teaches least. Cross-entropy cancels $σ′(z)$, so its gradient is the error $ŷ − y$ itself.",
  layout: "wide",
  state: ["w", "b", "learning_rate", "k"],
  steps: { trait: "k", max: () => N, count: (k, n) => `step ${k} of ${n}`, interval: 40 },
  actions: [{ label: "10 steps", icon: "next", run: (s) => ({ k: Math.min(N, s.k + 10) }) }],

  pictures: [
    {
      key: "learning",
      caption: "The prediction after each step: under squared error (dashed, open dot) and under cross-entropy",
      height: (width) => clamp(width * 0.62, 250, 350),
      draw: drawLearning,
      alt: (s, v) =>
        `Predictions over 300 steps. After ${s.k} steps: squared error ${num(v.y_hat_mse, 4)}, cross-entropy ${num(v.y_hat_ce, 4)}; the target is 0.`,
      handles: [
        {
          key: "k",
          kind: "pred",
          bare: true,
          label: "step, move with the arrow keys",
          step: 1,
          axis: "x",
          at: (s) => [s.k, sigmoid(path(s, "mse")[s.k])],
          describe: (s) => `step ${s.k}`,
          move: (s, [k]) => ({ k: snap(k, { min: 0, max: N, step: 1 }) }),
        },
      ],
    },
    {
      key: "slope",
      caption: "The culprit: the slope of the sigmoid where either neuron stands",
      height: (width, figureWidth) =>
        figureWidth >= 620 ? clamp((figureWidth - 36) * 0.62 * 0.63 - 20, 230, 330) : 210,
      draw: drawSlope,
      alt: (s, v) =>
        `The derivative of the sigmoid: ${num(v.slope_mse, 4)} for the neuron of squared error at z = ${num(v.z_mse)}, ${num(v.slope_ce, 4)} for the other at z = ${num(v.z_ce)}.`,
    },
  ],

  values,

  readout: [
    [
      [cell('δ "squared error"', four("delta_mse"), { name: "delta_mse", width: "8em" })],
      [
        "=",
        "2",
        "·",
        "(",
        cell("ŷ", four("y_hat_mse"), { name: "y_hat_mse", width: "3.4em" }),
        "−",
        cell("y", () => "0", { width: "1em" }),
        ")",
      ],
      ["·", cell("σ′(z)", four("slope_mse"), { name: "slope_mse", width: "3.6em" })],
    ],
    [
      [cell('δ "cross-entropy"', four("delta_ce"), { name: "delta_ce", width: "8em" })],
      [
        "=",
        cell("ŷ", four("y_hat_ce"), { name: "y_hat_ce", width: "3.4em" }),
        "−",
        cell("y", () => "0", { width: "1em" }),
      ],
    ],
    [
      [
        cell('"at the start:" δ "squared error"', (s, v) => small(v.start_mse, 6), {
          name: "start_mse",
          width: "12.6em",
          kind: "delta",
        }),
      ],
      [cell('δ "cross-entropy"', (s, v) => small(v.start_ce, 6), { name: "start_ce", width: "8em" })],
    ],
  ],

  say,

  python: (s) =>
    [
      "import numpy as np",
      "from mlp_lib import gradient_descent, sigmoid",
      "",
      "x, y = 1.0, 0.0",
      `w_0, b_0, alpha, k = ${py(s.w)}, ${py(s.b)}, ${py(s.learning_rate)}, ${s.k}`,
      "",
      "",
      "def squared_error(z):",
      "    return 2 * (sigmoid(z) - y) * sigmoid.grad(z)  # delta, equation (7.4)",
      "",
      "",
      "def cross_entropy(z):",
      "    return sigmoid(z) - y  # delta, equation (7.6)",
      "",
      "",
      "def z_after(delta):",
      '    """Train for k steps; return z."""',
      "    path = gradient_descent(",
      "        lambda theta: delta(theta @ [x, 1]) * np.array([x, 1]), [w_0, b_0], alpha, max_steps=k",
      "    )",
      "    return path[-1] @ [x, 1]",
      "",
      "",
      "start_mse, start_ce = squared_error(w_0 * x + b_0), cross_entropy(w_0 * x + b_0)",
      "z_mse, z_ce = z_after(squared_error), z_after(cross_entropy)",
      "y_hat_mse, y_hat_ce = sigmoid(z_mse), sigmoid(z_ce)",
      "slope_mse, slope_ce = sigmoid.grad(z_mse), sigmoid.grad(z_ce)",
      "delta_mse, delta_ce = squared_error(z_mse), cross_entropy(z_ce)",
      "",
    ].join("\n"),
};
