// The ball on the parabola C(W) = 6 (W - 2)^2: one learning rate, three ways to move.
import { axes, beyond } from "./js/axes.js";
import { costPerStep, hopOut, hops } from "./js/descent.js";
import { snap } from "./js/limits.js";
import { distance, gradientDescent } from "./js/maths.js";
import { num, par, py } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const N = 12; // steps on show
const TOP = 60; // of the frame, in units of cost
const EDGE = Math.sqrt(TOP / 6);

const cost = (W) => 6 * (W - 2) ** 2;
const slope = (W) => 12 * (W - 2);

/** Positions of the slider are whole 600ths, so that 1/12 and 1/6 are among them. */
function exact(alpha) {
  const k = Math.round(alpha * 600);
  return Math.abs(alpha * 600 - k) < 1e-6 ? k / 600 : alpha;
}

const path = (s) => gradientDescent(([W]) => [slope(W)], [s.start], exact(s.learning_rate), N).map(([W]) => W);

function regime(alpha) {
  if (alpha === 0) return "still";
  if (alpha === 1 / 12) return "one";
  if (alpha === 1 / 6) return "forever";
  return alpha < 1 / 12 ? "same" : alpha < 1 / 6 ? "swing" : "away";
}

const inside = (W) => Math.abs(W - 2) <= EDGE;

function drawParabola(p, s, v) {
  const a = axes(p, scale(-2, 6, 30, p.W - 14), scale(0, TOP, p.H - 44, 36));
  const at = (W) => [W, cost(W)];
  a.xAxis([-2, 0, 2, 4, 6]);
  for (const i of [-1, 1, 3, 5]) p.line("axis", a.x(i), a.y(0), a.x(i), a.y(0) + 4);
  a.yGrid([20, 40, 60]);
  a.text("lab k-weight", [6, 0], "W", [0, 36], "end");
  a.text("lab k-delta", [-2, TOP], "C(W)", [-28, -18]);
  a.text("lab small quiet", [2, 0], '"minimum"', [0, 36], "middle");
  a.curve("curve", cost, { from: 2 - EDGE, to: 2 + EDGE });

  const W = path(s);
  const out = W.findIndex((w, j) => j <= s.k && !inside(w));
  const shown = out < 0 ? s.k : out - 1;
  const points = W.slice(0, shown + 1).map(at);
  const here = points[shown];
  hops(a, points, "k-weight");
  if (here[1] > 1.8) a.line("mark thin dash k-weight", here, [W[shown], 0]);
  if (out > 0) divergence(a, W, out, s.k);
  else a.tangent("mark k-delta", here, v.slope, 34, { cut: false });
  a.dots("dotm hollow k-weight", points.slice(0, shown), 4);
  a.dot("dotm k-weight", here, 8);

  const left = W[shown] < 2;
  if (out < 0) {
    a.label("lab k-weight", here, `W_{${s.k}}`, { towards: left ? 2.4 : 0.7, gap: s.k ? 12 : 17 });
    if (here[1] > 0)
      a.label("lab k-delta", here, `C′(W_{${s.k}}) = ${num(v.slope)}`, {
        towards: left ? Math.PI + 0.4 : -0.4,
        gap: 14,
      });
  }
  const start = a.at(points[0]);
  if (out > 0 || distance(start, a.at(here)) > 26)
    a.label("lab k-weight", points[0], "W_0", { towards: s.start <= 2 ? Math.PI : 0, gap: 17 });
  return { scales: [a.x, a.y], handles: { start } };
}

/** The ball beyond the upper edge: a dashed arc to it, a triangle on it and where it really is. */
function divergence(a, W, out, k) {
  const edge = [2 + Math.sign(W[out] - 2) * EDGE, TOP];
  hopOut(a, [W[out - 1], cost(W[out - 1])], edge, "k-weight");
  beyond(a.p, a.x(edge[0]), a.y(TOP) - 6, Math.PI / 2, "k-delta");
  const now = Math.sign(W[k] - 2);
  a.text(
    "lab k-delta",
    [2 + now * EDGE, TOP],
    `W_{${k}} = ${num(W[k])} " is above this frame"`,
    [6 * now, -19],
    now > 0 ? "end" : "start",
  );
}

const show = (W) => num(W, Math.abs(W) >= 100 ? 1 : 2);

const SAY = {
  still: () => "**Stands still.** With a learning rate of 0 nothing moves.",
  same: (f) => `**Comes in from one side.** Every step leaves ${f} of the distance to the minimum.`,
  one: () => "**Arrives in one step.** At $α = 1/12$ the factor is 0: the step is exactly as long as the distance.",
  swing: (f) => `**Swings, and still comes in.** Every step changes sides and multiplies the distance by ${f}.`,
  forever: () => "**Swings for ever.** At $α = 1/6$ the factor is $−1$: the ball changes sides and never gets closer.",
  away: (f) => `**Diverges.** Every step changes sides and multiplies the distance by ${f}.`,
};

/** @type {Definition} */
export default {
  name: "ball",
  title: "Ball on the parabola",
  predict: "At which $α$ does the ball arrive in a single step? At which does it never come to rest?",
  see: "Each step multiplies the distance to the minimum by the same number, $1 − 12α$. Its sign says on which side the ball lands, its size whether it comes to rest.",
  layout: "wide",
  state: ["start", "learning_rate", "k"],
  steps: { trait: "k", max: () => N, count: (k, n) => `step ${k} of ${n}` },
  regimes: {
    learning_rate: [
      { to: 1 / 12, key: "same", text: "same side" },
      { to: 1 / 6, key: "swing", text: "swings in" },
      { key: "away", text: "away" },
    ],
  },
  regime: (s) => regime(exact(s.learning_rate)),

  pictures: [
    {
      key: "parabola",
      height: (width) => clamp(width * 0.68, 270, 380),
      draw: drawParabola,
      alt: (s, v) =>
        `The parabola 6 (W − 2)². From W₀ = ${num(s.start)}, after ${s.k} of ${N} steps with learning rate ${num(s.learning_rate, 3)}, ` +
        `the ball is at W = ${num(v.W)}, where the slope is ${num(v.slope)}${inside(v.W) ? "" : ": above the frame"}.`,
      handles: [
        {
          key: "start",
          kind: "weight",
          label: "start W0 on the curve, move with the arrow keys",
          traits: ["start"],
          axis: "x",
          at: (s) => [s.start, cost(s.start)],
          describe: (s) => `W0 ${num(s.start)}`,
          // Along the curve only x counts; the keys up and down arrive as a change of y alone.
          move: (s, [W, C], limits) => {
            const up = W === s.start ? C - cost(s.start) : 0;
            return { start: snap(W + (Math.abs(up) < 1 ? up : 0), limits.start) };
          },
        },
      ],
    },
    {
      key: "cost",
      caption: "Cost after each step, logarithmic",
      height: (width, figureWidth) => (figureWidth >= 620 ? clamp(figureWidth * 0.4, 250, 354) : 220),
      draw: (p, s) => costPerStep(p, path(s).map(cost), s.k, { ticks: [0, 4, 8, 12] }),
      alt: (s, v) =>
        `Cost after each step on a logarithmic axis: ${num(v.cost, 4)} at step ${s.k}, ${num(cost(path(s)[N]), 4)} at step ${N}.`,
    },
  ],

  values(s) {
    const alpha = exact(s.learning_rate);
    const W = path(s)[s.k];
    return { W, cost: cost(W), slope: slope(W), W_next: W - alpha * slope(W), factor: 1 - 12 * alpha };
  },

  readout: [
    [
      [
        cell(
          (s) => `W_{${s.k + 1}}`,
          (s, v) => show(v.W_next),
          { name: "W_next", width: "3.6em" },
        ),
      ],
      [
        "=",
        cell(
          (s) => `W_{${s.k}}`,
          (s, v) => show(v.W),
          { name: "W", width: "3.6em" },
        ),
      ],
      [
        "−",
        cell("α", (s) => num(s.learning_rate, 3), { name: "alpha", width: "2.7em" }),
        "·",
        cell(
          (s) => `C′(W_{${s.k}})`,
          (s, v) => par(v.slope),
          { name: "slope", width: "4.9em", kind: "delta" },
        ),
      ],
    ],
    [
      [
        cell('"factor"', (s, v) => num(v.factor, 3), { name: "factor", width: "3.6em", kind: "plain" }),
        "=",
        cell("1 − 12·α", (s) => `1 − 12·${num(s.learning_rate, 3)}`, { width: "6.6em", kind: "plain" }),
      ],
    ],
  ],

  say(s, v) {
    if (s.start === 2) return "**Starts at the minimum.** The slope is 0, so no learning rate moves the ball.";
    const W = path(s);
    const out = W.findIndex((w, j) => j <= s.k && !inside(w));
    const where = out > 0 ? ` Step ${out} leaves the frame.` : "";
    return SAY[regime(exact(s.learning_rate))](`$${num(v.factor, Math.abs(v.factor) < 0.01 ? 4 : 2)}$`) + where;
  },

  python(s) {
    const alpha = exact(s.learning_rate);
    const literal = alpha === 1 / 12 ? "1 / 12" : alpha === 1 / 6 ? "1 / 6" : py(alpha);
    return [
      "from mlp_lib import gradient_descent",
      "",
      "",
      "def gradient(W):",
      "    return 12 * (W - 2)  # of C(W) = 6 (W - 2)**2",
      "",
      "",
      `alpha = ${literal}`,
      `path = gradient_descent(gradient, start=${py(s.start)}, learning_rate=alpha, max_steps=${s.k})`,
      "",
      `W = path[-1]  # after step ${s.k}`,
      "cost = 6 * (W - 2) ** 2",
      "slope = gradient(W)",
      "W_next = W - alpha * slope  # equation (6.1)",
      "factor = 1 - 12 * alpha  # equation (6.3a)",
      "",
    ].join("\n");
  },
};
