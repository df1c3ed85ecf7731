// f = x y / (x^2 + y^2), f(0, 0) = 0: flat along both axes, and a jump along every other line.
import { axes } from "./js/axes.js";
import { snap } from "./js/limits.js";
import { num, par, py, small } from "./js/numbers.js";
import { plane } from "./js/plane.js";
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
  const a = plane(p, [-EDGE, EDGE]);
  const at = (degrees, r) => [r * Math.cos(degrees * TURN), r * Math.sin(degrees * TURN)];
  const centre = [0, 0];
  for (let t = -180; t < 180; t += SECTOR) {
    const colour = `color-mix(in srgb, var(--mm-control) ${(8 + 52 * (alongRay(t + SECTOR / 2) + 0.5)).toFixed(0)}%, var(--mm-page))`;
    const points = [centre, at(t, 1), at(t + SECTOR, 1)]
      .map((q) =>
        a
          .at(q)
          .map((c) => c.toFixed(1))
          .join(","),
      )
      .join(" ");
    p.put("polygon", "soft k-plain", { points, style: `fill: ${colour}; stroke: ${colour}; stroke-width: .7px` });
  }
  a.line("axis", [-EDGE, 0], [EDGE, 0]);
  a.line("axis", [0, -EDGE], [0, EDGE]);
  a.text("lab k-input", [EDGE, 0], "x", [-4, 19], "end");
  a.text("lab k-input", [0, EDGE], "y", [10, 15]);
  for (const [t, text] of [
    [45, "½"],
    [-135, "½"],
    [-45, "−½"],
    [135, "−½"],
  ])
    a.text("lab small quiet", at(t, 1.07), text, [0, 4], "middle");
  a.line("mark thin k-input", at(s.angle, 1), centre);
  a.line("mark thin dash k-input", at(s.angle + 180, 1), centre);
  a.dot("dotm hollow k-plain", centre, 5);
  const here = at(s.angle, s.r);
  const point = a.handle(here, 14);
  const [right, up] = [Math.cos(s.angle * TURN) >= 0 ? 1 : -1, Math.sin(s.angle * TURN) >= 0 ? 1 : -1];
  a.label("lab k-plain", here, `f = ${num(v.f)}`, { towards: (s.angle + 90 * right * up) * TURN, gap: 12 });
  a.label("lab small k-plain", centre, "f(0, 0) = 0", { towards: Math.PI + 0.9 * up, gap: 12 });
  return { scales: [a.x, a.y], handles: { point } };
}

/** f along the whole line through the origin: a constant with one point missing. */
function drawLine(p, s, v) {
  const a = axes(p, scale(-1, 1, 40, p.W - 14), scale(-0.6, 0.6, p.H - 28, 8));
  a.yGrid([-0.5, 0, 0.5], { show: (t) => num(t, 1) });
  for (const t of [-1, 0, 1]) a.text("tick", [t, -0.6], num(t, 0), [0, 16], "middle");
  a.text("lab small quiet", [0.5, -0.6], '"distance" r', [0, 18], "middle");
  a.line("axis", [-1, 0], [1, 0]);
  a.line("mark thin dash k-plain", [-1, v.f], [0, v.f]);
  a.line("mark k-plain", [0, v.f], [1, v.f]);
  a.line("mark thin dash k-input", [s.r, 0], [s.r, v.f]);
  const jump = Math.abs(v.f) > 0.005;
  if (jump) a.dot("dotm hollow k-plain", [0, v.f], 5);
  a.dot("solid k-plain", [0, 0], 5);
  a.dot("dotm k-input", [s.r, v.f], 6);
  const below = v.f > 0.32 || (v.f < -0.005 && v.f > -0.32);
  a.text("lab k-plain", [-0.98, v.f], `½ 'sin' 2φ = ${num(v.f)}`, [0, below ? 19 : -9]);
  if (jump) a.text("lab small k-plain", [0, 0], '"value at the origin: 0"', [p.W < 300 ? 6 : 12, v.f > 0 ? 18 : -9]);
}

/** The values on the circle of radius r: all from -1/2 to 1/2, whatever r is. */
function drawCircle(p, s, v) {
  const a = axes(p, scale(-180, 180, 40, p.W - 14), scale(-0.6, 0.6, p.H - 26, 8));
  a.yGrid([-0.5, 0, 0.5], { show: (t) => num(t, 1) });
  a.line("axis", [-180, 0], [180, 0]);
  for (const t of [-180, -90, 0, 90, 180]) {
    a.text("tick", [t, -0.6], `${num(t, 0)}°`, [0, 18], t === 180 ? "end" : "middle");
    a.dot("solid k-delta", [t, 0], 3);
  }
  a.curve("mark thin k-plain", alongRay);
  a.line("mark thin dash k-input", [s.angle, 0], [s.angle, v.f]);
  a.dot("dotm k-input", [s.angle, v.f], 6);
}

const partial = (letter, at, name) => [
  [cell(`∂f/∂${letter} "at" (0, 0)`, () => "0", { width: "7em", kind: "delta" })],
  [
    "←",
    "(",
    cell(at, (s, v) => num(v[name]), { name, width: "3.4em", kind: "plain" }),
    "−",
    cell("f(0, 0)", () => "0", { width: "3.4em", kind: "plain" }),
    ")",
    "/",
    cell("r", (s) => num(s.r), { name: "r", width: "2.4em", kind: "plain" }),
  ],
];

/** @type {Definition} */
export default {
  name: "counterexample",
  title: "Two slopes, and still no tangent plane",
  predict:
    "Along the $x$ axis $f$ is 0 everywhere, along the $y$ axis too. Turn the line to 45°, and shrink $r$: what do $f$ and the quotient $(f − f(0, 0))/r$ tend to?",
  see: "Along each line $f$ is constant, $½ 'sin' 2φ$, but from line to line it differs: as near to the origin as you like, every value from $−½$ to $½$ occurs. Both partial derivatives look along the axes only and see nothing of it. $f$ is not continuous at the origin, so it has no tangent plane there.",
  layout: "two",
  state: ["angle", "r"],

  pictures: [
    {
      key: "disc",
      caption: "The stronger the grey, the higher $f$",
      height: (width) => Math.min(width, 450),
      draw: drawDisc,
      alt: (s, v) =>
        `A disc around the origin, shaded by rays: f is 0 on both axes, one half at 45 and minus one half at minus 45 degrees. At ${num(s.angle, 0)} degrees and distance ${num(s.r)} f is ${num(v.f)}.`,
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
            return {
              r,
              ...(Math.hypot(x, y) >= limits.r.step / 2 ? { angle: snap(Math.atan2(y, x) / TURN, limits.angle) } : {}),
            };
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
      alt: (s, v) =>
        `A wave from minus one half to one half; at ${num(s.angle, 0)} degrees ${num(v.f)}, on the axes 0.`,
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
      [
        cell("x", (s, v) => num(v.x, 3), { name: "x", width: "3.4em", kind: "input" }),
        "·",
        cell("y", (s, v) => par(v.y, 3), { name: "y", width: "4em", kind: "input" }),
      ],
      [
        "/ (",
        cell("x²", (s, v) => small(v.x * v.x), { width: "4em", kind: "input" }),
        "+",
        cell("y²", (s, v) => small(v.y * v.y), { width: "4em", kind: "input" }),
        ")",
      ],
    ],
    partial("x", "f(r, 0)", "f_on_x"),
    partial("y", "f(0, r)", "f_on_y"),
    [
      [cell('"slope along this line"', (s) => (axis(s) ? "0" : "none"), { width: "8em", kind: "delta" })],
      [
        "←",
        "(",
        cell("f", (s, v) => num(v.f, 3), { width: "3.4em", kind: "plain" }),
        "−",
        cell("f(0, 0)", () => "0", { width: "3.4em", kind: "plain" }),
        ")",
        "/",
        cell("r", (s) => num(s.r), { name: "r", width: "2.4em", kind: "plain" }),
      ],
      ["=", cell('"quotient"', (s, v) => num(v.quotient), { name: "quotient", width: "4em", kind: "plain" })],
    ],
  ],

  say(s, v) {
    const on = axis(s);
    if (on)
      return `**On an axis: 0 all the way in.** That is all that $∂f/∂${on}$ at the origin sees; it exists and is 0.`;
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
