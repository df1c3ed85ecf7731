// One sigmoid neuron on four examples: values forward, three factors back, the gradient as a sum.
import { axes, beyond } from "./js/axes.js";
import { dot, sigmoid } from "./js/maths.js";
import { num, par, py, pyList, signed, small } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const X = [
  [0, 0, 1],
  [1, 1, 1],
  [1, 0, 1],
  [0, 1, 0],
];
const Y = [0, 1, 1, 0];
const N = 4;
const NAMES = ["w_1", "w_2", "w_3", "b"];
const TOP = { mse: { error: 0.5, delta: 0.125 }, binary_cross_entropy: { error: 1, delta: 0.25 } }; // of the bars

const weights = (s) => [s.w1, s.w2, s.w3];

/** Forward and back through all examples. */
function run(s) {
  const z = X.map((x) => dot(x, weights(s)) + s.b);
  const y_hat = z.map(sigmoid);
  const slope = z.map((t) => sigmoid(t) * sigmoid(-t));
  const squared = s.loss === "mse";
  const error = y_hat.map((a, i) => (squared ? (2 / N) * (a - Y[i]) : (a - Y[i]) / (N * slope[i])));
  const delta = error.map((e, i) => e * slope[i]);
  const dw = [0, 1, 2].map((j) => delta.reduce((sum, d, i) => sum + d * X[i][j], 0));
  const losses = y_hat.map((a, i) => (squared ? (a - Y[i]) ** 2 : -Math.log(Y[i] ? a : sigmoid(-z[i]))));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / N;
  return { z, y_hat, slope, error, delta, dw, db: delta.reduce((sum, d) => sum + d, 0), losses, cost: mean(losses) };
}

/** A vertical bar from the zero line, held to the size `half`; a triangle where it is longer. */
function bar(p, kind, x, zero, value, top, half, width = 26) {
  const length = clamp(value / top, -1, 1) * half;
  p.rect(`solid ${kind}`, x - width / 2, Math.min(zero, zero - length), width, Math.abs(length));
  if (Math.abs(value) > top * 1.001)
    beyond(p, x, zero - Math.sign(value) * (half + 9), (Math.sign(value) * Math.PI) / 2, kind);
}

/** Zero line and the frame of the longest bar. */
function socket(p, x, zero, half, width, both) {
  p.rect("band", x - width / 2, zero - half, width, both ? 2 * half : half);
  p.line("axis", x - width / 2 - 8, zero, x + width / 2 + 8, zero);
}

/** Middles of nodes with the same room between each two. */
function evenly(nodes, width) {
  const halves = nodes.map((node) => node[3]);
  const free = width - 4 - 2 * halves.reduce((sum, half) => sum + half, 0);
  let end = 2;
  return halves.map((half, k) => {
    const middle = end + half;
    end = middle + half + free / (nodes.length - 1);
    return middle;
  });
}

function drawWay(p, s) {
  const t = run(s);
  const i = s.example - 1;
  const wide = p.W >= 560;
  /** @type {Array<[kind: string, symbol: Maths, value: string, half: number]>} */
  const nodes = [
    ["input", "\\x", `(${X[i].join(", ")})`, 30],
    ["act", "z", num(t.z[i]), 22],
    ["pred", "ŷ", num(t.y_hat[i], 3), 24],
    ["delta", "L", small(t.losses[i]), 26],
  ];
  const at = wide ? [0.13, 0.4, 0.64, 0.88].map((part) => part * p.W) : evenly(nodes, p.W);
  const laws = ["· \\w + b", "σ", wide ? `"against" y = ${Y[i]}` : `y = ${Y[i]}`];
  nodes.forEach(([kind, symbol, value, half], k) => {
    p.text(`lab big k-${kind}`, at[k], 20, symbol, "middle");
    p.text(`lab k-${kind}`, at[k], 43, value, "middle");
    if (k < 3) {
      p.arrow("k-plain", at[k] + half + 6, 38, at[k + 1] - nodes[k + 1][3] - 6, 38, { extra: "thin", head: 8 });
      p.text("lab small quiet", (at[k] + at[k + 1]) / 2, 17, laws[k], "middle");
    }
  });
  if (wide) p.text("lab small quiet", 0, 17, '"forward →"');

  const [half, zero, below] = [34, 154, 292];
  const gap = wide ? 42 : p.W < 340 ? 22 : 26; // between the bars of the three inputs and the bias
  const [reach, rim] = wide ? [1.5 * gap + 21, 34] : [1.5 * gap + 17, 27]; // of these bars, and of a single one, to an arrow
  const mid = [0, 1, 2].map((k) => (at[k] + at[k + 1]) / 2);
  if (!wide) mid[0] = reach + 2;
  const { error, delta } = TOP[s.loss];
  const head = (x, markup, law) => {
    p.text("lab k-delta", x, 82, markup, "middle");
    p.text("lab small quiet", x, 100, law, "middle");
  };
  for (const k of [1, 0])
    p.arrow("k-delta", mid[k + 1] - rim, zero, mid[k] + (k ? 26 : reach), zero, { extra: "thin dash", head: 8 });
  head(mid[2], "∂C/∂ŷ", s.loss === "mse" ? "(2/N)(ŷ − y)" : wide ? "(ŷ − y)/(N ŷ(1 − ŷ))" : "(ŷ−y)/(Nŷ(1−ŷ))");
  socket(p, mid[2], zero, half, 26, true);
  bar(p, "k-delta", mid[2], zero, t.error[i], error, half);
  p.text("lab k-delta", mid[2], zero + half + 27, num(t.error[i], 4), "middle");
  head(mid[1], "∂ŷ/∂z", wide ? 'ŷ(1 − ŷ), "at most" ¼' : "ŷ(1 − ŷ)");
  socket(p, mid[1], zero, half, 26, false);
  bar(p, "k-act", mid[1], zero, t.slope[i], 0.25, half);
  p.text("lab k-act", mid[1], zero + half + 27, small(t.slope[i], 4), "middle");
  head(mid[0], wide ? '∂z/∂w_j "and" ∂z/∂b' : "∂z/∂w_j", "x_j");
  const xs = [...X[i], 1];
  xs.forEach((x, j) => {
    const px = mid[0] + (j - 1.5) * gap;
    socket(p, px, zero, half, 18, false);
    bar(p, j < 3 ? "k-input" : "k-plain", px, zero, x, 1, half, 18);
    p.text(`lab ${j < 3 ? "k-input" : "k-plain"}`, px, zero + half + 27, String(x), "middle");
    socket(p, px, below, half, 18, true);
    bar(p, "k-delta", px, below, x * t.delta[i], delta, half, 18);
    p.text("lab small k-weight", px, below + half + (wide ? 34 : 18), NAMES[j], "middle");
    if (wide) p.text("tick", px, below + half + 16, num(x * t.delta[i], 3), "middle");
  });
  if (wide) p.text("lab small quiet", 0, zero + 5, '"← backward"');

  const product = (mid[1] + mid[2]) / 2;
  const foot = zero + half + 38;
  p.poly("mark thin k-delta", [
    [mid[1] - 20, foot - 3],
    [mid[1] - 20, foot + 4],
    [mid[2] + 20, foot + 4],
    [mid[2] + 20, foot - 3],
  ]);
  p.text("lab k-delta", product, foot + 24, wide ? '"their product" δ = ∂C/∂z' : "δ = ∂C/∂z", "middle");
  socket(p, product, below, half, 26, true);
  bar(p, "k-delta", product, below, t.delta[i], delta, half);
  p.text("lab k-delta", product, below + half + 20, num(t.delta[i], 4), "middle");
  p.arrow("k-delta", product - rim, below, mid[0] + reach, below, { extra: "thin dash", head: 8 });
  p.text("lab small k-delta", (product + mid[0]) / 2 + (wide ? 24 : 12), below - 8, "· x_j", "middle");
}

/** For each parameter the shares of the four examples, one after the other, and their sum. */
function drawSum(p, s, v) {
  const t = run(s);
  const rows = NAMES.map((name, j) => {
    const shares = X.map((x, i) => (j < 3 ? x[j] : 1) * t.delta[i]);
    const ends = shares.reduce((list, share) => [...list, list.at(-1) + share], [0]);
    return { name, shares, ends };
  });
  const most = Math.max(...rows.flatMap(({ ends }) => ends.map(Math.abs)));
  const top = [0.02, 0.05, 0.1, 0.2, 0.5, 1].find((limit) => most <= limit) ?? 2;
  const x = scale(-top, top, 64, p.W - 62);
  const high = (p.H - 24) / 4;
  for (const tick of [-top, 0, top]) {
    p.line(tick ? "gridl" : "axis", x(tick), 0, x(tick), p.H - 22);
    p.text("tick", x(tick), p.H - 7, num(tick, top < 0.5 ? 2 : 1), "middle");
  }
  rows.forEach(({ name, shares, ends }, j) => {
    const y0 = j * high + 4;
    const thin = (high - 20) / 4;
    shares.forEach((share, i) => {
      const chosen = i === s.example - 1;
      p.rect(
        `solid k-delta${chosen ? "" : " faint"}`,
        x(Math.min(ends[i], ends[i + 1])),
        y0 + i * thin,
        Math.max(0.5, Math.abs(x(share) - x(0))),
        thin - 1.5,
      );
      if (i < 3) p.line("gridl", x(ends[i + 1]), y0 + i * thin, x(ends[i + 1]), y0 + (i + 2) * thin - 1.5);
    });
    const sum = j < 3 ? v.dw[j] : v.db;
    p.rect("solid k-delta", x(Math.min(0, sum)), y0 + 4 * thin + 1, Math.max(0.5, Math.abs(x(sum) - x(0))), 8);
    p.text("lab small k-delta", 0, y0 + 4 * thin + 10, `∂C/∂${name}`);
    p.text("lab small k-delta", p.W, y0 + 4 * thin + 10, signed(sum, 4), "end");
  });
}

/** The slope of the sigmoid over z, with the four examples on it. */
function drawHump(p, s) {
  const t = run(s);
  const a = axes(p, scale(-8, 8, 32, p.W - 12), scale(0, 0.28, p.H - 28, 6));
  a.yGrid([0.1, 0.2]);
  a.xAxis([-8, -4, 0, 4, 8]);
  a.curve("mark k-act", (z) => sigmoid(z) * sigmoid(-z));
  const order = [0, 1, 2, 3].sort((i, j) => Number(i === s.example - 1) - Number(j === s.example - 1));
  for (const i of order) {
    const chosen = i === s.example - 1;
    const point = [clamp(t.z[i], -8, 8), t.slope[i]];
    const [px, py_] = a.at(point);
    if (Math.abs(t.z[i]) > 8) beyond(p, px, py_ - 6, t.z[i] > 0 ? 0 : Math.PI, "k-act");
    else a.dot(chosen ? "dotm k-act" : "dotm hollow k-act", point, chosen ? 7 : 4.5);
    if (chosen) a.label("lab k-act", point, `z = ${num(t.z[i])}`, { towards: t.z[i] > 0 ? 0.7 : 2.4, gap: 10 });
  }
}

const chosen = (list, s) => list[s.example - 1];
const squared = (s) => s.loss === "mse";
const after = (s, steps, limits) => {
  let next = s;
  for (let k = 0; k < steps; k++) {
    const { dw, db } = run(next);
    const moved = (name, slope) => clamp(next[name] - slope, limits[name].min, limits[name].max);
    next = { ...next, w1: moved("w1", dw[0]), w2: moved("w2", dw[1]), w3: moved("w3", dw[2]), b: moved("b", db) };
  }
  return { w1: next.w1, w2: next.w2, w3: next.w3, b: next.b };
};

/** @type {Definition} */
export default {
  name: "pipeline",
  title: "Three factors, one sum",
  predict:
    "Which of the three factors can silence an example, although its answer is quite wrong? And which one silences it for a single weight?",
  see: "Each example sends its $δ$ back: its error times the slope of the sigmoid. The inputs say which weights get it. The gradient is the sum over the examples, where shares may cancel. With the cross-entropy the first factor contains the slope as a divisor, and in $δ$ the two cancel.",
  layout: "over",
  state: ["w1", "w2", "w3", "b", "example", "loss"],
  choices: [
    { trait: "example", label: "Example", text: (i) => `${i}: (${X[i - 1].join(", ")}) → ${Y[i - 1]}` },
    {
      trait: "loss",
      label: "Loss",
      text: (loss) => ({ mse: "Squared error", binary_cross_entropy: "Cross-entropy" })[loss],
    },
  ],
  actions: [
    { label: "One step, α = 1", icon: "next", run: (s, limits) => after(s, 1, limits) },
    { label: "Ten steps", icon: "next", run: (s, limits) => after(s, 10, limits) },
  ],

  pictures: [
    {
      key: "way",
      height: (width) => (width >= 560 ? 366 : 350),
      draw: drawWay,
      alt(s) {
        const t = run(s);
        const i = s.example - 1;
        return (
          `Example ${s.example}: z = ${num(t.z[i])}, prediction ${num(t.y_hat[i], 3)}, target ${Y[i]}. Back: dC/dy_hat = ${num(t.error[i], 4)}, ` +
          `slope of the sigmoid ${small(t.slope[i], 4)}, delta = ${num(t.delta[i], 4)}, passed on to the weights with inputs ${X[i].join(", ")} and to the bias.`
        );
      },
    },
    {
      key: "sum",
      caption: "The gradient: shares of examples 1 to 4, then the sum",
      height: () => 252,
      draw: drawSum,
      alt: (s, v) =>
        `Sums of the four shares: for the weights ${v.dw.map((d) => num(d, 4)).join(", ")}, for the bias ${num(v.db, 4)}.`,
    },
    {
      key: "hump",
      caption: "$∂ŷ/∂z$ over $z$: where all four examples stand",
      height: () => 190,
      draw: drawHump,
      alt: (s) =>
        `The slope of the sigmoid, one quarter at z = 0 and near 0 far out. The examples stand at z = ${run(s)
          .z.map((z) => num(z))
          .join(", ")}.`,
    },
  ],

  values(s) {
    const { cost, delta, dw, db, error, slope } = run(s);
    return { cost, delta, dw, db, dC_dy_hat: error, dy_hat_dz: slope, delta_i: chosen(delta, s) };
  },

  readout: [
    [
      [cell("δ", (s, v) => num(v.delta_i, 6), { name: "delta_i", width: "5em" }), "="],
      [
        cell("∂C/∂ŷ", (s, v) => par(chosen(v.dC_dy_hat, s), 6), { width: "6em" }),
        "·",
        cell("∂ŷ/∂z", (s, v) => small(chosen(v.dy_hat_dz, s), 6), { width: "5em", kind: "act" }),
      ],
    ],
    [[cell("C", (s, v) => num(v.cost, 6), { name: "cost", width: "5em" })]],
    [
      [{ symbol: "∇_w C", shape: "(3,)", rows: [0, 1, 2].map((j) => [{ show: (s, v) => num(v.dw[j], 6) }]) }],
      [
        "=",
        { symbol: "X^T", shape: "(3, 4)", rows: [0, 1, 2].map((j) => X.map((x) => ({ show: () => String(x[j]) }))) },
      ],
      [{ symbol: "δ", shape: "(4,)", rows: [0, 1, 2, 3].map((i) => [{ show: (s, v) => num(v.delta[i], 6) }]) }],
    ],
    [[cell("∂C/∂b", (s, v) => num(v.db, 6), { name: "db", width: "5em" })]],
  ],

  say(s, v) {
    const t = run(s);
    const i = s.example - 1;
    const off = Math.abs(t.y_hat[i] - Y[i]);
    const d = num(v.delta_i, 4);
    if (!squared(s))
      return t.slope[i] < 0.05 && off > 0.5
        ? `**Wrong and saturated, yet it is heard.** The slope ${small(t.slope[i])} stands in $∂C/∂ŷ$ as a divisor and cancels: $δ = (ŷ − y)/N = ${d}$.`
        : `**The slope cancels:** $δ = (ŷ − y)/N = ${d}$. The answer is off by ${num(off, 3)}, a quarter of it is sent back.`;
    if (t.slope[i] < 0.05 && off > 0.5)
      return `**Saturated: wrong, yet hardly heard.** The answer is off by ${num(off, 3)}, but the slope of the sigmoid is only ${small(t.slope[i])}, and so $δ$ is ${d}.`;
    if (t.slope[i] < 0.05) return `**Right and calm.** The error is small and so is the slope: $δ = ${d}$.`;
    return `**Answer ${off < 0.5 ? "on the right side" : "on the wrong side"}, off by ${num(off, 3)}.** The slope of the sigmoid is ${num(t.slope[i], 3)}, ${num(400 * t.slope[i], 0)}% of the most it can be; what is sent back is $δ = ${d}$.`;
  },

  python(s) {
    return [
      "import numpy as np",
      `from mlp_lib import ${squared(s) ? "mse, sigmoid" : "binary_cross_entropy, sigmoid"}`,
      "",
      `X = np.array(${pyList(X).replaceAll(".0", "")})  # (4, 3)`,
      "y = np.array([0, 1, 1, 0])  # (4,)",
      `w = np.array(${pyList(weights(s))})  # (3,)`,
      `b = ${py(s.b)}`,
      "",
      "z = X @ w + b",
      "y_hat = sigmoid(z)",
      `cost = ${s.loss}(y_hat, y)`,
      `dC_dy_hat = ${s.loss}.grad(y_hat, y)${squared(s) ? "  # equation (7.1)" : ""}`,
      "dy_hat_dz = sigmoid.grad(z)  # equation (7.2)",
      `delta = dC_dy_hat * dy_hat_dz  # equation (${squared(s) ? "7.4" : "7.6"})`,
      "dw = X.T @ delta  # equation (7.5)",
      "db = delta.sum()",
      `delta_i = delta[${s.example - 1}]  # example ${s.example}`,
      "",
    ].join("\n");
  },
};
