// Two weights of a sigmoid neuron on the contours of its cost: where gradient descent takes them, by either loss.
import { axes, beyond, tickLabel } from "./js/axes.js";
import { costPerStep } from "./js/descent.js";
import { distance, dot, gradientDescent, norm, sigmoid } from "./js/maths.js";
import { num, py, pyList, small } from "./js/numbers.js";
import { boundary, classMark, plane } from "./js/plane.js";
import { scale } from "./js/plot.js";
import { contour, once, rim, sampled, segmentsPath } from "./js/surfaces.js";

const X = [
  [0, -1],
  [-2, 1.5],
  [2, -1.5],
  [-1, 2],
  [1, -0.5],
  [-1, -2],
];
const Y = [0, 0, 1, 1, 0, 0];
const N = X.length;
const STEPS = 40;
const R = 6.5; // half the side of the picture
const FLAT = 0.01; // a gradient of this length moves nothing in 40 steps
const mean = (list) => list.reduce((sum, value) => sum + value, 0) / N;
const everyTo = (gap, last) => Array.from({ length: Math.round(last / gap) }, (_, i) => gap * (i + 1));

const LANDSCAPES = {
  mse: {
    cost: (w) => mean(X.map((x, i) => (sigmoid(dot(x, w)) - Y[i]) ** 2)),
    delta: (z, y) => (2 / N) * (sigmoid(z) - y) * sigmoid(z) * sigmoid(-z),
    best: [2.07199502, 1.94010079],
    levels: everyTo(0.05, 0.8),
    tags: [0.2, 0.4, 0.6],
  },
  binary_cross_entropy: {
    cost: (w) =>
      mean(
        X.map((x, i) => [dot(x, w), Y[i]]).map(([z, y]) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z),
      ),
    delta: (z, y) => (sigmoid(z) - y) / N,
    best: [2.44343347, 2.39718869],
    levels: everyTo(0.5, 9),
    tags: [1, 3, 5],
  },
};

/** The gradient of the cost, X^T delta. */
function slopes(loss, w) {
  const delta = X.map((x, i) => LANDSCAPES[loss].delta(dot(x, w), Y[i]));
  return [0, 1].map((j) => delta.reduce((sum, d, i) => sum + d * X[i][j], 0));
}

const path = (s) => gradientDescent((w) => slopes(s.loss, w), [s.start_1, s.start_2], s.learning_rate, STEPS);
const inside = (w) => w.every((value) => Math.abs(value) <= R);

/** Where the contours carry their number: on the way from the minimum to the far corner. */
function tagPlaces({ cost, best, tags }) {
  const way = Array.from({ length: 300 }, (_, i) => best.map((w) => w - 0.028 * i)).filter(inside);
  return tags.map((level) => [level, way.find((w) => cost(w) >= level)]).filter(([, place]) => place);
}

function drawPath(p, s, v) {
  const a = plane(p, [-R, R]);
  const { x, y } = a;
  const land = LANDSCAPES[s.loss];
  const grid = once(`cost ${s.loss}`, () => sampled((w_1, w_2) => land.cost([w_1, w_2]), [-R, R], [-R, R], 72));
  const lines = () => land.levels.map((level) => segmentsPath(contour(grid, level), x, y)).join("");
  a.cross();
  p.path("mark thin k-plain", once(`cost ${s.loss} ${x.range} ${y.range}`, lines), { opacity: 0.34 });
  p.path("mark thin k-delta", segmentsPath(contour(grid, v.cost), x, y), { opacity: 0.8 });
  a.frame();
  for (const [level, place] of once(`tags ${s.loss}`, () => tagPlaces(land)))
    a.text("lab small quiet", place, tickLabel(level), [0, 4], "middle");
  rim(a, ["w_1", "w_2"], [-4, -2, 2, 4], "k-weight");

  const points = path(s);
  a.series("mark thin k-weight", points.slice(s.k), { opacity: 0.4 });
  a.series("mark k-weight", points.slice(0, s.k + 1));
  a.dots("dotm hollow k-weight", points.slice(1, s.k).filter(inside), 3);
  const start = a.handle(points[0]);
  a.dot("solid k-plain", land.best, 4);
  const here = a.held(v.w);
  if (inside(v.w)) {
    if (s.k) a.dot("dotm k-weight", v.w, 8);
    const long = 1.5 / (v.gradient_norm + 0.03); // the arrow grows with the gradient, up to 1.5 units
    const tip = a.inFrame([v.w, v.w.map((w, j) => w - long * v.gradient[j])])[0].at(-1);
    if (distance(tip, here) > 14) {
      p.arrow("k-delta", ...here, ...tip, { head: 11 });
      p.label("lab k-delta", ...tip, "−∇C", { towards: Math.atan2(-v.gradient[1], -v.gradient[0]), gap: 6 });
    }
  } else {
    const out = [0, 1].map((j) => (Math.abs(v.w[j]) > R ? Math.sign(v.w[j]) : 0));
    beyond(p, here[0] - 6 * out[0], here[1] + 6 * out[1], Math.atan2(out[1], out[0]), "k-weight");
    a.label("lab k-weight", v.w, `\\w = (${num(v.w[0])}, ${num(v.w[1])})`, {
      towards: Math.atan2(-out[1], -out[0]),
      gap: 16,
    });
  }
  a.label("lab small quiet", land.best, '"minimum"', { towards: 0.5, gap: 8 });
  if (distance(here, start) > 24) a.label("lab k-weight", points[0], '"start"', { towards: 2.4, gap: 15 });
  return { scales: [x, y], handles: { start } };
}

/** The six examples and the line at which the neuron of this step answers one half. */
function drawData(p, s, v) {
  const side = Math.min(p.W, p.H) - 22;
  const left = (p.W - side) / 2;
  const [low, high] = [-2.7, 2.7];
  const a = axes(p, scale(low, high, left, left + side), scale(low, high, side + 21, 21));
  a.frame();
  a.cross();
  boundary(a, { w: v.w, b: 0 }, "mark k-act");
  X.forEach((point, i) => classMark(p, ...a.at(point), Y[i] ? 1 : -1, 7));
  const size = norm(v.w);
  if (size > 1e-9)
    a.arrow(
      "k-weight",
      [0, 0],
      v.w.map((w) => (1.1 * w) / size),
      { head: 9 },
    );
  a.text("lab k-input", [high, 0], "x_1", [6, 4]);
  a.text("lab k-input", [0, high], "x_2", [0, -8], "middle");
}

const column = (pick, digits = 3) => [0, 1].map((j) => [{ show: (s, v) => num(pick(v)[j], digits) }]);

/** @type {Definition} */
export default {
  name: "weight_path",
  title: "The path of two weights",
  predict:
    "Drag the start to where the neuron is confidently wrong. By which loss does it get away from there: the squared error or the cross-entropy?",
  see: "Each step leaves at a right angle to the contour. The squared error has plateaus: there the neuron is wrong and saturated, the gradient nearly 0, and nothing moves. The cross-entropy is one bowl, steep wherever an answer is wrong; its price is that a smaller $α$ is already too large.",
  layout: "two",
  state: ["loss", "learning_rate", "start_1", "start_2", "k"],
  choices: [
    {
      trait: "loss",
      label: "Loss",
      text: (loss) => ({ mse: "Squared error", binary_cross_entropy: "Cross-entropy" })[loss],
    },
  ],
  steps: { trait: "k", max: () => STEPS, count: (k, n) => `step ${k} of ${n}`, interval: 300 },

  pictures: [
    {
      key: "map",
      caption: "Contours of the cost $C$ over both weights",
      height: (width) => Math.min(width, 450),
      draw: drawPath,
      alt: (s, v) =>
        `Contours of the cost over two weights. From (${num(s.start_1, 1)}, ${num(s.start_2, 1)}) with learning rate ${num(s.learning_rate, 1)}, after ${s.k} steps ` +
        `the weights are (${num(v.w[0])}, ${num(v.w[1])}), the cost ${num(v.cost, 4)}, the gradient ${small(v.gradient_norm, 4)} long.`,
      handles: [
        {
          key: "start",
          kind: "weight",
          label: "start of the weights, move with the arrow keys",
          traits: ["start_1", "start_2"],
          describe: (s) => `w1 ${num(s.start_1, 1)}, w2 ${num(s.start_2, 1)}`,
        },
      ],
    },
    {
      key: "cost",
      side: true,
      caption: "Cost after each step, logarithmic",
      height: () => 176,
      draw: (p, s) =>
        costPerStep(p, path(s).map(LANDSCAPES[s.loss].cost), s.k, {
          low: -1,
          high: 1,
          every: 1,
          ticks: [0, 10, 20, 30, 40],
        }),
      alt: (s, v) => `Cost on a logarithmic axis: ${num(v.cost, 4)} at step ${s.k}.`,
    },
    {
      key: "data",
      side: true,
      caption: "The examples (+ is 1, − is 0); the line is where $ŷ = ½$",
      height: (width) => Math.min(width, 186),
      draw: drawData,
      alt: (s, v) =>
        `Six points that no line through the origin separates. The neuron's line is at a right angle to (${num(v.w[0])}, ${num(v.w[1])}).`,
    },
  ],

  values(s) {
    const w = path(s)[s.k];
    const gradient = slopes(s.loss, w);
    const w_next = w.map((value, j) => value - s.learning_rate * gradient[j]);
    return { w, cost: LANDSCAPES[s.loss].cost(w), gradient, gradient_norm: norm(gradient), w_next };
  },

  readout: [
    [
      [
        { symbol: '"new" \\w', kind: "weight", shape: "(2,)", rows: column((v) => v.w_next) },
        "=",
        { symbol: "\\w", shape: "(2,)", rows: column((v) => v.w) },
      ],
      [
        "−",
        { symbol: "α", shape: "", show: (s) => num(s.learning_rate, 1), name: "learning_rate", width: "2em" },
        "·",
        { symbol: "∇C", shape: "(2,)", rows: column((v) => v.gradient, 5) },
      ],
    ],
    [[{ symbol: "C", name: "cost", show: (s, v) => num(v.cost, 5), width: "4.6em" }]],
    [
      [
        {
          symbol: "‖∇C‖",
          kind: "delta",
          name: "gradient_norm",
          show: (s, v) => small(v.gradient_norm, 5),
          width: "4.6em",
        },
      ],
    ],
  ],

  say(s, v) {
    const { cost, best } = LANDSCAPES[s.loss];
    const points = path(s);
    const size = small(v.gradient_norm, 4);
    const away = norm(v.w.map((w, j) => w - best[j]));
    if (!inside(v.w))
      return `**Out of the picture:** after ${s.k} steps $\\w = (${num(v.w[0])}, ${num(v.w[1])})$, the cost is ${num(v.cost, 4)} and the gradient ${size} long.`;
    if (away < 0.02)
      return `**At the minimum.** The gradient is ${size} long and $C = ${num(v.cost, 4)}$. It is not 0: no line through the origin separates the examples.`;
    const before = s.k ? slopes(s.loss, points[s.k - 1]) : null;
    if (before && dot(before, v.gradient) < 0) {
      if (v.cost > cost(points[s.k - 1]) - 1e-9 || (s.k > 20 && v.gradient_norm > 0.05))
        return `**Too large a rate:** the step jumps across the valley, and the next one back. The cost does not settle.`;
      return `**Zigzag.** The last step went across the valley: the gradient has turned round. The cost still falls, to ${num(v.cost, 4)}.`;
    }
    if (v.gradient_norm < FLAT && away > 1)
      return `**On a plateau.** The cost is ${num(v.cost, 4)}, far above the minimum, but the gradient is only ${size} long: a step of $α$ times that hardly moves the weights.`;
    if (away < 0.5)
      return `**Nearly there:** $C = ${num(v.cost, 4)}$, and the steps get shorter with the gradient, now ${size}.`;
    return `**Downhill.** ${s.k ? `After step ${s.k}` : "At the start"} $C = ${num(v.cost, 4)}$; the gradient is ${size} long.`;
  },

  python(s) {
    const squared = s.loss === "mse";
    return [
      "import numpy as np",
      `from mlp_lib import ${squared ? "gradient_descent, mse, sigmoid" : "binary_cross_entropy, gradient_descent, sigmoid"}`,
      "",
      `X = np.array(${pyList(X)})`,
      `y = np.array([${Y.join(", ")}])`,
      `learning_rate = ${py(s.learning_rate)}`,
      "",
      "",
      "def slopes(w):",
      "    z = X @ w",
      squared
        ? "    delta = mse.grad(sigmoid(z), y) * sigmoid.grad(z)  # equation (7.4)"
        : "    delta = (sigmoid(z) - y) / len(y)  # equation (7.6)",
      "    return X.T @ delta  # equation (7.5)",
      "",
      "",
      `path = gradient_descent(slopes, ${pyList([s.start_1, s.start_2])}, learning_rate, max_steps=${s.k})`,
      "w = path[-1]",
      squared ? "cost = mse(sigmoid(X @ w), y)" : "cost = binary_cross_entropy.from_logits(X @ w, y)",
      "gradient = slopes(w)",
      "gradient_norm = np.linalg.norm(gradient)",
      "w_next = w - learning_rate * gradient  # equation (7.7)",
      "",
    ].join("\n");
  },
};
