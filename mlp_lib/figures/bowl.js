// The bowl C = (theta_1^2 + kappa theta_2^2) / 2: one learning rate for a flat and a steep direction.
import { axes, beyond } from "./js/axes.js";
import { costPerStep } from "./js/descent.js";
import { distance } from "./js/maths.js";
import { num, par, py, pyList } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const N = 60; // steps on show
const MOST = 20000; // steps that are tried on the way to 1e-6
const [X0, X1, Y] = [-3.6, 12.4, 3.3]; // the frame; higher on narrow screens
const ALPHA = 0.2; // end of the slider
const RATE = 1.3; // top of the picture of the rates
const MU = 1;

const cost = (s, /** @type {Place} */ [x, y]) => 0.5 * (x * x + s.kappa * y * y);
const next = (s, /** @type {Place} */ [x, y]) => [x - s.learning_rate * x, y - s.learning_rate * (s.kappa * y)];

function path(s) {
  const points = [[s.theta_1, s.theta_2]];
  for (let k = 0; k < N; k++) points.push(next(s, points[k]));
  return points;
}

/** Steps until the distance to the minimum is below 1e-6; null when that does not happen. */
function stepsToMinimum(s) {
  let theta = [s.theta_1, s.theta_2];
  for (let k = 0; k <= MOST; k++) {
    const square = theta[0] * theta[0] + theta[1] * theta[1];
    if (square < 1e-12) return k;
    if (square > 1e12) return null;
    theta = next(s, theta);
  }
  return null;
}

/** The parts of the ellipse with half axes a, b around the minimum that lie in the frame, as an SVG path. */
function ellipse(a, b, x, y) {
  const [bottom, top] = y.domain;
  const turns = [0, 2 * Math.PI];
  for (const limit of [X0, X1])
    if (Math.abs(limit) < a) turns.push(Math.acos(limit / a), 2 * Math.PI - Math.acos(limit / a));
  for (const limit of [bottom, top])
    if (Math.abs(limit) < b)
      turns.push((Math.asin(limit / b) + 2 * Math.PI) % (2 * Math.PI), Math.PI - Math.asin(limit / b));
  turns.sort((p, q) => p - q);
  const at = (t) => `${x(a * Math.cos(t)).toFixed(1)} ${y(b * Math.sin(t)).toFixed(1)}`;
  const radii = `${(x(a) - x(0)).toFixed(1)} ${(y(0) - y(b)).toFixed(1)}`;
  const pieces = [];
  for (let i = 1; i < turns.length; i++) {
    const mid = (turns[i - 1] + turns[i]) / 2;
    const [px, py_] = [a * Math.cos(mid), b * Math.sin(mid)];
    if (px < X0 || px > X1 || py_ < bottom || py_ > top) continue;
    pieces.push(`M${at(turns[i - 1])}A${radii} 0 0 0 ${at(mid)}A${radii} 0 0 0 ${at(turns[i])}`);
  }
  return pieces.join("");
}

function drawBowl(p, s, v) {
  const x = scale(X0, X1, 30, p.W - 10);
  const half = (p.H - 46) / 2 / (x(1) - x(0));
  const y = scale(-half, half, p.H - 34, 12);
  const a = axes(p, x, y);
  for (const i of [-2, 0, 2, 4, 6, 8, 10]) a.text("tick", [i, -half], num(i, 0), [0, 18], "middle");
  for (const i of [-2, 0, 2]) a.text("tick", [X0, i], num(i, 0), [-8, 4], "end");
  for (let c = 2; c <= 16; c += 2)
    p.path("mark thin k-plain", ellipse(c, c / Math.sqrt(s.kappa), x, y), { opacity: 0.32 });
  a.cross();
  p.text("lab k-weight", x(X1), p.H - 14, "θ_1", "end");
  p.text("lab k-weight", 2, 24, "θ_2");
  if (x(-2) - x(X0) > 50) a.text("lab small quiet", [-2, 0], "C = 2", [-5, -6], "end");
  p.avoid(0, p.H - 32, p.W, 32);
  p.avoid(0, 0, 28, p.H);

  const points = path(s);
  const out = points.findIndex((point) => !a.has(point));
  const gone = out > 0 && s.k >= out; // beyond the frame by now
  const shown = out < 0 ? s.k : Math.min(s.k, out - 1);
  const all = out < 0 ? points : points.slice(0, out + 1);
  const here = points[shown];
  const level = Math.sqrt(2 * cost(s, here));
  if (level > 0.05 && !gone)
    p.path("mark thin k-delta", ellipse(level, level / Math.sqrt(s.kappa), x, y), { opacity: 0.8 });

  const until = gone ? out : shown;
  a.series("mark thin k-weight", all.slice(until), { opacity: 0.4 });
  a.series("mark k-weight", all.slice(0, until + 1));
  if (out > 0) {
    const edge = a.inFrame(all.slice(-2))[0].at(-1);
    beyond(p, ...edge, points[out][1] > 0 ? Math.PI / 2 : -Math.PI / 2, "k-delta");
    if (gone) {
      const left = edge[0] > p.W / 2;
      const text = `θ = (${num(v.theta[0])}, ${num(v.theta[1])})` + (p.W < 480 ? "" : ` " at step "${s.k}`);
      p.text(
        "lab k-delta",
        edge[0] + (left ? -16 : 16),
        edge[1] < p.H / 2 ? 22 : p.H - 42,
        text,
        left ? "end" : "start",
      );
    }
  }
  a.dots("dotm hollow k-weight", points.slice(1, shown), 3);
  a.line("gridl", [X0, 0], [X1, 0]);
  if (!gone) arrows(a, v, here);
  a.dot("dotm k-weight", here, 8);
  a.dot("solid k-plain", [0, 0], 4);
  a.label("lab small quiet", [0, 0], '"minimum"', { towards: -2.2, gap: 8 });
  const start = a.at(points[0]);
  if (distance(a.at(here), start) > 24) a.label("lab k-weight", points[0], '"start"', { towards: 0.4, gap: 17 });
  return { scales: [x, y], handles: { start } };
}

/** At the current point: minus the gradient, and the way to the minimum. */
function arrows(a, v, here) {
  const [px, py_] = a.at(here);
  if (distance([px, py_], a.at([0, 0])) < 24) return;
  a.arrow("k-plain", here, [0, 0], { extra: "thin dash", head: 9, clear: false });
  const reach = clamp(a.p.W * 0.11, 46, 84) / Math.hypot(...v.gradient);
  const tip = [px - reach * v.gradient[0], py_ + reach * v.gradient[1]];
  a.p.arrow("k-delta", px, py_, ...tip, { head: 11 });
  a.p.avoidLine(px, py_, ...tip);
  a.p.label("lab k-delta", ...tip, "−∇C", { towards: Math.atan2(-v.gradient[1], -v.gradient[0]), gap: 6 });
}

function drawRates(p, s, v) {
  const a = axes(p, scale(0, ALPHA, 42, p.W - 12), scale(0, RATE, p.H - 36, 20));
  const [L, here, best, limit] = [s.kappa, s.learning_rate, v.alpha_best, v.alpha_limit];
  a.yGrid([0, 0.5, 1]);
  if (limit < ALPHA) {
    a.band("soft k-delta", [limit, ALPHA]);
    a.line("mark thin k-delta", [limit, 0], [limit, RATE], { clear: false });
    if (a.x(ALPHA) - a.x(limit) > 70) a.text("lab small k-delta bare", [ALPHA, RATE], '"diverges"', [-8, 17], "end");
  }
  a.xAxis([0, 0.05, 0.1, 0.15, 0.2], { show: (t) => num(t, 2) });
  a.text("lab small quiet", [ALPHA, 0], "α", [0, 33], "end");

  const flat = (alpha) => 1 - alpha * MU;
  const steep = (alpha) => Math.abs(1 - alpha * L);
  const corner = [...(1 / L < ALPHA ? [1 / L] : []), ALPHA];
  a.series(
    "mark thin k-plain",
    [0, ALPHA].map((alpha) => [alpha, flat(alpha)]),
  );
  a.series(
    "mark thin k-plain",
    [0, ...corner].map((alpha) => [alpha, steep(alpha)]),
  );
  const worst = (alpha) => Math.max(flat(alpha), steep(alpha));
  a.series(
    "mark k-delta",
    [0, ...(best < ALPHA ? [best] : []), ALPHA].map((alpha) => [alpha, worst(alpha)]),
    { clear: false },
  );

  a.line("mark thin dash k-weight", [here, 0], [here, RATE]);
  if (best <= ALPHA) {
    a.dot("solid k-delta", [best, 1 - best], 4);
    a.label("lab small k-delta bare", [best, 1 - best], `"best" α = ${num(best, 3)}`, { towards: -0.7, gap: 12 });
  }
  if (limit < ALPHA) a.label("lab small k-delta bare", [limit, 1], `2/L = ${num(limit, 3)}`, { towards: 0.7, gap: 8 });
  else a.text("lab small quiet", [ALPHA, RATE], `2/L = ${num(limit, 2)} →`, [0, 4], "end");
  const named = Math.min(1 / L, ALPHA) * 0.55;
  if (L > 1) a.label("lab small quiet bare", [named, 1 - named * L], "|1 − αL|", { towards: Math.PI + 0.5, gap: 8 });
  a.label("lab small quiet bare", [ALPHA * 0.86, flat(ALPHA * 0.86)], "|1 − αμ|", { towards: -Math.PI / 2, gap: 7 });
  a.dot("dotm k-weight", [here, Math.abs(v.rate_1)], 5);
  a.dot("dotm k-weight", [here, Math.abs(v.rate_2)], 5);
  if (Math.abs(v.rate_2) > RATE)
    a.label("lab small k-weight", [here, RATE], num(Math.abs(v.rate_2)), { towards: Math.PI, gap: 10 });
}

const stepsText = (v) => ("steps" in v ? num(v.steps, 0) : "none");

/** @type {Definition} */
export default {
  name: "bowl",
  title: "Bowl with a flat and a steep direction",
  predict:
    "Does $−∇C$ point to the minimum? And which direction decides how large $α$ may be: the flat one or the steep one?",
  see: "$−∇C$ stands at a right angle to the contour and misses the minimum, unless the contours are circles or the point lies on an axis. The steep direction limits $α$ to $2/L$; the flat one then crawls. The larger $κ = L/μ$, the worse.",
  layout: "over",
  state: ["kappa", "learning_rate", "theta_1", "theta_2", "k"],
  steps: { trait: "k", max: () => N, count: (k, n) => `step ${k} of ${n}`, interval: 350 },

  pictures: [
    {
      key: "contours",
      height: (width) => Math.max(230, ((width - 40) / (X1 - X0)) * 2 * Y + 46),
      draw: drawBowl,
      alt: (s, v) =>
        `Contours of the bowl with condition number ${num(s.kappa, 0)}: ellipses around the minimum at the origin. From (${num(s.theta_1, 1)}, ${num(s.theta_2, 1)}) ` +
        `with learning rate ${num(s.learning_rate, 3)}, after ${s.k} steps theta is (${num(v.theta[0])}, ${num(v.theta[1])})` +
        ("angle" in v ? `, where minus the gradient points ${num(v.angle, 0)} degrees away from the minimum.` : "."),
      handles: [
        {
          key: "start",
          kind: "weight",
          label: "start theta, move with the arrow keys",
          traits: ["theta_1", "theta_2"],
          describe: (s) => `theta 1 ${num(s.theta_1, 1)}, theta 2 ${num(s.theta_2, 1)}`,
        },
      ],
    },
    {
      key: "cost",
      caption: "Cost after each step, logarithmic",
      height: () => 220,
      draw: (p, s) =>
        costPerStep(
          p,
          path(s).map((theta) => cost(s, theta)),
          s.k,
          { ticks: [0, 20, 40, 60] },
        ),
      alt: (s, v) => `Cost on a logarithmic axis: ${num(v.cost, 4)} at step ${s.k}.`,
    },
    {
      key: "rates",
      caption: "What one step leaves of $θ_1$ and of $θ_2$, for every $α$",
      height: () => 220,
      draw: drawRates,
      alt: (s, v) =>
        `Rates over the learning rate. At ${num(s.learning_rate, 3)} one step multiplies theta 1 by ${num(v.rate_1, 3)} and theta 2 by ${num(v.rate_2, 3)}. ` +
        `Best learning rate ${num(v.alpha_best, 3)}, limit ${num(v.alpha_limit, 3)}.`,
    },
  ],

  values(s) {
    const theta = path(s)[s.k];
    const [x, y] = theta;
    const gradient = [x, s.kappa * y];
    const steps = stepsToMinimum(s);
    const turn = Math.abs(-gradient[0] * -y - -gradient[1] * -x);
    return {
      theta,
      cost: cost(s, theta),
      gradient,
      theta_next: next(s, theta),
      ...(x || y ? { angle: (Math.atan2(turn, gradient[0] * x + gradient[1] * y) * 180) / Math.PI } : {}),
      rate_1: 1 - s.learning_rate,
      rate_2: 1 - s.learning_rate * s.kappa,
      alpha_limit: 2 / s.kappa,
      alpha_best: 2 / (1 + s.kappa),
      ...(steps === null ? {} : { steps }),
    };
  },

  readout: [
    [
      [
        cell('"new" θ_1', (s, v) => num(v.theta_next[0]), { width: "4em", kind: "weight" }),
        "=",
        cell("(1 − αμ)", (s, v) => num(v.rate_1, 3), { name: "rate_1", width: "4.2em" }),
        "·",
        cell("θ_1", (s, v) => par(v.theta[0]), { width: "4em" }),
      ],
    ],
    [
      [
        cell('"new" θ_2', (s, v) => num(v.theta_next[1], 3), { width: "4em", kind: "weight" }),
        "=",
        cell("(1 − αL)", (s, v) => par(v.rate_2, 3), { name: "rate_2", width: "4.2em" }),
        "·",
        cell("θ_2", (s, v) => par(v.theta[1], 3), { width: "4em" }),
      ],
    ],
    [
      [
        cell('"degrees from " −∇C " to minimum"', (s, v) => ("angle" in v ? num(v.angle, 1) : "none"), {
          name: "angle",
          width: "10em",
          kind: "plain",
        }),
      ],
    ],
    [[cell('"steps to " ‖θ‖ < 10^{−6}', (s, v) => stepsText(v), { name: "steps", width: "8.6em", kind: "plain" })]],
  ],

  say(s, v) {
    const product = s.learning_rate * s.kappa;
    const [flat, steep] = [`$${num(v.rate_1, 3)}$`, `$${num(v.rate_2, 3)}$`];
    if (!s.theta_1 && !s.theta_2) return "**Starts at the minimum.** The gradient is 0: no step moves it.";
    if (!s.learning_rate) return "**Stands still.** With a learning rate of 0 nothing moves.";
    if (!s.theta_2)
      return `**Straight along the flat direction.** With $θ_2 = 0$ the steep direction plays no part; each step leaves ${flat} of $θ_1$.`;
    if (Math.abs(product - 2) < 1e-9)
      return "**Swings for ever.** At $α = 2/L$ every step turns $θ_2$ round and leaves its size.";
    if (product > 2)
      return `**Diverges.** $α$ is above $2/L = ${num(v.alpha_limit, 3)}$: every step multiplies $θ_2$ by ${steep}.`;
    const count = s.theta_1 || product !== 1 ? ` ${stepsText(v)} steps to $‖θ‖ < 10^{−6}$.` : "";
    if (s.kappa === 1) return `**Straight to the minimum.** On circles both directions shrink by ${flat}.${count}`;
    if (Math.abs(s.learning_rate - v.alpha_best) < 0.0006)
      return `**As fast as it can go.** Both directions shrink about equally, by ${flat} and ${steep}.${count}`;
    if (product > 1)
      return `**Zig-zags in.** Each step multiplies the steep $θ_2$ by ${steep} and the flat $θ_1$ by ${flat}.${count}`;
    return `**Slides in.** Nothing overshoots, but each step leaves ${flat} of the flat $θ_1$.${count}`;
  },

  python: (s, v) =>
    [
      "import numpy as np",
      "from mlp_lib import gradient_descent",
      "",
      `kappa, alpha = ${py(s.kappa)}, ${py(s.learning_rate)}`,
      `start = np.array(${pyList([s.theta_1, s.theta_2])})`,
      "",
      "",
      "def grad(theta):  # of C = (theta_1^2 + kappa theta_2^2) / 2",
      "    return np.array([1.0, kappa]) * theta",
      "",
      "",
      `theta = gradient_descent(grad, start, alpha, max_steps=${s.k})[-1]`,
      "cost = 0.5 * (theta[0] ** 2 + kappa * theta[1] ** 2)",
      "gradient = grad(theta)",
      "theta_next = theta - alpha * gradient  # equation (6.1)",
      ...("angle" in v
        ? [
            "turn = gradient[0] * theta[1] - gradient[1] * theta[0]",
            "angle = np.degrees(np.arctan2(abs(turn), gradient @ theta))",
          ]
        : []),
      "",
      "rate_1, rate_2 = 1 - alpha * 1, 1 - alpha * kappa  # mu = 1, L = kappa: equation (6.3a)",
      "alpha_limit, alpha_best = 2 / kappa, 2 / (1 + kappa)  # equation (6.5a)",
      ...("steps" in v
        ? [
            `path = gradient_descent(grad, start, alpha, max_steps=${v.steps < 1000 ? 1000 : MOST})`,
            "steps = np.argmax(np.sum(path**2, axis=1) < 1e-12)",
          ]
        : []),
      "",
    ].join("\n"),
};
