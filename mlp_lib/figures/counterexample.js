// f = x y / (x^2 + y^2), f(0, 0) = 0: flat along both axes, and a jump along every other line.
import { snap } from "./js/limits.js";
import { num, par, py, small } from "./js/numbers.js";
import { scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const TURN = Math.PI / 180;
const SECTOR = 5; // degrees
const EDGE = 1.16; // half the side of the square that is shown; the disc has radius 1

const f = (x, y) => (x || y ? (x * y) / (x * x + y * y) : 0);
const alongRay = (degrees) => 0.5 * Math.sin(2 * degrees * TURN);
/** On which axis the ray lies, if on one. */
const axis = (s) => (s.angle % 180 === 0 ? "x" : s.angle % 90 === 0 ? "y" : null);

/** The disc around the origin: every ray has one value of f, the greyer the higher. */
function drawDisc(p, s, v) {
  const side = Math.min(p.W, p.H);
  const left = (p.W - side) / 2;
  const x = scale(-EDGE, EDGE, left + 1, left + side - 1);
  const y = scale(-EDGE, EDGE, side - 1, 1);
  const at = (degrees, r) => [x(r * Math.cos(degrees * TURN)), y(r * Math.sin(degrees * TURN))];
  const centre = [x(0), y(0)];
  for (let t = -180; t < 180; t += SECTOR) {
    const colour = `color-mix(in srgb, var(--mm-control) ${(8 + 52 * (alongRay(t + SECTOR / 2) + 0.5)).toFixed(0)}%, var(--mm-page))`;
    const points = [centre, at(t, 1), at(t + SECTOR, 1)].map((q) => q.map((c) => c.toFixed(1)).join(",")).join(" ");
    p.put("polygon", "soft k-plain", { points, style: `fill: ${colour}; stroke: ${colour}; stroke-width: .7px` });
  }
  p.line("axis", ...at(180, EDGE), ...at(0, EDGE));
  p.line("axis", ...at(-90, EDGE), ...at(90, EDGE));
  p.text("lab k-input", x(EDGE) - 4, y(0) + 19, "x", "end");
  p.text("lab k-input", x(0) + 10, y(EDGE) + 15, "y");
  for (const [t, text] of [[45, "½"], [-135, "½"], [-45, "−½"], [135, "−½"]]) {
    const [px, py_] = at(t, 1.07);
    p.text("lab small quiet", px, py_ + 4, text, "middle");
  }
  const [px, py_] = at(s.angle, s.r);
  p.line("mark thin k-input", ...at(s.angle, 1), ...centre);
  p.line("mark thin dash k-input", ...at(s.angle + 180, 1), ...centre);
  p.avoidLine(...at(s.angle, 1), ...at(s.angle + 180, 1));
  p.avoidLine(...at(180, EDGE), ...at(0, EDGE));
  p.avoidLine(...at(-90, EDGE), ...at(90, EDGE));
  p.dot("dotm hollow k-plain", ...centre, 5);
  p.avoid(px - 14, py_ - 14, 28, 28);
  p.avoid(centre[0] - 8, centre[1] - 8, 16, 16);
  const up = Math.sin(s.angle * TURN) >= 0 ? 1 : -1;
  p.label("lab k-plain", px, py_, `f = ${num(v.f)}`, { towards: (s.angle + 90 * (Math.cos(s.angle * TURN) >= 0 ? 1 : -1) * up) * TURN, gap: 12 });
  p.label("lab small k-plain", ...centre, "f(0, 0) = 0", { towards: Math.PI + (up > 0 ? 0.9 : -0.9), gap: 12 });
  return { scales: [x, y], handles: { point: [px, py_] } };
}

/** f along the whole line through the origin: a constant with one point missing. */
function drawLine(p, s, v) {
  const x = scale(-1, 1, 40, p.W - 14);
  const y = scale(-0.6, 0.6, p.H - 28, 8);
  p.yGrid(y, x, [-0.5, 0, 0.5], { show: (t) => num(t, 1) });
  for (const t of [-1, 0, 1]) p.text("tick", x(t), p.H - 12, num(t, 0), "middle");
  p.text("lab small quiet", x(0.5), p.H - 10, '"distance" r', "middle");
  p.line("axis", x(-1), y(0), x(1), y(0));
  const level = y(v.f);
  p.line("mark thin dash k-plain", x(-1), level, x(0), level);
  p.line("mark k-plain", x(0), level, x(1), level);
  p.line("mark thin dash k-input", x(s.r), y(0), x(s.r), level);
  const jump = Math.abs(v.f) > 0.005;
  if (jump) p.dot("dotm hollow k-plain", x(0), level, 5);
  p.dot("solid k-plain", x(0), y(0), 5);
  p.dot("dotm k-input", x(s.r), level, 6);
  const below = v.f > 0.32 || (v.f < -0.005 && v.f > -0.32);
  p.text("lab k-plain", x(-0.98), level + (below ? 19 : -9), `½ 'sin' 2φ = ${num(v.f)}`);
  if (jump) p.text("lab small k-plain", x(0) + (p.W < 300 ? 6 : 12), y(0) + (v.f > 0 ? 18 : -9), '"value at the origin: 0"');
}

/** The values on the circle of radius r: all from -1/2 to 1/2, whatever r is. */
function drawCircle(p, s, v) {
  const x = scale(-180, 180, 40, p.W - 14);
  const y = scale(-0.6, 0.6, p.H - 26, 8);
  p.yGrid(y, x, [-0.5, 0, 0.5], { show: (t) => num(t, 1) });
  p.line("axis", x(-180), y(0), x(180), y(0));
  for (const t of [-180, -90, 0, 90, 180]) {
    p.text("tick", x(t), p.H - 8, `${num(t, 0)}°`, t === 180 ? "end" : "middle");
    p.dot("solid k-delta", x(t), y(0), 3);
  }
  p.poly("mark thin k-plain", Array.from({ length: 91 }, (_, i) => [x(4 * i - 180), y(alongRay(4 * i - 180))]));
  p.line("mark thin dash k-input", x(s.angle), y(0), x(s.angle), y(v.f));
  p.dot("dotm k-input", x(s.angle), y(v.f), 6);
}

const partial = (letter, at, name) => [
  [cell(`∂f/∂${letter} "at" (0, 0)`, () => "0", { width: "7em", kind: "delta" })],
  ["←", "(", cell(at, (s, v) => num(v[name]), { name, width: "3.4em", kind: "plain" }), "−", cell("f(0, 0)", () => "0", { width: "3.4em", kind: "plain" }), ")", "/", cell("r", (s) => num(s.r), { name: "r", width: "2.4em", kind: "plain" })],
];

/** @type {Definition} */
export default {
  name: "counterexample",
  title: "Two slopes, and still no tangent plane",
  predict: "Along the $x$ axis $f$ is 0 everywhere, along the $y$ axis too. Turn the line to 45°, and shrink $r$: what do $f$ and the quotient $(f − f(0, 0))/r$ tend to?",
  see: "Along each line $f$ is constant, $½ 'sin' 2φ$, but from line to line it differs: as near to the origin as you like, every value from $−½$ to $½$ occurs. Both partial derivatives look along the axes only and see nothing of it. $f$ is not continuous at the origin, so it has no tangent plane there.",
  layout: "two",
  state: ["angle", "r"],

  pictures: [
    {
      key: "disc",
      caption: "The stronger the grey, the higher $f$",
      height: (width) => Math.min(width, 450),
      draw: drawDisc,
      alt: (s, v) => `A disc around the origin, shaded by rays: f is 0 on both axes, one half at 45 and minus one half at minus 45 degrees. At ${num(s.angle, 0)} degrees and distance ${num(s.r)} f is ${num(v.f)}.`,
      handles: [
        {
          key: "point",
          kind: "input",
          label: "point (x, y), move with the arrow keys",
          step: 0.05,
          at: (s) => [s.r * Math.cos(s.angle * TURN), s.r * Math.sin(s.angle * TURN)],
          describe: (s) => `angle ${num(s.angle, 0)} degrees, distance ${num(s.r)}`,
          move(s, [x, y], limits) {
            const r = snap(Math.hypot(x, y), limits.r);
            return { r, ...(Math.hypot(x, y) >= limits.r.step / 2 ? { angle: snap(Math.atan2(y, x) / TURN, limits.angle) } : {}) };
          },
        },
      ],
    },
    {
      key: "line",
      side: true,
      caption: "$f$ along this line, on both sides of the origin",
      height: () => 176,
      draw: drawLine,
      alt: (s, v) => `Along the line f is ${num(v.f)} at every distance; at the origin it is 0.`,
    },
    {
      key: "circle",
      side: true,
      caption: "$f$ on the circle of radius $r$; the dots are the axes",
      height: () => 118,
      draw: drawCircle,
      alt: (s, v) => `A wave from minus one half to one half; at ${num(s.angle, 0)} degrees ${num(v.f)}, on the axes 0.`,
    },
  ],

  values(s) {
    const on = axis(s); // where rounding would leave 1e-17 of a coordinate
    const x = on === "y" ? 0 : s.r * Math.cos(s.angle * TURN);
    const y = on === "x" ? 0 : s.r * Math.sin(s.angle * TURN);
    const value = f(x, y);
    return { x, y, f: value, quotient: value / s.r, f_on_x: f(s.r, 0), f_on_y: f(0, s.r) };
  },

  readout: [
    [
      [cell("f", (s, v) => num(v.f, 3), { name: "f", width: "3.4em" }), "="],
      [cell("x", (s, v) => num(v.x, 3), { name: "x", width: "3.4em", kind: "input" }), "·", cell("y", (s, v) => par(v.y, 3), { name: "y", width: "4em", kind: "input" })],
      ["/ (", cell("x²", (s, v) => small(v.x * v.x), { width: "4em", kind: "input" }), "+", cell("y²", (s, v) => small(v.y * v.y), { width: "4em", kind: "input" }), ")"],
    ],
    partial("x", "f(r, 0)", "f_on_x"),
    partial("y", "f(0, r)", "f_on_y"),
    [
      [cell('"slope along this line"', (s) => (axis(s) ? "0" : "none"), { width: "8em", kind: "delta" })],
      ["←", "(", cell("f", (s, v) => num(v.f, 3), { width: "3.4em", kind: "plain" }), "−", cell("f(0, 0)", () => "0", { width: "3.4em", kind: "plain" }), ")", "/", cell("r", (s) => num(s.r), { name: "r", width: "2.4em", kind: "plain" })],
      ["=", cell('"quotient"', (s, v) => num(v.quotient), { name: "quotient", width: "4em", kind: "plain" })],
    ],
  ],

  say(s, v) {
    const on = axis(s);
    if (on) return `**On an axis: 0 all the way in.** That is all that $∂f/∂${on}$ at the origin sees; it exists and is 0.`;
    const near = s.r <= 0.05 ? `Even at distance ${num(s.r)} it` : "It";
    return `**No way to 0.** ${near} is ${num(v.f)}, at the origin suddenly 0. The quotient, here ${num(v.quotient)}, grows in size without bound as $r$ shrinks.`;
  },

  python: (s) =>
    [
      "import numpy as np",
      "",
      "",
      "def function(x, y):",
      "    return x * y / (x**2 + y**2) if x or y else 0.0",
      "",
      "",
      `angle = np.deg2rad(${py(s.angle)})`,
      `r = ${py(s.r)}`,
      "x, y = r * np.cos(angle), r * np.sin(angle)",
      "",
      "f = function(x, y)  # sin(2 angle) / 2, whatever r is",
      "quotient = (f - function(0, 0)) / r  # no limit as r shrinks",
      "f_on_x = function(r, 0)  # so both partial derivatives",
      "f_on_y = function(0, r)  # at the origin are 0, equation (5.1a)",
      "",
    ].join("\n"),
};
