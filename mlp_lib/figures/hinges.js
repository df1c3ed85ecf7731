// The hinge sculptor: corners that can be dragged, and the weights of the ReLU neurons that make them.
import { axes } from "./js/axes.js";
import { snap } from "./js/limits.js";
import { inside, numbers } from "./js/lists.js";
import { relu, sigmoid } from "./js/maths.js";
import { num, par, pyList } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";

const [LEFT, RIGHT, LOW, HIGH] = [-1, 5, -1, 4]; // of the frame
const GRID = Array.from({ length: 241 }, (_, i) => LEFT + i / 40); // where the gap is measured

const TARGETS = {
  hat: { label: "hat", f: (x) => 3 * relu(1 - Math.abs(x - 3)), py: "3 * np.maximum(0, 1 - np.abs(grid - 3))" },
  abs: { label: "|x − 2|", f: (x) => Math.abs(x - 2), py: "np.abs(grid - 2)" },
  sine: { label: "sine", f: (x) => 1.5 + 1.5 * Math.sin(x), py: "1.5 + 1.5 * np.sin(grid)" },
  steps: {
    label: "steps",
    f: (x) => sigmoid(8 * (x - 0.5)) + sigmoid(8 * (x - 2)) + sigmoid(8 * (x - 3.5)),
    py: "sum(sigmoid(8 * (grid - edge)) for edge in (0.5, 2, 3.5))",
  },
};

const nodes = (s) => [[LEFT, s.ends[0]], ...s.knots, [RIGHT, s.ends[1]]];
const sum = (v, x, k = v.t.length) => v.t.slice(0, k).reduce((f, t, j) => f + v.s[j] * relu(x - t), v.c0 + v.c1 * x);

/** The weights that make the curve pass through all points. */
function weights(points) {
  const slopes = points.slice(1).map(([x, y], i) => (y - points[i][1]) / (x - points[i][0]));
  const s = slopes.slice(1).map((m, i) => m - slopes[i]);
  return {
    t: points.slice(1, -1).map(([x]) => x),
    s,
    slopes,
    c0: points[0][1] - slopes[0] * points[0][0],
    c1: slopes[0],
  };
}

function values(state) {
  const v = weights(nodes(state));
  const gaps = GRID.map((x) => sum(v, x) - TARGETS[state.target].f(x));
  const worst = Math.max(...gaps.map(Math.abs));
  const k = Math.min(state.k, v.t.length);
  return { ...v, mean_square: gaps.reduce((a, g) => a + g * g, 0) / gaps.length, worst, k, end: sum(v, RIGHT, k) };
}

const worstAt = (s, v) => GRID.find((x) => Math.abs(sum(v, x) - TARGETS[s.target].f(x)) === v.worst);

// ---- changing the curve
const far = (a, b, { apart }) => b - a > apart - 1e-9;
/** A place between two others, on the grid. */
const between = (x, low, high, { apart, t }) => snap(x, { ...t, min: low + apart, max: high - apart });
const free = (s, t, limits) => nodes(s).every(([u]) => far(Math.min(t, u), Math.max(t, u), limits));
function add(s, [x, y], { knots: limits }) {
  const knot = [between(x, LEFT, RIGHT, limits), snap(y, limits.y)];
  if (s.knots.length >= limits.most || !free(s, knot[0], limits)) return {};
  return { knots: [...s.knots, knot].sort((a, b) => a[0] - b[0]), k: s.knots.length + 1 };
}
const without = (s, i) => ({ knots: s.knots.filter((_, j) => j !== i), k: s.knots.length - 1 });
function moved(s, i, [x, y], { knots: limits }) {
  const [[low], , [high]] = nodes(s).slice(i, i + 3);
  const knot = [between(x, low, high, limits), snap(y, limits.y)];
  return { knots: s.knots.map((old, j) => (j === i ? knot : old)) };
}
/** A knot on the target, where the gap is widest among the places that are free. */
function addAtWorst(s, limits) {
  const v = values(s);
  const f = TARGETS[s.target].f;
  const places = GRID.filter((x, i) => i % 2 === 0 && free(s, x, limits.knots));
  const x = places.reduce((a, b) => (Math.abs(sum(v, b) - f(b)) > Math.abs(sum(v, a) - f(a)) ? b : a), places[0]);
  return add(s, [x, f(x)], limits);
}
const weakest = (s) =>
  without(
    s,
    weights(nodes(s))
      .s.map(Math.abs)
      .reduce((best, size, i, all) => (size < all[best] ? i : best), 0),
  );

/** The heights that make the squared gap least while the knots keep their places: normal equations, solved. */
function bestFit(s, { ends: { min, max } }) {
  const x = nodes(s).map(([t]) => t);
  const n = x.length;
  const rows = Array.from({ length: n }, () => new Array(n + 1).fill(0));
  for (const g of GRID) {
    const i = Math.max(
      0,
      Math.min(
        n - 2,
        x.findLastIndex((t) => t <= g),
      ),
    );
    const w = (g - x[i]) / (x[i + 1] - x[i]);
    for (const [a, p] of [
      [i, 1 - w],
      [i + 1, w],
    ]) {
      rows[a][i] += p * (1 - w);
      rows[a][i + 1] += p * w;
      rows[a][n] += p * TARGETS[s.target].f(g);
    }
  }
  for (
    let i = 0;
    i < n;
    i++ // three diagonals, so each row concerns the next only
  )
    if (i + 1 < n) {
      const factor = rows[i + 1][i] / rows[i][i];
      rows[i + 1] = rows[i + 1].map((value, j) => value - factor * rows[i][j]);
    }
  const y = [];
  for (let i = n - 1; i >= 0; i--) y[i] = (rows[i][n] - (i + 1 < n ? rows[i][i + 1] * y[i + 1] : 0)) / rows[i][i];
  const height = (i) => snap(y[i], { min, max, step: 0.001 });
  return { knots: s.knots.map(([t], i) => [t, height(i + 1)]), ends: [height(0), height(n - 1)], k: s.knots.length };
}

// ---- the picture
function draw(p, s, v) {
  const a = axes(p, scale(LEFT, RIGHT, 26, p.W - 14), scale(LOW, HIGH, p.H - 30, 12));
  const f = TARGETS[s.target].f;
  const whole = v.k === v.t.length;
  if (whole) a.area("k-delta soft", [...GRID.map((x) => [x, sum(v, x)]), ...[...GRID].reverse().map((x) => [x, f(x)])]);
  a.yGrid([-1, 0, 1, 2, 3, 4]);
  a.line("axis", [LEFT, 0], [RIGHT, 0], { clear: false });
  a.xAxis([-1, 0, 1, 2, 3, 4, 5]);
  a.text("lab k-input", [RIGHT, LOW], "x", [0, -6], "end");

  a.curve("curve", f, { n: 120, "stroke-dasharray": "6 4" });
  const corners = nodes(s);
  a.series("mark k-pred", corners, { opacity: whole ? 1 : 0.35 });
  if (!whole) a.series("mark k-pred", [...corners.slice(0, v.k + 1), [RIGHT, v.end]], { clear: false });
  const places = corners.map((c) => a.handle(c, 9));
  if (v.worst > 0.005 && whole) {
    const x = worstAt(s, v);
    const [from, to] = [sum(v, x), f(x)];
    a.line("mark k-delta", [x, from], [x, to]);
    a.label("lab small k-delta", [x, (from + to) / 2], `"worst gap" ${num(v.worst)}`, {
      towards: x > 3.5 ? Math.PI : 0,
      gap: 9,
    });
  }
  v.s.slice(0, v.k).forEach((weight, i) => {
    const text = p.W >= 560 ? `s_${i + 1} = ${num(weight)}` : `s_${i + 1}`;
    a.label("lab small k-weight", corners[i + 1], text, { towards: weight > 0 ? -Math.PI / 2 : Math.PI / 2, gap: 10 });
  });
  const named = GRID[s.target === "abs" ? 190 : 226];
  a.label("lab small quiet", [named, f(named)], '"target"', { towards: 1.2, gap: 8 });
  const knots = Object.fromEntries(places.slice(1, -1).map((c, i) => [`knot${i}`, c]));
  return { scales: [a.x, a.y], handles: { ...knots, left: places[0], right: places.at(-1) } };
}

function handles(s, limits) {
  const knots = s.knots.map((_, i) => ({
    key: `knot${i}`,
    kind: "weight",
    step: limits.knots.t.step,
    label: `knot ${i + 1}: move with the arrow keys, Delete removes it`,
    at: (t) => t.knots[i],
    describe: (t) => `x ${num(t.knots[i][0])}, height ${num(t.knots[i][1])}`,
    move: (t, to) => moved(t, i, to, limits),
    remove: (t) => without(t, i),
  }));
  const end = (key, i, x) => ({
    key,
    kind: "pred",
    step: limits.ends.step,
    label: `${key} end of the curve, move with the arrow keys`,
    axis: "y",
    at: (t) => [x, t.ends[i]],
    describe: (t) => `height ${num(t.ends[i])}`,
    // Only the height counts; the keys left and right arrive as a change of x alone.
    move: (t, [a, y]) => ({
      ends: t.ends.map((old, j) => (j === i ? snap(y === old ? y + (a - x) : y, limits.ends) : old)),
    }),
  });
  return [end("left", 0, LEFT), ...knots, end("right", 1, RIGHT)];
}

// ---- words
const count = (n) => `${n || "No"} hinge${n === 1 ? "" : "s"}`;
function say(s, v, limits) {
  const n = v.t.length;
  if (v.k < n)
    return v.k
      ? `**Hinge ${v.k} of ${n}** is silent up to $x = ${num(v.t[v.k - 1])}$ and turns the slope there from ${num(v.slopes[v.k - 1])} to ${num(v.slopes[v.k])}: by its weight $s_${v.k} = ${num(v.s[v.k - 1])}$.`
      : "**Before the first hinge** there is only the straight line $c_0 + c_1 x$. Each step adds one hinge from the left.";
  if (v.worst < 1e-6)
    return `**An exact match** with ${count(n).toLowerCase()}: between its corners the target itself is straight.`;
  const more =
    n === 0
      ? " A straight line is all there is without hinges."
      : n === limits.knots.most
        ? " All eight hinges are in use."
        : "";
  return `**${count(n)}, worst gap ${num(v.worst)}** at $x = ${num(worstAt(s, v))}$; mean squared gap ${num(v.mean_square, 4)}.${more}`;
}

const hingeTerm = (i) => [
  {
    kind: "weight",
    symbol: (s, v) => (i < v.s.length ? `+ s_${i + 1} 'relu'(x − t_${i + 1})` : ""),
    show: (s, v) =>
      i < v.s.length ? `+ ${par(v.s[i])} relu(x ${v.t[i] < 0 ? "+" : "−"} ${num(Math.abs(v.t[i]))})\u2002` : "",
  },
];
const slopeTerm = (i) => [
  {
    kind: "pred",
    symbol: (s, v) => (i < v.slopes.length ? `m_${i}` : ""),
    show: (s, v) => (i < v.slopes.length ? `${num(v.slopes[i])}\u2002` : ""),
  },
];
const upTo = (n, term) => Array.from({ length: n }, (_, i) => term(i));

/** @type {Definition} */
export default {
  name: "hinges",
  title: "The hinge sculptor",
  predict:
    "Each corner costs one neuron, and its weight $s_k$ is the turn that the curve takes there. Which of the four targets can be matched exactly? With how many corners, and with which signs?",
  see: "Every corner is one ReLU neuron. It sits at $t_k$, and its weight $s_k$ is how much the slope changes there: negative on hills, positive in valleys. With enough corners the gap becomes as small as we like, and what is straight between corners is matched exactly.",
  layout: "one",
  state: ["target", "knots", "ends", "k"],
  usable: {
    ends: (value, limits) => (numbers(value, 2) && value.every((y) => inside(y, limits)) ? value : undefined),
    knots(value, limits) {
      if (!Array.isArray(value) || value.length > limits.most) return undefined;
      if (!value.every((row) => numbers(row, 2) && inside(row[1], limits.y))) return undefined;
      const rows = [...value].sort(([a], [b]) => a - b);
      const t = [limits.t.min, ...rows.map(([a]) => a), limits.t.max];
      return t.every((a, i) => !i || far(t[i - 1], a, limits)) ? rows : undefined;
    },
  },
  choices: [{ trait: "target", label: "Target", text: (name) => TARGETS[name].label }],
  steps: { trait: "k", max: (s) => s.knots.length, count: (k, n) => `Hinge ${k} of ${n}` },
  actions: [
    { label: "Best fit", run: bestFit },
    { label: "Add hinge", when: (s, limits) => s.knots.length < limits.knots.most, run: addAtWorst },
    { label: "Remove weakest", when: (s) => s.knots.length > 0, run: weakest },
  ],

  pictures: [
    {
      key: "curve",
      caption: "Drag a corner, tap to add one, press Delete to remove it. The shaded area is the gap to the target.",
      height: (width) => clamp(width * 0.5, 290, 430),
      draw,
      handles,
      tap: add,
      alt: (s, v) =>
        `A curve with ${v.t.length} corners and the target ${TARGETS[s.target].label} over x from −1 to 5. Worst gap ${num(v.worst)}, ` +
        `mean squared gap ${num(v.mean_square, 4)}. Weights of the hinges: ${v.s.map((w) => num(w)).join(", ") || "none"}.`,
    },
  ],

  values,

  readout: (limits) => [
    [
      [
        { symbol: "f(x)", kind: "pred", show: () => "f(x)" },
        "=",
        { symbol: "c_0", kind: "weight", name: "c0", show: (s, v) => num(v.c0) },
      ],
      [
        "+",
        { symbol: "c_1", kind: "weight", name: "c1", show: (s, v) => par(v.c1) },
        { symbol: "x", show: () => "x\u2002" },
      ],
      ...upTo(limits.knots.most, hingeTerm),
    ],
    [[{ symbol: '"slopes"', kind: "pred", show: () => "\u2002" }], ...upTo(limits.knots.most + 1, slopeTerm)],
    [
      [{ symbol: '"worst gap"', kind: "delta", name: "worst", width: "5em", show: (s, v) => num(v.worst, 3) }],
      [
        {
          symbol: '"mean squared gap"',
          kind: "delta",
          name: "mean_square",
          width: "8.4em",
          show: (s, v) => num(v.mean_square, 4),
        },
      ],
    ],
  ],

  say,

  python: (s, v) =>
    [
      "import numpy as np",
      `from mlp_lib import mse, relu${s.target === "steps" ? ", sigmoid" : ""}`,
      "",
      "points = np.array([  # both ends, and the corners between them",
      ...nodes(s).map((row) => `    ${pyList(row)},`),
      "])  # (corners + 2, 2)",
      "x, y = points.T",
      "slopes = np.diff(y) / np.diff(x)",
      "t, s = x[1:-1], np.diff(slopes)  # where the hinges sit, and their weights",
      "c1 = slopes[0]",
      "c0 = y[0] - c1 * x[0]",
      "",
      "",
      "def f(x, k):",
      '    """Add up the line and the first k hinges."""',
      "    return c0 + c1 * x + relu(np.subtract.outer(x, t[:k])) @ s[:k]",
      "",
      "",
      "grid = -1 + np.arange(241) / 40",
      `target = ${TARGETS[s.target].py}`,
      `k = ${v.k}`,
      "mean_square = mse(f(grid, len(t)), target)",
      "worst = np.abs(f(grid, len(t)) - target).max()",
      "end = f(5.0, k)  # where the first k hinges lead",
      "",
    ].join("\n"),
};
