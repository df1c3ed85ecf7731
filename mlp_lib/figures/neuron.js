// The neuron dial: the plane of the two inputs, cut by the line z = 0.
import { axes } from "./js/axes.js";
import { dot, footOfPerpendicular, norm, step } from "./js/maths.js";
import { num, par, py, pyList, signed } from "./js/numbers.js";
import { answers, boundary, plane, positiveSide, rightAngle } from "./js/plane.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const R = 3; // half the side of the plane that is shown

/** The plane with both half-planes, the line, the weight vector, the point and its distance. */
function drawPlane(p, s, v) {
  const a = plane(p, [-R, R]);
  const [w, x, line] = [[s.w1, s.w2], [s.x1, s.x2], { w: [s.w1, s.w2], b: s.b }];
  const up = Math.atan2(s.w2, s.w1); // the direction of w
  const away = up + (v.z >= 0 ? 0 : Math.PI); // from the line to the point
  positiveSide(a, line);
  a.grid();
  boundary(a, line, "mark k-act", "z = 0", x);
  if (norm(w)) {
    const foot = footOfPerpendicular(x, w, s.b);
    if (Math.abs(v.distance) > 0.08) {
      a.line("mark thin dash k-act", x, foot);
      if (a.has(foot)) rightAngle(p, a.at(foot), away, "k-act");
    }
    a.arrow("k-weight", [0, 0], w, { head: 12 });
    a.dot("solid k-weight", [0, 0], 3);
  }
  const point = a.handle(x);

  answers(a, line, [x], { yes: 'z ≥ 0": answer 1"', no: 'z < 0": answer 0"', room: [0.37, 0.17] });
  a.names();
  a.label("lab k-input", x, p.W >= 400 ? `\\x = (${num(s.x1)}, ${num(s.x2)})` : "\\x", {
    towards: norm(w) ? away : 0,
    gap: 14,
  });
  if (norm(w)) {
    a.label("lab k-act", x, `d = ${signed(v.distance)}`, { towards: away, gap: 14 });
    a.label("lab big k-weight", w, "\\w", { towards: up, gap: 6 });
  }
  a.ticks();
  return { scales: [a.x, a.y], handles: { point } };
}

function drawStep(p, s, v) {
  const a = axes(p, scale(-6, 6, 26, p.W - 12), scale(0, 1, p.H - 26, 22));
  const z = clamp(v.z, -6, 6);
  a.xAxis([-6, -4, -2, 0, 2, 4, 6]);
  for (const i of [0, 1]) a.text("tick", [-6, i], num(i, 0), [-10, 4], "end");
  a.line("gridl", [-6, 1], [0, 1]);
  a.line("mark k-act", [-6, 0], [0, 0]);
  a.line("mark k-act", [0, 1], [6, 1]);
  a.dot("dotm hollow k-act", [0, 0], 4);
  a.dot("solid k-act", [0, 1], 4);
  a.line("mark thin dash k-act", [z, 0], [z, 1]);
  a.dot("dotm k-pred", [z, v.y_hat], 7);
  const beyond = z !== v.z ? (v.z > 0 ? " →" : "← ") : "";
  const text = v.z > 0 ? `z = ${num(v.z)}${beyond}` : `${beyond}z = ${num(v.z)}`;
  a.text("lab k-act", [z, 0.5], text, [z > 2.4 ? -12 : 12, 5], z > 2.4 ? "end" : "start");
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
    return Math.abs(s.b) < R * (Math.abs(s.w1) + Math.abs(s.w2))
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
