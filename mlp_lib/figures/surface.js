// The compass on a surface: the slope in the direction u, the gradient, and the contours of f.
import { axes } from "./js/axes.js";
import { num, par, py } from "./js/numbers.js";
import { plane, rightAngle } from "./js/plane.js";
import { scale } from "./js/plot.js";
import { cell } from "./js/readout.js";
import { SURFACES, SURFACE_SIDE, once, pointHandle, rim, sampled, surfaceChoice, surfaceMap } from "./js/surfaces.js";

const R = SURFACE_SIDE;
const TURN = Math.PI / 180;
const TINY = 1e-9; // below this a slope counts as 0
const all = (s) => s.directions === "all"; // or only the one that the reader has turned to
const arrow = (s, v) => all(s) && v.norm > TINY;

/** Drawn length of a gradient, in units of the plane: longer for a longer one, but bounded. */
const drawn = (length) => (1.8 * length) / (5 + length);

function drawMap(p, s, v) {
  const a = plane(p, [-R, R]);
  const [point, turn, angle] = [[s.x, s.z], Math.atan2(v.f_z, v.f_x), s.angle * TURN];
  const there = (towards, length) => [s.x + length * Math.cos(towards), s.z + length * Math.sin(towards)];
  surfaceMap(a, SURFACES[s.surface], v.f);
  rim(a, ["x", "z"], [-3, -2, -1, 1, 2, 3], "k-input");

  const [cx, cy] = a.handle(point);
  const unit = a.x(1) - a.x(0);
  p.put("circle", "mark thin k-plain", { cx, cy, r: unit, opacity: 0.45 });
  const tip = there(angle, 1);
  if (arrow(s, v)) {
    const top = there(turn, drawn(v.norm));
    const shadow = (drawn(v.norm) * v.slope) / v.norm;
    const foot = there(angle, shadow);
    a.line("mark thin dash k-delta", top, foot, { cut: false });
    rightAngle(p, a.at(point), turn + Math.PI / 2, "k-delta", 9);
    a.arrow("k-plain", point, tip);
    a.arrow("k-delta", point, top, { head: 12 });
    if (Math.abs(shadow) * unit > 4)
      a.line("k-delta", point, foot, {
        cut: false,
        clear: false,
        style: "stroke: var(--g); stroke-width: 6px; stroke-opacity: .45",
      });
    a.label("lab k-delta", top, "∇f", { towards: turn, gap: 7 });
  } else a.arrow("k-plain", point, tip);
  const away = angle + (arrow(s, v) && Math.sin(angle - turn) > 0 ? 0.5 : -0.5);
  a.label("lab k-plain", tip, "\\u", { towards: away, gap: 7 });
  a.label("lab k-plain", point, `f = ${num(v.f)}`, { towards: (arrow(s, v) ? turn : angle) + Math.PI, gap: 15 });
  return { scales: [a.x, a.y], handles: { point: [cx, cy] } };
}

/** The surface as a hillside, looked at from the lower edge of the map. */
function drawHill(p, s, v) {
  const { f, look } = SURFACES[s.surface];
  const n = 14;
  const { xs, ys, rows } = once(`${s.surface} hill`, () => sampled(f, [-R, R], [-R, R], n));
  const [low, high] = once(`${s.surface} heights`, () => [Math.min(...rows.flat()), Math.max(...rows.flat())]);
  const [cos, sin] = [Math.cos(-22 * TURN), Math.sin(-22 * TURN)];
  const [lift, flat] = [Math.cos(look.tilt * TURN), Math.sin(look.tilt * TURN)];
  const size = Math.min(p.W / 10, p.H / (9.4 * flat + 2 * look.rise * lift + 0.4));
  const height = (value) => look.rise * ((2 * (value - low)) / (high - low) - 1);
  const at = (a, b, value) => [
    p.W / 2 + size * (a * cos - b * sin),
    p.H / 2 - size * ((a * sin + b * cos) * flat + height(value) * lift),
  ];
  const faces = once(`${s.surface} faces ${p.W} ${p.H}`, () => {
    const list = [];
    for (let j = 0; j < n; j++)
      for (let i = 0; i < n; i++) {
        const corners = [
          [i, j],
          [i + 1, j],
          [i + 1, j + 1],
          [i, j + 1],
        ].map(([k, l]) => at(xs[k], ys[l], rows[l][k]));
        const middle = (rows[j][i] + rows[j + 1][i + 1]) / 2;
        list.push({ far: xs[i] * sin + ys[j] * cos, corners, tint: 6 + (30 * (middle - low)) / (high - low) });
      }
    return list
      .sort((a, b) => b.far - a.far)
      .map(({ corners, tint }) => ({
        points: corners.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(" "),
        style: `fill: color-mix(in srgb, var(--mm-control) ${tint.toFixed(0)}%, var(--mm-page)); stroke: var(--mm-control); stroke-width: .6px; stroke-opacity: .55`,
      }));
  });
  for (const face of faces) p.put("polygon", "soft k-plain", face);

  const [ux, uz] = v.u;
  const line = (t) => [s.x + t * ux, s.z + t * uz, v.f + t * v.slope];
  p.line("mark k-delta", ...at(...line(-1)), ...at(...line(0)));
  p.arrow("k-delta", ...at(...line(0)), ...at(...line(1)), { head: 11 });
  p.dot("dotm k-input", ...at(s.x, s.z, v.f), 6);
  p.text("lab k-input", ...shifted(at(0, -R, f(0, -R)), -10, 20), "x", "middle");
  p.text("lab k-input", ...shifted(at(R, 0, f(R, 0)), 14, 14), "z", "middle");
}

const shifted = (/** @type {Place} */ [a, b], da, db) => [a + da, b + db];

/** D_u f over the angle of u: a cosine whose height is the length of the gradient. */
function drawCosine(p, s, v, limits) {
  const { f_x, f_z } = SURFACES[s.surface];
  const corner = [limits.x.max, limits.z.max];
  const most = Math.ceil(Math.hypot(f_x(...corner), f_z(...corner)));
  const a = axes(p, scale(-180, 180, 36, p.W - 12), scale(-most, most, p.H - 26, 12));
  const turn = Math.atan2(v.f_z, v.f_x);
  const along = (t) => v.norm * Math.cos(t * TURN - turn);
  const tick = most > 12 ? 10 : 5;
  a.yGrid([-tick, 0, tick]);
  a.line("axis", [-180, 0], [180, 0], { clear: false });
  for (const t of [-180, -90, 0, 90, 180])
    a.text("tick", [t, -most], `${num(t, 0)}°`, [0, 18], t === 180 ? "end" : "middle");
  if (all(s)) a.curve("mark k-delta", along);
  const [here, best] = [
    [s.angle, v.slope],
    [turn / TURN, v.norm],
  ];
  if (arrow(s, v)) {
    a.line("mark thin dash k-delta", [best[0], 0], best, { clear: false });
    a.dot("solid k-delta", best, 4);
  }
  a.line("mark thin dash k-plain", [s.angle, -most], [s.angle, most], { clear: false });
  a.dot("dotm k-delta", here, 6);
  a.label("lab k-delta", here, num(v.slope), { towards: s.angle > 60 ? Math.PI - 0.6 : 0.6, gap: 9 });
  if (arrow(s, v)) a.label("lab small k-delta", best, "‖∇f‖", { towards: turn > 1.6 ? Math.PI - 0.5 : 0.5, gap: 8 });
}

const has = (v) => "cosine" in v;
const wrapped = (degrees) => (degrees > 180 ? degrees - 360 : degrees <= -180 ? degrees + 360 : degrees);
const uphill = (s) => {
  const { f_x, f_z } = SURFACES[s.surface];
  const [gx, gz] = [f_x(s.x, s.z), f_z(s.x, s.z)];
  return Math.hypot(gx, gz) > TINY ? Math.atan2(gz, gx) / TURN : null;
};

/** @type {Definition} */
export default {
  name: "surface",
  title: "A slope in every direction",
  predict:
    "Stand at one point and turn the direction $\\u$ once round. In how many directions is the slope 0, and how do they lie to the steepest one? Then show all directions.",
  see: "The slope $D_u f$ is the shadow of $∇f$ on $\\u$: over the angle a cosine, largest along $∇f$, its negative against it, and 0 at right angles, which is along the contour. Where contours are dense, $∇f$ is long.",
  layout: "two",
  state: ["surface", "x", "z", "angle", "directions"],
  choices: [
    surfaceChoice,
    {
      trait: "directions",
      label: "Show",
      text: (directions) => ({ one: "one direction", all: "all directions and ∇f" })[directions],
    },
  ],
  actions: [
    { label: "u along ∇f", when: (s) => all(s) && uphill(s) !== null, run: (s) => ({ angle: uphill(s) }) },
    {
      label: "u along the contour",
      when: (s) => all(s) && uphill(s) !== null,
      run: (s) => ({ angle: wrapped(uphill(s) - 90) }),
    },
  ],

  pictures: [
    {
      key: "map",
      caption: "Contours of $f$; the arrow $∇f$ is drawn short",
      height: (width) => Math.min(width, 460),
      draw: drawMap,
      alt: (s, v) =>
        `Contours of f = ${SURFACES[s.surface].markup}. At (${num(s.x)}, ${num(s.z)}) f is ${num(v.f)}${all(s) ? `, the gradient (${num(v.f_x)}, ${num(v.f_z)}) stands at a right angle to the contour` : ""}. In the direction at ${num(s.angle, 0)} degrees the slope is ${num(v.slope)}.`,
      handles: [pointHandle],
    },
    {
      key: "hill",
      side: true,
      height: (width, figureWidth) => (figureWidth >= 620 ? 196 : 220),
      draw: drawHill,
      alt: (s, v) =>
        `The surface as a hillside with the point on it. Its tangent in the direction u ${v.slope >= 0 ? "rises" : "falls"} by ${num(Math.abs(v.slope))} per unit.`,
    },
    {
      key: "cosine",
      side: true,
      caption: "The slope $D_u f$ over the angle $φ$ of $\\u$",
      height: () => 132,
      draw: drawCosine,
      alt: (s, v) =>
        `${all(s) ? `A cosine of height ${num(v.norm)}; at` : "At"} ${num(s.angle, 0)} degrees the slope is ${num(v.slope)}.`,
    },
  ],

  values(s) {
    const surface = SURFACES[s.surface];
    const [f_x, f_z] = [surface.f_x(s.x, s.z), surface.f_z(s.x, s.z)];
    const u = [Math.cos(s.angle * TURN), Math.sin(s.angle * TURN)];
    const norm = Math.hypot(f_x, f_z);
    const slope = f_x * u[0] + f_z * u[1];
    return { f: surface.f(s.x, s.z), f_x, f_z, norm, u, slope, ...(norm > TINY ? { cosine: slope / norm } : {}) };
  },

  readout: [
    [
      [cell("D_u f", (s, v) => num(v.slope), { name: "slope", width: "3.4em", kind: "delta" }), "="],
      [
        cell("∂f/∂x", (s, v) => num(v.f_x), { name: "f_x", width: "3.4em", kind: "delta" }),
        "·",
        cell("u_x", (s, v) => par(v.u[0], 3), { width: "4em", kind: "plain" }),
      ],
      [
        "+",
        cell("∂f/∂z", (s, v) => par(v.f_z), { name: "f_z", width: "4em", kind: "delta" }),
        "·",
        cell("u_z", (s, v) => par(v.u[1], 3), { width: "4em", kind: "plain" }),
      ],
    ],
    [
      [
        cell("D_u f", (s, v) => num(v.slope), { name: "slope", width: "3.4em", kind: "delta" }),
        "=",
        cell("‖∇f‖", (s, v) => (all(s) ? num(v.norm) : "…"), { name: "norm", width: "3.4em", kind: "delta" }),
      ],
      [
        "·",
        cell('"cosine of the angle between"', (s, v) => (has(v) ? (all(s) ? par(v.cosine, 3) : "…") : "–"), {
          name: "cosine",
          width: "12.6em",
          kind: "plain",
        }),
      ],
    ],
  ],

  say(s, v) {
    const place = `At $(${num(s.x)}, ${num(s.z)})$ `;
    if (!has(v))
      return `**The gradient is 0 here.** The slope is 0 in every direction, so none of them is the steepest, and $∇f$ has no direction.`;
    const step = `${place}a small step $h$ along $\\u$ changes $f$ by about ${num(v.slope)}$h$.`;
    const way = v.slope > 0 ? "Uphill" : "Downhill";
    if (!all(s)) return `**${Math.abs(v.cosine) < 0.01 ? "As good as level" : way}.** ${step}`;
    if (v.cosine > 1 - 1e-9)
      return `**The steepest way up.** ${place}no direction rises faster than along $∇f$: $D_u f = ‖∇f‖ = ${num(v.norm)}$.`;
    if (v.cosine < 1e-9 - 1) return `**The steepest way down,** straight against $∇f$: $D_u f = −${num(v.norm)}$.`;
    if (Math.abs(v.cosine) < 1e-9)
      return `**Along the contour.** ${place}$\\u$ is at a right angle to $∇f$: the slope is 0, $f$ does not change at first.`;
    return `**${way}.** ${step} Steepest is ${num(v.norm)}, at ${num(Math.atan2(v.f_z, v.f_x) / TURN, 0)}°.`;
  },

  python(s, v) {
    const [f, f_x, f_z] = SURFACES[s.surface].python;
    return [
      "import numpy as np",
      "",
      `x, z = ${py(s.x)}, ${py(s.z)}`,
      `angle = np.deg2rad(${py(s.angle)})`,
      "",
      `f = ${f}`,
      `f_x = ${f_x}`,
      `f_z = ${f_z}`,
      "gradient = np.array([f_x, f_z])  # equation (5.2)",
      "norm = np.linalg.norm(gradient)",
      "u = np.array([np.cos(angle), np.sin(angle)])  # of length 1",
      "slope = gradient @ u  # D_u f, equation (5.3)",
      ...(has(v) ? ["cosine = slope / norm  # of the angle between, equation (5.4d)"] : []),
      "",
    ].join("\n");
  },
};
