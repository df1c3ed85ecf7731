// The double well f(w) = w^4 - 3 w^2 + w: which minimum gradient descent finds depends on the start and on alpha.
import { axes, beyond } from "./js/axes.js";
import { costPerStep, hopOut, hops } from "./js/descent.js";
import { snap } from "./js/limits.js";
import { distance } from "./js/maths.js";
import { num, par, py } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const N = 40; // steps on show
const [LEFT, HILL, RIGHT] = [-1.3008395659415772, 0.16993844331159128, 1.1309011226299859]; // zeros of the slope
const LIMIT = 2 / (12 * LEFT * LEFT - 6); // above this learning rate the left minimum repels
const FAR = 100; // a ball that gets here never comes back
const [BOTTOM, TOP] = [-6, 12]; // of the frame
const EDGE = [-2.361291, 2.228715]; // where the curve leaves it

// Products instead of powers: the same roundings here and in Python, which counts once a path is chaotic.
const height = (w) => w * w * w * w - 3 * w * w + w;
const slope = (w) => 4 * w * w * w - 6 * w + 1;
const next = (w, alpha) => w - alpha * slope(w);
const inside = (w) => w >= EDGE[0] && w <= EDGE[1];

/** The first N steps; a diverging path ends with its first value beyond FAR. */
function path(s) {
  const w = [s.start];
  while (w.length <= N && Math.abs(w.at(-1)) <= FAR) w.push(next(w.at(-1), s.learning_rate));
  return w;
}

/** Where a start leads: "left", "right", "swings" (never rests) or "away". */
function fate(start, alpha) {
  let w = start;
  for (let t = 0; t < 300; t++) {
    w = next(w, alpha);
    if (Math.abs(w) > FAR) return "away";
  }
  if (alpha < LIMIT) return w > HILL ? "right" : "left";
  return Math.abs(w - RIGHT) < 0.3 ? "right" : "swings";
}

const memo = { alpha: null, runs: [] };

/** Neighbouring starts with the same fate, as [fate, from, to]. */
function basins(alpha, { min, max }) {
  if (memo.alpha === alpha) return memo.runs;
  const n = 220;
  const runs = [];
  for (let i = 0; i < n; i++) {
    const from = min + ((max - min) * i) / n;
    const to = min + ((max - min) * (i + 1)) / n;
    const here = fate((from + to) / 2, alpha);
    if (runs.at(-1)?.[0] === here) runs.at(-1)[2] = to;
    else runs.push([here, from, to]);
  }
  Object.assign(memo, { alpha, runs });
  return runs;
}

/** The whole way down to a slope of at most 1e-6. */
function whole(start, alpha) {
  let [w, steps] = [start, 0];
  while (Math.abs(slope(w)) > 1e-6 && steps < 5000) [w, steps] = [next(w, alpha), steps + 1];
  return { end: w, steps };
}

function drawWell(p, s, v, limits) {
  const a = axes(p, scale(-2.5, 2.5, 56, p.W - 12), scale(BOTTOM, TOP, p.H - 92, 32));
  const at = (w) => [w, height(w)];
  a.xAxis([-2, -1, 0, 1, 2]);
  a.yGrid([0, 5, 10]);
  a.text("lab k-weight", [2.5, BOTTOM], "w", [0, 17], "end");
  a.text("lab k-delta", [-2.5, TOP], "f(w)", [-52, -12]);
  a.curve("curve", height, { from: EDGE[0], to: EDGE[1] });
  for (const w of [LEFT, RIGHT]) a.text("lab small quiet", at(w), `"minimum" ${num(w)}`, [0, 21], "middle");
  a.text("lab small quiet", at(HILL), `"top" ${num(HILL)}`, [0, -10], "middle");
  drawBasins(a, s, limits.start);

  const w = path(s).slice(0, v.k + 1);
  const out = w.findIndex((value) => !inside(value));
  const shown = out < 0 ? v.k : out - 1;
  const points = w.slice(0, shown + 1).map(at);
  const here = points[shown];
  hops(a, points, "k-weight");
  if (out > 0) {
    const edge = EDGE[w[out] > 0 ? 1 : 0];
    hopOut(a, here, [edge, TOP], "k-weight");
    beyond(p, a.x(edge), a.y(TOP) - 6, Math.PI / 2, "k-delta");
    const right = w[v.k] > 0;
    a.text(
      "lab k-delta",
      [EDGE[right ? 1 : 0], TOP],
      `w_{${v.k}} = ${num(w[v.k])} " is above this frame"`,
      [right ? 8 : -8, -17],
      right ? "end" : "start",
    );
  } else a.tangent("mark k-delta", here, v.slope, 34, { cut: false });
  a.dots("dotm hollow k-weight", points.slice(0, shown), 3.5);
  a.dot("dotm k-weight", here, 8);
  const start = a.handle(points[0], 9);
  const outwards = (value) => (value > RIGHT || (value < HILL && value > LEFT) ? -0.5 : Math.PI + 0.5);
  if (out > 0 || distance(start, a.at(here)) > 26)
    a.label("lab k-weight", points[0], "w_0", { towards: outwards(s.start), gap: 17 });
  if (out < 0) {
    a.label("lab k-weight", here, `w_{${v.k}}`, { towards: outwards(v.w) + Math.PI, gap: 14 });
    a.label("lab k-delta", here, `f′(w_{${v.k}}) = ${num(v.slope)}`, { towards: outwards(v.w), gap: 16 });
  }
  return { scales: [a.x, a.y], handles: { start } };
}

const LANES = { left: ["left", 0], right: ["right", 1], swings: ["nowhere", 2], away: ["nowhere", 2] };

/** Three lanes under the axis: in which of them a start lies says where it ends. */
function drawBasins({ p, x, y }, s, starts) {
  const axis = y(BOTTOM);
  const lane = (row) => axis + 48 + row * 13;
  const mine = fate(s.start, s.learning_rate);
  p.line("mark thin dash k-weight", x(s.start), axis + 23, x(s.start), lane(LANES[mine][1]));
  p.text("lab small quiet", x(-2.5), axis + 39, '"A ball that starts here ends …"');
  for (const [name, row] of Object.values(LANES).slice(0, 3)) {
    p.line("gridl", x(-2.5), lane(row) + 5, x(2.5), lane(row) + 5);
    p.text("tick", x(-2.5) - 6, lane(row) + 9, `"${name}"`, "end");
  }
  const bars = ["", ""];
  for (const [here, from, to] of basins(s.learning_rate, starts)) {
    const row = LANES[here][1];
    const width = Math.max(1, x(to) - x(from)).toFixed(1);
    bars[row === LANES[mine][1] ? 1 : 0] += `M${x(from).toFixed(1)} ${lane(row) + 1.5}h${width}v7h-${width}z`;
  }
  p.put("path", "solid k-plain", { d: bars[0] });
  p.put("path", "solid k-weight", { d: bars[1] });
  p.dot("dotm k-weight", x(s.start), lane(LANES[mine][1]) + 5, 6);
}

const cubic = (w) => (Math.abs(w) < 100 ? `4·${par(w)}³ − 6·${par(w)} + 1` : `about 4·${par(w)}³`);

/** @type {Definition} */
export default {
  name: "double_well",
  title: "Two valleys",
  predict: "The left valley is deeper. From $w_0 = 2$, does the ball find it? Can a larger $α$ help?",
  see: "Slope is all that gradient descent knows. With small steps the side of the hill on which it starts decides where it ends; with large ones it jumps, and the strip of starts breaks up. From $w_0 = 2$, try $α = 0.1$.",
  layout: "wide",
  state: ["start", "learning_rate", "k"],
  steps: { trait: "k", max: (s) => path(s).length - 1, count: (k, n) => `step ${k} of ${n}`, interval: 350 },
  regimes: {
    learning_rate: [
      { to: LIMIT, key: "both", text: "both minima hold" },
      { key: "one", text: "right only" },
    ],
  },
  regime: (s) => (s.learning_rate < LIMIT ? "both" : "one"),

  pictures: [
    {
      key: "well",
      height: (width) => clamp(width * 0.78, 380, 430),
      draw: drawWell,
      alt: (s, v) =>
        `The curve w⁴ − 3w² + w with minima at −1.30 and 1.13. From w₀ = ${num(s.start)} with learning rate ${num(s.learning_rate, 3)}, ` +
        `after ${v.k} steps the ball is at w = ${num(v.w)}. ${END[fate(s.start, s.learning_rate)]}`,
      handles: [
        {
          key: "start",
          kind: "weight",
          label: "start w0 on the curve, move with the arrow keys",
          step: 0.05,
          axis: "x",
          at: (s) => [s.start, height(s.start)],
          describe: (s) => `w0 ${num(s.start)}`,
          // Along the curve only x counts; the keys up and down arrive as a change of y alone.
          move: (s, [w, f], limits) => {
            const up = w === s.start ? f - height(s.start) : 0;
            return { start: snap(w + (Math.abs(up) < 1 ? up : 0), limits.start) };
          },
        },
      ],
    },
    {
      key: "slope",
      caption: "Size of the slope at each step, logarithmic",
      height: (width, figureWidth) => (figureWidth >= 620 ? clamp(figureWidth * 0.44, 290, 404) : 220),
      draw: (p, s, v) =>
        costPerStep(
          p,
          path(s).map((w) => Math.abs(slope(w))),
          v.k,
          { symbol: "|f′|", ticks: [0, 10, 20, 30, 40] },
        ),
      alt: (s, v) => `Size of the slope on a logarithmic axis: ${num(Math.abs(v.slope), 4)} at step ${v.k}.`,
    },
  ],

  values(s) {
    const steps = path(s);
    const k = Math.min(s.k, steps.length - 1);
    const w = steps[k];
    const settles = ["left", "right"].includes(fate(s.start, s.learning_rate));
    return {
      k,
      w,
      height: height(w),
      slope: slope(w),
      w_next: next(w, s.learning_rate),
      ...(settles ? whole(s.start, s.learning_rate) : {}),
    };
  },

  readout: [
    [
      [
        cell(
          (s, v) => `w_{${(v.k ?? 0) + 1}}`,
          (s, v) => num(v.w_next),
          { name: "w_next", width: "3.6em" },
        ),
      ],
      [
        "=",
        cell(
          (s, v) => `w_{${v.k}}`,
          (s, v) => num(v.w),
          { name: "w", width: "3.6em" },
        ),
      ],
      [
        "−",
        cell("α", (s) => num(s.learning_rate, 3), { name: "alpha", width: "2.7em" }),
        "·",
        cell(
          (s, v) => `f′(w_{${v.k}})`,
          (s, v) => par(v.slope),
          { name: "slope", width: "4.9em", kind: "delta" },
        ),
      ],
    ],
    [
      [
        cell(
          (s, v) => `f′(w_{${v.k}})`,
          (s, v) => num(v.slope),
          { name: "slope", width: "3.6em", kind: "delta" },
        ),
      ],
      [
        "=",
        cell(
          (s, v) => `4·w_{${v.k}}³ − 6·w_{${v.k}} + 1`,
          (s, v) => cubic(v.w),
          { width: "10.6em", kind: "weight" },
        ),
      ],
    ],
    [
      [
        cell('"ends at"', (s, v) => ("end" in v ? num(v.end, 4) : "none"), {
          name: "end",
          width: "4.2em",
          kind: "weight",
        }),
      ],
      [
        cell('"after steps"', (s, v) => ("end" in v ? String(v.steps) : "none"), {
          name: "steps",
          width: "5em",
          kind: "plain",
        }),
      ],
    ],
  ],

  say(s, v) {
    const here = fate(s.start, s.learning_rate);
    if (here === "away")
      return `**Diverges.** The first steps are so long that each makes the next longer: $w_{${v.k}} = ${num(v.w)}$.`;
    if (here === "swings")
      return `**Never rests.** At the left minimum $f″ = ${num(12 * LEFT * LEFT - 6, 1)}$, and $α$ is above $2/f″ = ${num(LIMIT, 3)}$: it throws the ball about.`;
    const from = s.start > HILL ? "right" : "left";
    const jump = from === here ? "" : ` It started ${from} of the top and jumped over it.`;
    return `**Ends in the ${here} minimum,** the ${here === "left" ? "deeper" : "shallower"} one.${jump}`;
  },

  python(s, v) {
    return [
      "from mlp_lib import gradient_descent",
      "",
      "",
      "def f(w):",
      "    return w * w * w * w - 3 * w * w + w",
      "",
      "",
      "def gradient(w):",
      "    return 4 * w * w * w - 6 * w + 1",
      "",
      "",
      `w_0, alpha = ${py(s.start)}, ${py(s.learning_rate)}`,
      `k = ${v.k}`,
      "w = gradient_descent(gradient, w_0, alpha, max_steps=k)[-1]",
      "height, slope = f(w), gradient(w)",
      "w_next = w - alpha * slope  # equation (6.1)",
      ...("end" in v
        ? [
            "",
            "path = gradient_descent(gradient, w_0, alpha, max_steps=5000, tolerance=1e-6)",
            "end, steps = path[-1], len(path) - 1",
          ]
        : []),
      "",
    ].join("\n");
  },
};

const END = {
  left: "It ends in the left minimum.",
  right: "It ends in the right minimum.",
  swings: "It never comes to rest.",
  away: "It diverges.",
};
