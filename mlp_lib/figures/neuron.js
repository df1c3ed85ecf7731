// The neuron dial: the plane of the two inputs, cut by the line z = 0.
import { clipPositive, crossings, dot, footOfPerpendicular, norm, step } from "./js/maths.js";
import { num, par, py, pyList, signed } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const R = 3; // half the side of the plane that is shown
const SQUARE = [[-R, -R], [R, -R], [R, R], [-R, R]];

/** The plane with both half-planes, the line, the weight vector, the point and its distance. */
function drawPlane(p, s, v) {
  const side = Math.min(p.W, p.H);
  const left = (p.W - side) / 2;
  const x = scale(-R, R, left + 1, left + side - 1);
  const y = scale(-R, R, side - 1, 1);
  const at = (/** @type {Place} */ [a, b]) => [x(a), y(b)];
  const w = [s.w1, s.w2];
  const length = norm(w);
  const z = (point) => dot(point, w) + s.b;
  const point = [s.x1, s.x2];
  const [px, py_] = at(point);

  p.area("k-act soft", clipPositive(SQUARE, z).map(at));
  for (let i = -R; i <= R; i++) {
    p.line("gridl", x(i), y(-R), x(i), y(R));
    p.line("gridl", x(-R), y(i), x(R), y(i));
  }
  p.line("axis", x(-R), y(0), x(R), y(0));
  p.line("axis", x(0), y(-R), x(0), y(R));
  p.avoidLine(x(-R), y(0), x(R), y(0));
  p.avoidLine(x(0), y(-R), x(0), y(R));

  const ends = length ? crossings(SQUARE, z).map(at) : [];
  if (ends.length === 2) {
    p.line("mark k-act", ...ends[0], ...ends[1]);
    p.avoidLine(...ends[0], ...ends[1]);
    const from = (end) => Math.hypot(end[0] - px, end[1] - py_);
    const [far, other] = from(ends[0]) > from(ends[1]) ? ends : [ends[1], ends[0]];
    p.along("lab k-act", far, other, 0.14, "z = 0", [s.w1, -s.w2]);
  }
  const up = Math.atan2(s.w2, s.w1);
  if (length) {
    const foot = footOfPerpendicular(point, w, s.b);
    const [fx, fy] = at(foot);
    if (Math.hypot(fx - px, fy - py_) > 6) {
      p.line("mark thin dash k-act", px, py_, fx, fy);
      p.avoidLine(px, py_, fx, fy);
      rightAngle(p, fx, fy, up, v.z >= 0 ? 1 : -1);
    }
    p.arrow("k-weight", x(0), y(0), x(s.w1), y(s.w2), { head: 12 });
    p.dot("solid k-weight", x(0), y(0), 3);
    p.avoidLine(x(0), y(0), x(s.w1), y(s.w2));
  }
  p.avoid(px - 12, py_ - 12, 24, 24);

  cornerWords(p, at, z, point);
  p.text("lab k-input", x(R) - 8, y(0) - 8, "x_1", "end");
  p.text("lab k-input", x(0) + 8, y(R) + 17, "x_2");
  const away = up + (v.z >= 0 ? 0 : Math.PI);
  p.label("lab k-input", px, py_, p.W >= 400 ? `\\x = (${num(s.x1)}, ${num(s.x2)})` : "\\x", { towards: length ? away : 0, gap: 14 });
  if (length) {
    p.label("lab k-act", px, py_, `d = ${signed(v.distance)}`, { towards: away, gap: 14 });
    p.label("lab big k-weight", x(s.w1), y(s.w2), "\\w", { towards: up, gap: 6 });
  }
  for (const i of [-2, -1, 1, 2]) {
    p.label("tick", x(i), y(0), num(i, 0), { towards: -Math.PI / 2, gap: 4 });
    p.label("tick", x(0), y(i), num(i, 0), { towards: Math.PI, gap: 5 });
  }
  return { scales: [x, y], handles: { point: [px, py_] } };
}

function rightAngle(p, fx, fy, up, side) {
  const q = 8;
  const [ux, uy] = [Math.cos(up) * side * q, -Math.sin(up) * side * q];
  p.poly("mark thin k-act", [[fx + ux, fy + uy], [fx + ux - uy, fy + uy + ux], [fx - uy, fy + ux]]);
}

/** "answer 1" and "answer 0", each in the corner that lies deepest in its half and away from the point. */
function cornerWords(p, at, z, point) {
  const put = (corner, markup) => {
    const [cx, cy] = at(corner);
    p.text("lab bare k-act", cx + (corner[0] < 0 ? 10 : -10), cy + (corner[1] < 0 ? -10 : 20), markup, corner[0] < 0 ? "start" : "end");
  };
  const near = (corner) => Math.abs(corner[0] - point[0]) < 2.2 && Math.abs(corner[1] - point[1]) < 1;
  const deepest = (sign) =>
    SQUARE.filter((corner) => sign * z(corner) > 0).sort((a, b) => Number(near(a)) - Number(near(b)) || sign * (z(b) - z(a)))[0];
  const [positive, negative] = [deepest(1), deepest(-1)];
  if (positive) put(positive, 'z ≥ 0": answer 1"');
  if (negative) put(negative, 'z < 0": answer 0"');
}

function drawStep(p, s, v) {
  const x = scale(-6, 6, 26, p.W - 12);
  const y = scale(0, 1, p.H - 26, 22);
  const here = clamp(v.z, -6, 6);
  p.xAxis(x, y(0), [-6, -4, -2, 0, 2, 4, 6]);
  p.text("tick", 16, y(0) + 4, "0", "end");
  p.text("tick", 16, y(1) + 4, "1", "end");
  p.line("gridl", x(-6), y(1), x(0), y(1));
  p.line("mark k-act", x(-6), y(0), x(0) - 4, y(0));
  p.line("mark k-act", x(0), y(1), x(6), y(1));
  p.dot("dotm hollow k-act", x(0), y(0), 4);
  p.dot("solid k-act", x(0), y(1), 4);
  p.line("mark thin dash k-act", x(here), y(0), x(here), y(1));
  p.dot("dotm k-pred", x(here), y(v.y_hat), 7);
  const beyond = here !== v.z ? (v.z > 0 ? " →" : "← ") : "";
  const text = v.z > 0 ? `z = ${num(v.z)}${beyond}` : `${beyond}z = ${num(v.z)}`;
  p.text("lab k-act", x(here) + (here > 2.4 ? -12 : 12), (y(0) + y(1)) / 2 + 5, text, here > 2.4 ? "end" : "start");
}

const W = "3.6em";
const part = (symbol, name) => cell(symbol, (s) => par(s[name]), { name, width: W });

/** @type {Definition} */
export default {
  name: "neuron",
  title: "The neuron dial",
  predict: "If you raise only $b$, does the line turn, or does it slide? Towards which side?",
  see: "The weight vector $\\w$ always stands at a right angle to the line and points to the side where the answer is 1. Multiply $\\w$ and $b$ by the same positive number and the line stays where it is.",
  layout: "two",
  state: ["w1", "w2", "b", "x1", "x2"],

  pictures: [
    {
      key: "plane",
      height: (width) => Math.min(width, 440),
      draw: drawPlane,
      alt: (s, v) =>
        `The plane of the inputs. Weights (${num(s.w1)}, ${num(s.w2)}), bias ${num(s.b)}, point (${num(s.x1)}, ${num(s.x2)}): ` +
        `z = ${num(v.z)}, answer ${v.y_hat}.`,
      handles: [
        {
          key: "point",
          kind: "input",
          label: "point x, move with the arrow keys",
          traits: ["x1", "x2"],
          step: 0.1,
          describe: (s) => `x1 ${num(s.x1)}, x2 ${num(s.x2)}`,
        },
      ],
    },
    {
      key: "step",
      side: true,
      caption: "The answer jumps from 0 to 1 where $z = 0$",
      height: (width, figureWidth) => (figureWidth >= 620 ? 196 : 118),
      draw: drawStep,
      alt: (s, v) => `The step function at z = ${num(v.z)}: ${v.y_hat}.`,
    },
  ],

  values(s) {
    const w = [s.w1, s.w2];
    const z = dot([s.x1, s.x2], w) + s.b;
    const length = norm(w);
    return { z, y_hat: step(z), ...(length ? { distance: z / length } : {}) };
  },

  readout: [
    [
      [cell("z", (s, v) => num(v.z), { name: "z", width: W })],
      ["=", part("x_1", "x1"), "·", part("w_1", "w1")],
      ["+", part("x_2", "x2"), "·", part("w_2", "w2")],
      ["+", part("b", "b")],
    ],
    [
      [
        { symbol: "ŷ", show: (s, v) => String(v.y_hat), name: "y_hat", width: "1.2em" },
        "=",
        { symbol: "'step'(z)", kind: "act", show: (s, v) => `step(${num(v.z)})`, width: "6em" },
      ],
    ],
    [
      [
        { symbol: "z", shape: "scalar", show: (s, v) => num(v.z), name: "z", width: "2.9em" },
        "=",
        { symbol: "\\x", shape: "(2,)", rows: [[{ show: (s) => num(s.x1) }, { show: (s) => num(s.x2) }]] },
      ],
      ["·", { symbol: "\\w", shape: "(2,)", rows: [[{ show: (s) => num(s.w1) }, { show: (s) => num(s.w2) }]] }],
      ["+", { symbol: "b", shape: "scalar", show: (s) => par(s.b), width: "2.9em" }],
    ],
  ],

  say(s, v) {
    const answer = `**The answer is ${v.y_hat}.** `;
    if (!norm([s.w1, s.w2])) return `${answer}With $\\w = 0$ there is no line: $z = b$ everywhere.`;
    const far = Math.abs(s.b) / norm([s.w1, s.w2]);
    const where = `The point lies ${num(Math.abs(v.distance))} from the line, on the side where $z ${v.z >= 0 ? "≥" : "<"} 0$.`;
    return crossings(SQUARE, ([a, b]) => a * s.w1 + b * s.w2 + s.b).length
      ? answer + where
      : `${answer}The line lies outside this frame, ${num(far)} from the origin.`;
  },

  python: (s, v) =>
    [
      "import numpy as np",
      "from mlp_lib import step",
      "",
      `x = np.array(${pyList([s.x1, s.x2])})  # (2,)`,
      `w = np.array(${pyList([s.w1, s.w2])})  # (2,)`,
      `b = ${py(s.b)}`,
      "",
      "z = x @ w + b  # scalar, equation (1.1)",
      "y_hat = step(z)",
      ...("distance" in v ? ["distance = z / np.linalg.norm(w)  # with its sign, equation (1.4)"] : []),
      "",
    ].join("\n"),
};
