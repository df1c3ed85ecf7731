// Two slices through a surface: hold one input, move the other, and read off a slope in the plane.
import { num, par, py } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";
import { SURFACES, SURFACE_SIDE, pointHandle, squareScales, surfaceChoice, surfaceMap } from "./js/surfaces.js";

const FAR = 3; // the slices go from -FAR to FAR
const WINDOW = { cubic: [-25, 25, 10], bowl: [-1.5, 21.5, 5], saddle: [-9.8, 9.8, 5] }; // lowest, highest f; ticks

/** Both slices side by side on one scale of f: the point has the same height in both. */
function drawSlices(p, s, v) {
  const { f } = SURFACES[s.surface];
  const [low, high, tick] = WINDOW[s.surface];
  const y = scale(low, high, p.H - 30, 32);
  const gap = 22;
  const half = (p.W - 30 - gap - 8) / 2;
  const plots = [
    { name: "x", at: s.x, slope: v.f_x, secant: v.q_x, curve: (t) => f(t, s.z), title: `f(x, ${num(s.z)})`, left: 30 },
    { name: "z", at: s.z, slope: v.f_z, secant: v.q_z, curve: (t) => f(s.x, t), title: `f(${num(s.x)}, z)`, left: 30 + half + gap },
  ];
  const level = y(v.f);
  for (const plot of plots) {
    const x = scale(-FAR, FAR, plot.left, plot.left + half);
    for (let t = Math.ceil(low / tick) * tick; t <= high; t += tick) {
      p.line(t === 0 ? "axis" : "gridl", x(-FAR), y(t), x(FAR), y(t));
      if (plot.name === "x") p.text("tick", x(-FAR) - 6, y(t) + 4, num(t, 0), "end");
    }
    for (const t of [-2, 0, 2]) p.text("tick", x(t), p.H - 12, num(t, 0), "middle");
    p.text("lab k-input", x(FAR), p.H - 12, plot.name, "end");
    p.text("lab small", x(0), 18, plot.title, "middle");
    p.poly("curve", Array.from({ length: 49 }, (_, i) => [x(i / 8 - FAR), y(plot.curve(i / 8 - FAR))]));
    for (let t = -FAR; t < FAR; t += 0.5) p.avoidLine(x(t), y(plot.curve(t)), x(t + 0.5), y(plot.curve(t + 0.5)));
  }
  const x0 = plots.map(({ at, left }) => scale(-FAR, FAR, left, left + half)(at));
  p.line("mark thin dash k-plain", ...[x0[0], level, x0[1], level]);
  plots.forEach((plot) => drawSlopes(p, s, plot, scale(-FAR, FAR, plot.left, plot.left + half), y, v.f));
  p.text("lab small quiet", 2, 18, "f");
}

/** Tangent and secant of one slice, and the point. */
function drawSlopes(p, s, { at, slope, secant, curve, name }, x, y, f) {
  const line = (gradient) => clipped((t) => f + gradient * (t - at), x, y);
  const other = at + s.h;
  if (Math.abs(slope - secant) > 0.02 || s.h > 0.3) {
    p.poly("mark thin dash k-plain", line(secant));
    p.dot("dotm hollow k-plain", x(other), y(curve(other)), 4);
  }
  const ends = line(slope);
  p.poly("mark k-delta", ends);
  p.avoidLine(...ends[0], ...ends[1]);
  p.dot("dotm k-input", x(at), y(f), 6);
  p.avoid(x(at) - 9, y(f) - 9, 18, 18);
  const end = at > 0 ? ends[0] : ends[1];
  const part = 0.55;
  const place = [x(at) + part * (end[0] - x(at)), y(f) + part * (end[1] - y(f))];
  const text = x.range[1] - x.range[0] > 165 ? `∂f/∂${name} = ${num(slope)}` : num(slope);
  p.label("lab k-delta", ...place, text, { towards: (slope > 0) === (at > 0) ? 2.2 : 0.9, gap: 8 });
}

/** The two ends of a straight line within the plot. */
function clipped(f, x, y) {
  const [a, b] = [-FAR, FAR].map((t) => f(t));
  const [low, high] = y.domain;
  const where = (value, t) => (value < low || value > high ? -FAR + ((clamp(value, low, high) - a) / (b - a)) * 2 * FAR : t);
  return [[a, -FAR], [b, FAR]].map(([value, t]) => [x(where(value, t)), y(clamp(value, low, high))]);
}

function drawMap(p, s, v) {
  const [x, y] = squareScales(p, SURFACE_SIDE);
  const [px, pz] = [x(s.x), y(s.z)];
  surfaceMap(p, { ...SURFACES[s.surface], tags: [] }, x, y, v.f);
  p.line("mark k-input", x(-FAR), pz, x(FAR), pz);
  p.line("mark k-input", px, y(-FAR), px, y(FAR));
  p.dot("solid k-plain", x(s.x + s.h), pz, 3.5);
  p.dot("solid k-plain", px, y(s.z + s.h), 3.5);
  p.text("lab k-input", s.x > 0 ? x(-FAR) : x(FAR), pz + (s.z > 1.6 ? 18 : -7), `z = ${num(s.z)}`, s.x > 0 ? "start" : "end");
  p.text("lab k-input", px + (s.x > 0 ? -7 : 7), s.z > 0 ? y(-FAR) : y(FAR) + 10, `x = ${num(s.x)}`, s.x > 0 ? "end" : "start");
  return { scales: [x, y], handles: { point: [px, pz] } };
}

const quotient = (name, moved, partial, q, value) => [
  ["(", cell(moved, (s) => num(value(s), 4), { width: "5.2em", kind: "plain" }), "−", cell("f(x, z)", (s, v) => par(v.f, 4), { width: "5em", kind: "plain" }), ")"],
  ["/", cell("h", (s) => num(s.h), { width: "2.4em", kind: "plain" })],
  ["=", cell('"quotient"', (s, v) => num(v[q]), { name: q, width: "4.4em", kind: "plain" }), "→", cell(`∂f/∂${name}`, (s, v) => num(v[partial]), { name: partial, width: "3.2em", kind: "delta" })],
];

/** @type {Definition} */
export default {
  name: "slices",
  title: "Hold one, move the other",
  predict: "Drag the point across to $x = −2$, and keep $z = 1$. What becomes of the slope along $x$, and what of the slope along $z$? Which of the two slices stays a straight line wherever you go?",
  see: "A partial derivative is an ordinary slope, that of a slice: hold $z$ and walk along $x$ for $∂f/∂x$; hold $x$ and walk along $z$ for $∂f/∂z$. The dashed line through two points turns into the tangent as $h$ shrinks.",
  layout: "two",
  state: ["surface", "x", "z", "h"],
  choices: [surfaceChoice],

  pictures: [
    {
      key: "slices",
      caption: "Both slices, on one scale of $f$",
      height: (width) => Math.min(400, 0.9 * width),
      draw: drawSlices,
      alt: (s, v) =>
        `Two curves. With z = ${num(s.z)} held, f over x has the slope ${num(v.f_x)} at x = ${num(s.x)}. ` +
        `With x = ${num(s.x)} held, f over z has the slope ${num(v.f_z)} at z = ${num(s.z)}. There f = ${num(v.f)}.`,
    },
    {
      key: "map",
      side: true,
      caption: "The two cuts on the map; drag the point",
      height: (width) => Math.min(width, 250),
      draw: drawMap,
      alt: (s) => `Contours of f = ${SURFACES[s.surface].markup} with a cut at z = ${num(s.z)} and one at x = ${num(s.x)}.`,
      handles: [pointHandle],
    },
  ],

  values(s) {
    const surface = SURFACES[s.surface];
    const f = surface.f(s.x, s.z);
    return {
      f,
      f_x: surface.f_x(s.x, s.z),
      f_z: surface.f_z(s.x, s.z),
      q_x: (surface.f(s.x + s.h, s.z) - f) / s.h,
      q_z: (surface.f(s.x, s.z + s.h) - f) / s.h,
    };
  },

  readout: [
    quotient("x", "f(x + h, z)", "f_x", "q_x", (s) => SURFACES[s.surface].f(s.x + s.h, s.z)),
    quotient("z", "f(x, z + h)", "f_z", "q_z", (s) => SURFACES[s.surface].f(s.x, s.z + s.h)),
  ],

  say(s, v) {
    const [dx, dz] = [v.q_x - v.f_x, v.q_z - v.f_z];
    const off = (name, d) => (Math.abs(d) < 1e-9 ? `exact along $${name}$, where the slice is straight` : `${num(Math.abs(d), 3)} too ${d > 0 ? "large" : "small"} along $${name}$`);
    const error = `With $h = ${num(s.h)}$ the quotient is ${off("x", dx)}, and ${off("z", dz)}.`;
    const flat = (d) => Math.abs(d) < 1e-9;
    if (flat(v.f_x) && flat(v.f_z)) return `**Both slopes are 0:** the point lies on level ground along $x$ and along $z$. ${error}`;
    const [size_x, size_z] = [Math.abs(v.f_x), Math.abs(v.f_z)];
    const steeper = flat(size_x - size_z) ? "Equally steep both ways" : `Steeper along ${size_x > size_z ? "x" : "z"}`;
    return `**${steeper}:** $∂f/∂x = ${num(v.f_x)}$, $∂f/∂z = ${num(v.f_z)}$. ${error}`;
  },

  python(s) {
    const [f, f_x, f_z] = SURFACES[s.surface].python;
    return [
      "import numpy as np",
      "",
      "",
      "def function(x, z):",
      `    return ${f}`,
      "",
      "",
      `x, z = ${py(s.x)}, ${py(s.z)}`,
      `h = ${py(s.h)}`,
      "",
      "f = function(x, z)",
      `f_x = ${f_x}  # z held, equation (5.1a)`,
      `f_z = ${f_z}  # x held`,
      "q_x = (function(x + h, z) - f) / h",
      "q_z = (function(x, z + h) - f) / h",
      "too_large = np.array([q_x - f_x, q_z - f_z])  # by so much; shrinks with h",
      "",
    ].join("\n");
  },
};
