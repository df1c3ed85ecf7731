// Two slices through a surface: hold one input, move the other, and read off a slope in the plane.
import { axes } from "./js/axes.js";
import { num, par, py } from "./js/numbers.js";
import { plane } from "./js/plane.js";
import { scale } from "./js/plot.js";
import { cell } from "./js/readout.js";
import { SURFACES, SURFACE_SIDE, pointHandle, surfaceChoice, surfaceMap } from "./js/surfaces.js";

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
    {
      name: "x",
      here: [s.x, v.f],
      slope: v.f_x,
      secant: v.q_x,
      curve: (t) => f(t, s.z),
      title: `f(x, ${num(s.z)})`,
      left: 30,
    },
    {
      name: "z",
      here: [s.z, v.f],
      slope: v.f_z,
      secant: v.q_z,
      curve: (t) => f(s.x, t),
      title: `f(${num(s.x)}, z)`,
      left: 30 + half + gap,
    },
  ].map((plot) => ({ ...plot, a: axes(p, scale(-FAR, FAR, plot.left, plot.left + half), y) }));
  for (const { a, name, title, curve } of plots) {
    for (let t = Math.ceil(low / tick) * tick; t <= high; t += tick) {
      a.line(t === 0 ? "axis" : "gridl", [-FAR, t], [FAR, t], { clear: false });
      if (name === "x") a.text("tick", [-FAR, t], num(t, 0), [-6, 4], "end");
    }
    for (const t of [-2, 0, 2]) a.text("tick", [t, low], num(t, 0), [0, 18], "middle");
    a.text("lab k-input", [FAR, low], name, [0, 18], "end");
    a.text("lab small", [0, high], title, [0, -14], "middle");
    a.curve("curve", curve);
  }
  const [first, second] = plots.map(({ a, here }) => a.at(here));
  p.line("mark thin dash k-plain", ...first, ...second);
  plots.forEach((plot) => drawSlopes(plot, s.h));
  p.text("lab small quiet", 2, 18, "f");
}

/** Tangent and secant of one slice, and the point. */
function drawSlopes({ a, here, slope, secant, curve, name }, h) {
  const [at, f] = here;
  const line = (classes, gradient, options) =>
    a.series(
      classes,
      [-FAR, FAR].map((t) => [t, f + gradient * (t - at)]),
      options,
    );
  if (Math.abs(slope - secant) > 0.02 || h > 0.3) {
    line("mark thin dash k-plain", secant, { clear: false });
    a.dot("dotm hollow k-plain", [at + h, curve(at + h)], 4);
  }
  line("mark k-delta", slope);
  a.dot("dotm k-input", here, 6);
  // Over half of the way along the tangent to the edge that is further away.
  const way = at > 0 ? -FAR - at : FAR - at;
  const [low, high] = a.y.domain;
  const rise = slope * way;
  const part = 0.55 * Math.min(1, rise ? ((rise > 0 ? high : low) - f) / rise : 1);
  const text = a.x.range[1] - a.x.range[0] > 165 ? `∂f/∂${name} = ${num(slope)}` : num(slope);
  a.label("lab k-delta", [at + part * way, f + part * rise], text, {
    towards: slope > 0 === at > 0 ? 2.2 : 0.9,
    gap: 8,
  });
}

function drawMap(p, s, v) {
  const a = plane(p, [-SURFACE_SIDE, SURFACE_SIDE]);
  surfaceMap(a, { ...SURFACES[s.surface], tags: [] }, v.f);
  a.line("mark k-input", [-FAR, s.z], [FAR, s.z]);
  a.line("mark k-input", [s.x, -FAR], [s.x, FAR]);
  a.dot("solid k-plain", [s.x + s.h, s.z], 3.5);
  a.dot("solid k-plain", [s.x, s.z + s.h], 3.5);
  const [left, below] = [s.x > 0, s.z > 0]; // where there is more room
  a.text("lab k-input", [left ? -FAR : FAR, s.z], `z = ${num(s.z)}`, [0, s.z > 1.6 ? 18 : -7], left ? "start" : "end");
  a.text(
    "lab k-input",
    [s.x, below ? -FAR : FAR],
    `x = ${num(s.x)}`,
    [left ? -7 : 7, below ? 0 : 10],
    left ? "end" : "start",
  );
  return { scales: [a.x, a.y], handles: { point: a.at([s.x, s.z]) } };
}

const quotient = (name, moved, partial, q, value) => [
  [
    "(",
    cell(moved, (s) => num(value(s), 4), { width: "5.2em", kind: "plain" }),
    "−",
    cell("f(x, z)", (s, v) => par(v.f, 4), { width: "5em", kind: "plain" }),
    ")",
  ],
  ["/", cell("h", (s) => num(s.h), { width: "2.4em", kind: "plain" })],
  [
    "=",
    cell('"quotient"', (s, v) => num(v[q]), { name: q, width: "4.4em", kind: "plain" }),
    "→",
    cell(`∂f/∂${name}`, (s, v) => num(v[partial]), { name: partial, width: "3.2em", kind: "delta" }),
  ],
];

/** @type {Definition} */
export default {
  name: "slices",
  title: "Hold one, move the other",
  predict:
    "Drag the point across to $x = −2$, and keep $z = 1$. What becomes of the slope along $x$, and what of the slope along $z$? Which of the two slices stays a straight line wherever you go?",
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
      alt: (s) =>
        `Contours of f = ${SURFACES[s.surface].markup} with a cut at z = ${num(s.z)} and one at x = ${num(s.x)}.`,
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
    const off = (name, d) =>
      Math.abs(d) < 1e-9
        ? `exact along $${name}$, where the slice is straight`
        : `${num(Math.abs(d), 3)} too ${d > 0 ? "large" : "small"} along $${name}$`;
    const error = `With $h = ${num(s.h)}$ the quotient is ${off("x", dx)}, and ${off("z", dz)}.`;
    const flat = (d) => Math.abs(d) < 1e-9;
    if (flat(v.f_x) && flat(v.f_z))
      return `**Both slopes are 0:** the point lies on level ground along $x$ and along $z$. ${error}`;
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
