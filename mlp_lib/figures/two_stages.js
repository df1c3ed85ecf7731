// Two stages and a loss: values forward, derivatives back, by the input and by the weight of each stage.
import { axes, tenTo } from "./js/axes.js";
import { costPerStep } from "./js/descent.js";
import { num, par, py, small } from "./js/numbers.js";
import { clamp, logScale, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const STEPS = 10;
const GONE = 1e12; // an error beyond counts as diverged: there the steps end
const [LOW, HIGH] = [-3, 6]; // decades of the error over the learning rate

const alphaOf = (m) => Number((10 ** m).toPrecision(6));

/** Both passes. Products instead of powers: the same roundings here and in Python. */
function passes({ x, t }, W1, W2) {
  const z = W1 * x;
  const y = W2 * z * z;
  const E = (y - t) * (y - t);
  const dE_dy = 2 * (y - t);
  const dE_dz = dE_dy * 2 * W2 * z;
  return { W1, W2, z, y, E, dE_dy, dE_dz, dE_dW2: dE_dy * z * z, dE_dW1: dE_dz * x, dE_dx: dE_dz * W1 };
}

/** Both weights from the same gradients. */
const stepped = (s, v, alpha) => [v.W1 - alpha * v.dE_dW1, v.W2 - alpha * v.dE_dW2];

/** What each step sees, the start included; it ends where the error is beyond all bounds. */
function path(s) {
  const list = [passes(s, s.W1, s.W2)];
  while (list.length <= STEPS && list.at(-1).E < GONE) list.push(passes(s, ...stepped(s, list.at(-1), alphaOf(s.m))));
  return list;
}

function values(s) {
  const steps = path(s);
  const now = steps[Math.min(s.k, steps.length - 1)];
  if (now.E >= GONE) return now;
  const [W1_next, W2_next] = stepped(s, now, alphaOf(s.m));
  return { ...now, W1_next, W2_next, E_next: passes(s, W1_next, W2_next).E };
}

// ---- the passes: along the way (0: x .. 6: E) and three tracks: forward, by inputs, by weights
const TALL = 23; // half the height of a box
const VALUE = 28; // half the width of a value
const [CLEAR, ARROW] = [3, 13]; // between an arrow and what it joins; its least length
function drawPasses(p, s, v) {
  const wide = p.W >= 620;
  const gap = wide ? (p.W - 2 * VALUE - 4) / 6 : 66; // from the middle of a box to that of a value
  // Half the width of a box: as much as leaves room for the arrows.
  const HALF = Math.min(53, wide ? gap - VALUE - 2 * CLEAR - ARROW : (p.W - 4 * CLEAR - 2 * ARROW - 2) / 6);
  const tracks = wide ? [46, 142, 238] : [HALF + 1, p.W / 2, p.W - HALF - 1];
  const at = (u, track) => (wide ? [VALUE + 2 + u * gap, tracks[track]] : [tracks[track], 26 + u * gap]);
  const lit = (which) => s.by === which;

  /** From the rim of one place to that of the next. */
  const link = (kind, from, to, extra = "thin") => {
    const [[x1, y1], [x2, y2]] = [at(...from), at(...to)];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
    const reach = Math.min(HALF / Math.max(1e-9, Math.abs(ux)), TALL / Math.max(1e-9, Math.abs(uy)));
    const valueReach = (box) =>
      box ? reach : Math.min(VALUE / Math.max(1e-9, Math.abs(ux)), TALL / Math.max(1e-9, Math.abs(uy)));
    const [r1, r2] = [valueReach(from[0] % 2) + CLEAR, valueReach(to[0] % 2) + CLEAR];
    p.arrow(kind, x1 + ux * r1, y1 + uy * r1, x2 - ux * r2, y2 - uy * r2, { extra, head: 8 });
  };
  const write = (u, track, kind, lines, quiet) => {
    const [cx, cy] = at(u, track);
    lines.forEach((text, i) =>
      p.text(`lab bare ${i ? "" : "small"} ${quiet ? "quiet" : kind}`, cx, cy + (i ? 16 : -4), text, "middle"),
    );
  };
  const box = (u, track, kind, lines, on = true, strong = false) => {
    const [cx, cy] = at(u, track);
    if (strong) p.rect(`soft ${kind}`, cx - HALF, cy - TALL, 2 * HALF, 2 * TALL, 6);
    p.put("rect", `mark ${on ? kind : "k-plain"} ${strong ? "" : "thin"} ${on ? "" : "dash"}`, {
      x: cx - HALF,
      y: cy - TALL,
      width: 2 * HALF,
      height: 2 * TALL,
      rx: 6,
    });
    write(u, track, kind, lines, !on);
  };

  for (let u = 0; u < 6; u++) link("k-plain", [u, 0], [u + 1, 0]);
  write(0, 0, "k-input", ["x", num(s.x)]);
  box(1, 0, "k-weight", ["z = W_1 · x", `W_1 = ${num(v.W1)}`]);
  write(2, 0, "k-act", ["z", num(v.z)]);
  box(3, 0, "k-weight", ["y = W_2 · z²", `W_2 = ${num(v.W2)}`]);
  write(4, 0, "k-pred", ["y", num(v.y)]);
  box(5, 0, "k-plain", ["E = (y − t)²", `t = ${num(s.t, 0)}`]);
  write(6, 0, "k-delta", ["E", small(v.E, 2)]);

  const back = (which) => (lit(which) ? "" : "thin dash");
  link("k-delta", [5, 0], [5, 1]);
  box(5, 1, "k-delta", ["2(y − t)", num(2 * (v.y - s.t))]);
  link("k-delta", [5, 1], [4, 1]);
  write(4, 1, "k-delta", ["∂E/∂y", num(v.dE_dy)]);
  link("k-delta", [4, 1], [3, 1], ""); // on the way to either weight or input of the first stage
  box(3, 1, "k-delta", ["∂y/∂z = 2W_2z", num(2 * v.W2 * v.z)], lit("input"), lit("input"));
  link("k-delta", [3, 1], [2, 1], "");
  write(2, 1, "k-delta", ["∂E/∂z", num(v.dE_dz)]);
  link("k-delta", [2, 1], [1, 1], back("input"));
  box(1, 1, "k-delta", ["∂z/∂x = W_1", num(v.W1)], lit("input"), lit("input"));
  link("k-delta", [1, 1], [0, 1], back("input"));
  write(0, 1, "k-delta", ["∂E/∂x", num(v.dE_dx)], !lit("input"));
  for (const [u, factor, value, product, result] of [
    [3, "∂y/∂W_2 = z²", v.z * v.z, "∂E/∂W_2", v.dE_dW2],
    [1, "∂z/∂W_1 = x", s.x, "∂E/∂W_1", v.dE_dW1],
  ]) {
    link("k-delta", [u + 1, 1], [u, 2], back("weight"));
    box(u, 2, "k-delta", [factor, num(value)], lit("weight"), lit("weight"));
    link("k-delta", [u, 2], [u - 1, 2], back("weight"));
    write(u - 1, 2, "k-delta", [product, num(result)], !lit("weight"));
  }
}

/** The error after one step from here, for every learning rate. */
function drawRates(p, s, v) {
  const [low, high] = [10 ** LOW, 10 ** HIGH];
  const a = axes(p, scale(-5, -2, 44, p.W - 14), logScale(low, high, p.H - 40, 14));
  a.yGrid([1e-3, 1, 1e3, 1e6]);
  a.xAxis([-5, -4, -3, -2], { show: tenTo });
  a.text("lab small quiet", [-2, low], '"learning rate "α', [0, 34], "end");
  if (!("E_next" in v))
    return a.text("lab small quiet", [-3.5, 10 ** ((LOW + HIGH) / 2)], '"diverged: no further step"', [0, 0], "middle");
  const level = clamp(v.E, low, high);
  a.line("mark thin dash k-plain", [-5, level], [-2, level]);
  a.curve("mark k-delta", (m) => passes(s, ...stepped(s, v, alphaOf(m))).E, { n: 120 });
  const next = [s.m, v.E_next];
  a.dot("dotm k-delta", next, 6);
  a.label("lab k-delta", next, `E = ${small(v.E_next, 2)}`, { towards: s.m > -3.5 ? 2.2 : 0.9, gap: 10 });
  a.label("lab small quiet", [-4.6, level], '"now"', { towards: Math.PI / 2, gap: 4 });
}

const two = (name) => (s, v) => num(v[name]);

function say(s, v) {
  const after = path(s).length - 1;
  const rate = `α = 10^{${num(s.m, s.m % 1 ? 1 : 0)}}`;
  if (!("E_next" in v))
    return `**Diverged.** With $${rate}$ the error is $E = ${num(v.E)}$ after ${after} step${after > 1 ? "s" : ""}, and each further step would throw the weights farther. Take a smaller $α$.`;
  if (!v.dE_dW1 && !v.dE_dW2)
    return v.dE_dy
      ? "**No gradient, and yet an error.** One of the factors on the way is 0, so no step changes $E$."
      : "**Met.** $y = t$: nothing flows back.";
  const step = `One step with $${rate}$: $E$ goes from ${small(v.E, 2)} to ${small(v.E_next, 2)}.`;
  if (v.E_next > v.E) return `**Overshoot.** ${step} The direction is right, the step too long.`;
  if (s.by === "input")
    return `**On the way back the derivative by the input multiplies:** $${num(v.dE_dy)} · ${par(2 * v.W2 * v.z)} = ${num(v.dE_dz)}$. ${step}`;
  return `**At a weight its own derivative ends the way.** $W_1$ lies behind the second stage: its gradient, ${num(v.dE_dW1)}, contains $W_2$ and $z$. ${step}`;
}

/** @type {Definition} */
export default {
  name: "two_stages",
  title: "Two stages and a loss",
  predict:
    "Move $W_2$ alone. Does the gradient of $W_1$, a weight in another box, change with it? Which of the derivatives below the boxes do, and which stay?",
  see: "Each stage has two derivatives. The one by its input carries the error further back, the one by its weight ends at that weight. $∂E/∂W_1$ contains $W_2$ and $z$, so $W_1$'s step depends on where $W_2$ stands. The gradient says which way, not how far.",
  layout: "over",
  state: ["x", "W1", "W2", "t", "m", "by", "k"],
  choices: [{ trait: "by", label: "Derivative of each stage with respect to its" }],
  steps: {
    trait: "k",
    max: (s) => path(s).length - 1,
    count: (k) => (k ? `after ${k} step${k > 1 ? "s" : ""}` : "before the first step"),
    interval: 900,
  },

  pictures: [
    {
      key: "passes",
      caption: "Values forward, from $x$ to $E$; below them the derivatives, back from $E$",
      height: (width) => (width >= 620 ? 270 : 452),
      draw: drawPasses,
      alt: (s, v) =>
        `Forward: x = ${num(s.x)}, W1 = ${num(v.W1)}, z = ${num(v.z)}, W2 = ${num(v.W2)}, y = ${num(v.y)}, t = ${num(s.t, 0)}, E = ${small(v.E, 2)}. ` +
        `Backward: dE/dy = ${num(v.dE_dy)}, dE/dz = ${num(v.dE_dz)}, dE/dW2 = ${num(v.dE_dW2)}, dE/dW1 = ${num(v.dE_dW1)}, dE/dx = ${num(v.dE_dx)}. ` +
        `Lit: the derivatives with respect to the ${s.by}.`,
    },
    {
      key: "rates",
      caption: "The error after one step from here, for every $α = 10^m$",
      height: () => 220,
      draw: drawRates,
      alt: (s, v) =>
        "E_next" in v
          ? `Curve of the error after one step. With learning rate ${py(alphaOf(s.m))} it goes from ${small(v.E, 2)} to ${small(v.E_next, 2)}.`
          : "Diverged: no further step.",
    },
    {
      key: "errors",
      caption: "The error after each step with this learning rate",
      height: () => 220,
      draw: (p, s) => {
        const errors = path(s).map(({ E }) => E);
        costPerStep(p, errors, Math.min(s.k, errors.length - 1), {
          symbol: "E",
          low: LOW,
          high: HIGH,
          every: 3,
          ticks: [0, 2, 4, 6, 8, 10],
        });
      },
      alt: (s) =>
        `Errors after each step: ${path(s)
          .map(({ E }) => small(E, 2))
          .join(", ")}.`,
    },
  ],

  values,

  readout: [
    [
      [
        cell("∂E/∂W_2", two("dE_dW2"), { name: "dE_dW2", width: "5em" }),
        "=",
        cell("2(y − t)", two("dE_dy"), { name: "dE_dy", width: "4.6em", kind: "delta" }),
      ],
      ["·", cell("z²", (s, v) => num(v.z * v.z), { width: "4em", kind: "act" })],
    ],
    [
      [
        cell("∂E/∂W_1", two("dE_dW1"), { name: "dE_dW1", width: "5em" }),
        "=",
        cell("2(y − t)", two("dE_dy"), { name: "dE_dy", width: "4.6em", kind: "delta" }),
      ],
      [
        "·",
        cell("2W_2z", (s, v) => par(2 * v.W2 * v.z), { width: "4em", kind: "delta" }),
        "·",
        cell("x", (s) => par(s.x), { width: "3.6em", kind: "input" }),
      ],
    ],
    [
      [
        cell("W_1", (s, v) => num(v.W1, 4), { width: "4.4em" }),
        "→",
        cell("W_1", (s, v) => ("W1_next" in v ? num(v.W1_next, 4) : "none"), { width: "4.4em" }),
      ],
    ],
    [
      [
        cell("W_2", (s, v) => num(v.W2, 4), { width: "4.4em" }),
        "→",
        cell("W_2", (s, v) => ("W2_next" in v ? num(v.W2_next, 4) : "none"), { width: "4.4em" }),
      ],
    ],
    [
      [
        cell("E", (s, v) => num(v.E, 6), { name: "E", width: "6em" }),
        "→",
        cell("E", (s, v) => ("E_next" in v ? num(v.E_next, 6) : "none"), { name: "E_next", width: "6em" }),
      ],
    ],
  ],

  say,

  python(s, v) {
    const k = Math.min(s.k, path(s).length - 1);
    return [
      "import numpy as np",
      "",
      "from mlp_lib import Value",
      "",
      `x, t, alpha = ${py(s.x)}, ${py(s.t)}, ${py(alphaOf(s.m))}`,
      `W1, W2 = ${py(s.W1)}, ${py(s.W2)}`,
      "",
      "",
      "def passes(W1, W2):",
      "    z = W1 * x",
      "    y = W2 * z * z",
      "    E = (y - t) * (y - t)",
      "    dE_dy = 2 * (y - t)",
      "    dE_dz = dE_dy * 2 * W2 * z  # by the input: on to the first stage",
      "    dE_dW2 = dE_dy * z * z  # by the weight: ends here",
      "    dE_dW1 = dE_dz * x",
      "    return z, y, E, dE_dy, dE_dz, dE_dW2, dE_dW1",
      "",
      "",
      ...(k
        ? [
            `for _ in range(${k}):`,
            "    *_, dE_dW2, dE_dW1 = passes(W1, W2)  # both before either weight moves",
            "    W1, W2 = W1 - alpha * dE_dW1, W2 - alpha * dE_dW2",
            "",
          ]
        : []),
      "z, y, E, dE_dy, dE_dz, dE_dW2, dE_dW1 = passes(W1, W2)",
      "dE_dx = dE_dz * W1",
      "",
      "a, b = Value(W1), Value(W2)  # the same from a tape (chapter 10)",
      "((b * (a * x) ** 2 - t) ** 2).backward()",
      "assert np.allclose([a.grad, b.grad], [dE_dW1, dE_dW2])",
      ...("E_next" in v
        ? ["", "W1_next, W2_next = W1 - alpha * dE_dW1, W2 - alpha * dE_dW2", "E_next = passes(W1_next, W2_next)[2]"]
        : []),
      "",
    ].join("\n");
  },
};
