// The bowl C = (theta_1^2 + kappa theta_2^2) / 2: one learning rate for a flat and a steep direction.
import { num, par, py, pyList } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { costPerStep } from "./js/descent.js";
import { beyond, dots } from "./js/marks.js";
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
  for (const limit of [X0, X1]) if (Math.abs(limit) < a) turns.push(Math.acos(limit / a), 2 * Math.PI - Math.acos(limit / a));
  for (const limit of [bottom, top])
    if (Math.abs(limit) < b) turns.push((Math.asin(limit / b) + 2 * Math.PI) % (2 * Math.PI), Math.PI - Math.asin(limit / b));
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
  const unit = x(1) - x(0);
  const half = (p.H - 46) / 2 / unit;
  const y = scale(-half, half, p.H - 34, 12);
  const at = (/** @type {Place} */ [a, b]) => [x(a), y(b)];
  for (const i of [-2, 0, 2, 4, 6, 8, 10]) p.text("tick", x(i), p.H - 16, num(i, 0), "middle");
  for (const i of [-2, 0, 2]) p.text("tick", 22, y(i) + 4, num(i, 0), "end");
  for (let a = 2; a <= 16; a += 2) p.path("mark thin k-plain", ellipse(a, a / Math.sqrt(s.kappa), x, y), { opacity: 0.32 });
  p.line("gridl", x(X0), y(0), x(X1), y(0));
  p.line("gridl", x(0), y(-half), x(0), y(half));
  p.text("lab k-weight", x(X1), p.H - 14, "θ_1", "end");
  p.text("lab k-weight", 2, 24, "θ_2");
  if (x(-2) - x(X0) > 50) p.text("lab small quiet", x(-2) - 5, y(0) - 6, "C = 2", "end");

  const points = path(s);
  const inside = (/** @type {Place} */ [a, b]) => a >= X0 && a <= X1 && Math.abs(b) <= half;
  const out = points.findIndex((point) => !inside(point));
  const shown = out < 0 ? s.k : Math.min(s.k, out - 1);
  const seen = points.slice(0, out < 0 ? N + 1 : out).map(at);
  const here = seen[shown];
  const edge = out < 0 ? null : at(cut(points[out - 1], points[out], half));
  const level = Math.sqrt(2 * cost(s, points[shown]));
  if (level > 0.05 && (out < 0 || s.k < out)) p.path("mark thin k-delta", ellipse(level, level / Math.sqrt(s.kappa), x, y), { opacity: 0.8 });

  const all = edge ? [...seen, edge] : seen;
  const until = edge && s.k >= out ? all.length : shown + 1;
  p.poly("mark thin k-weight", all.slice(until - 1), { opacity: 0.4 });
  p.poly("mark k-weight", all.slice(0, until));
  for (let j = 1; j < Math.min(all.length, 14); j++) p.avoidLine(...all[j - 1], ...all[j]);
  if (edge) p.avoidLine(...seen.at(-1), ...edge);
  if (edge) beyond(p, ...edge, points[out][1] > 0 ? Math.PI / 2 : -Math.PI / 2, "k-delta");
  dots(p, "dotm hollow k-weight", seen.slice(1, shown), 3);
  p.avoidLine(x(X0), y(0), x(X1), y(0));
  p.avoid(0, p.H - 32, p.W, 32);
  p.avoid(0, 0, 28, p.H);

  if (edge && s.k >= out) {
    const left = edge[0] > p.W / 2;
    const text = `θ = (${num(v.theta[0])}, ${num(v.theta[1])})` + (p.W < 480 ? "" : ` " at step "${s.k}`);
    p.text("lab k-delta", edge[0] + (left ? -16 : 16), edge[1] < p.H / 2 ? 22 : p.H - 42, text, left ? "end" : "start");
  } else arrows(p, s, v, x, y, here);
  p.dot("dotm k-weight", ...here, 8);
  p.dot("solid k-plain", x(0), y(0), 4);
  p.label("lab small quiet", x(0), y(0), '"minimum"', { towards: -2.2, gap: 8 });
  if (Math.hypot(here[0] - seen[0][0], here[1] - seen[0][1]) > 24) p.label("lab k-weight", ...seen[0], '"start"', { towards: 0.4, gap: 17 });
  return { scales: [x, y], handles: { start: seen[0] } };
}

/** Where the segment from a inside to b outside meets the upper or lower edge. */
function cut(/** @type {Place} */ [ax, ay], /** @type {Place} */ [bx, by], half) {
  const edge = Math.sign(by) * half;
  const t = (edge - ay) / (by - ay);
  return [ax + t * (bx - ax), edge];
}

/** At the current point: minus the gradient, and the way to the minimum. */
function arrows(p, s, v, x, y, /** @type {Place} */ [px, py_]) {
  const [gx, gy] = v.gradient;
  const length = Math.hypot(gx, gy);
  const far = Math.hypot(px - x(0), py_ - y(0));
  if (far < 24) return;
  p.arrow("k-plain", px, py_, x(0), y(0), { extra: "thin dash", head: 9 });
  const reach = clamp(p.W * 0.11, 46, 84);
  const [tx, ty] = [px - (gx / length) * reach, py_ + (gy / length) * reach];
  p.arrow("k-delta", px, py_, tx, ty, { head: 11 });
  p.avoidLine(px, py_, tx, ty);
  p.avoid(px - 9, py_ - 9, 18, 18);
  p.label("lab k-delta", tx, ty, "−∇C", { towards: Math.atan2(-gy, -gx), gap: 6 });
}

function drawRates(p, s, v) {
  const x = scale(0, ALPHA, 42, p.W - 12);
  const y = scale(0, RATE, p.H - 36, 20);
  const L = s.kappa;
  p.yGrid(y, x, [0.5, 1], { show: (t) => num(t, 1) });
  const limit = v.alpha_limit;
  if (limit < ALPHA) {
    p.rect("soft k-delta", x(limit), y(RATE), x(ALPHA) - x(limit), y(0) - y(RATE));
    p.line("mark thin k-delta", x(limit), y(RATE), x(limit), y(0));
    if (x(ALPHA) - x(limit) > 70) p.text("lab small k-delta bare", x(ALPHA) - 8, y(RATE) + 17, '"diverges"', "end");
  }
  p.xAxis(x, y(0), [0, 0.05, 0.1, 0.15, 0.2], { decimals: 2 });
  p.text("tick", x(0) - 6, y(0) + 4, "0", "end");
  p.text("lab small quiet", x(ALPHA), y(0) + 33, "α", "end");

  const steep = (alpha) => Math.abs(1 - alpha * L);
  const end = Math.min(ALPHA, (1 + RATE) / L);
  const at = (alpha, rate) => [x(alpha), y(rate)];
  const turn = 1 / L;
  const flatLine = [at(0, 1), at(ALPHA, 1 - ALPHA * MU)];
  const steepLine = turn < end ? [at(0, 1), at(turn, 0), at(end, steep(end))] : [at(0, 1), at(end, steep(end))];
  p.poly("mark thin k-plain", flatLine);
  p.poly("mark thin k-plain", steepLine);
  const best = v.alpha_best;
  const worst = [at(0, 1), at(Math.min(best, ALPHA), 1 - Math.min(best, ALPHA) * MU)];
  if (best < end) worst.push(at(end, steep(end)));
  p.poly("mark k-delta", worst);
  for (const line of [flatLine, steepLine]) for (let j = 1; j < line.length; j++) p.avoidLine(...line[j - 1], ...line[j]);

  const here = s.learning_rate;
  p.line("mark thin dash k-weight", x(here), y(0), x(here), y(RATE));
  p.avoidLine(x(here), y(0), x(here), y(RATE));
  if (best <= ALPHA) {
    p.dot("solid k-delta", ...at(best, 1 - best), 4);
    p.label("lab small k-delta bare", ...at(best, 1 - best), `"best" α = ${num(best, 3)}`, { towards: -0.7, gap: 12 });
  }
  if (limit < ALPHA) p.label("lab small k-delta bare", ...at(limit, 1), `2/L = ${num(limit, 3)}`, { towards: 0.7, gap: 8 });
  else p.text("lab small quiet", x(ALPHA), y(RATE) + 4, `2/L = ${num(limit, 2)} →`, "end");
  if (L > 1) p.label("lab small quiet bare", ...at(Math.min(turn, ALPHA) * 0.55, 1 - Math.min(turn, ALPHA) * 0.55 * L), "|1 − αL|", { towards: Math.PI + 0.5, gap: 8 });
  p.label("lab small quiet bare", ...at(ALPHA * 0.86, 1 - ALPHA * 0.86), "|1 − αμ|", { towards: -Math.PI / 2, gap: 7 });
  p.dot("dotm k-weight", ...at(here, Math.abs(v.rate_1)), 5);
  if (Math.abs(v.rate_2) <= RATE) p.dot("dotm k-weight", ...at(here, Math.abs(v.rate_2)), 5);
  else {
    beyond(p, x(here), y(RATE) + 2, Math.PI / 2, "k-weight");
    p.label("lab small k-weight", x(here), y(RATE) + 4, num(Math.abs(v.rate_2)), { towards: Math.PI, gap: 10 });
  }
}

const stepsText = (v) => ("steps" in v ? num(v.steps, 0) : "none");

/** @type {Definition} */
export default {
  name: "bowl",
  title: "Bowl with a flat and a steep direction",
  predict: "Does $−∇C$ point to the minimum? And which direction decides how large $α$ may be: the flat one or the steep one?",
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
      draw: (p, s) => costPerStep(p, path(s).map((theta) => cost(s, theta)), s.k, { ticks: [0, 20, 40, 60] }),
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
      [cell('"degrees from " −∇C " to minimum"', (s, v) => ("angle" in v ? num(v.angle, 1) : "none"), { name: "angle", width: "10em", kind: "plain" })],
    ],
    [
      [cell('"steps to " ‖θ‖ < 10^{−6}', (s, v) => stepsText(v), { name: "steps", width: "8.6em", kind: "plain" })],
    ],
  ],

  say(s, v) {
    const product = s.learning_rate * s.kappa;
    const [flat, steep] = [`$${num(v.rate_1, 3)}$`, `$${num(v.rate_2, 3)}$`];
    if (!s.theta_1 && !s.theta_2) return "**Starts at the minimum.** The gradient is 0: no step moves it.";
    if (!s.learning_rate) return "**Stands still.** With a learning rate of 0 nothing moves.";
    if (!s.theta_2) return `**Straight along the flat direction.** With $θ_2 = 0$ the steep direction plays no part; each step leaves ${flat} of $θ_1$.`;
    if (Math.abs(product - 2) < 1e-9) return "**Swings for ever.** At $α = 2/L$ every step turns $θ_2$ round and leaves its size.";
    if (product > 2) return `**Diverges.** $α$ is above $2/L = ${num(v.alpha_limit, 3)}$: every step multiplies $θ_2$ by ${steep}.`;
    const count = s.theta_1 || product !== 1 ? ` ${stepsText(v)} steps to $‖θ‖ < 10^{−6}$.` : "";
    if (s.kappa === 1) return `**Straight to the minimum.** On circles both directions shrink by ${flat}.${count}`;
    if (Math.abs(s.learning_rate - v.alpha_best) < 0.0006)
      return `**As fast as it can go.** Both directions shrink about equally, by ${flat} and ${steep}.${count}`;
    if (product > 1) return `**Zig-zags in.** Each step multiplies the steep $θ_2$ by ${steep} and the flat $θ_1$ by ${flat}.${count}`;
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
        ? ["turn = gradient[0] * theta[1] - gradient[1] * theta[0]", "angle = np.degrees(np.arctan2(abs(turn), gradient @ theta))"]
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
