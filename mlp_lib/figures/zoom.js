// The magnifying glass: the same window, 10^m times smaller, on a curve and on its tangent.
import { axes } from "./js/axes.js";
import { num, par, py, small } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

// `reach` is half the width of the window at magnification 1, `steep` its height over its width, at least.
// Products instead of powers: the same roundings here and in Python, which count once h is small.
const CURVES = {
  parabola: {
    label: "30(x − 2)²",
    start: 3,
    reach: 2,
    steep: 150,
    top: 780,
    bottom: -40,
    ticks: [0, 250, 500, 750],
    f: (x) => 30 * (x - 2) * (x - 2),
    slope: (x) => 60 * (x - 2),
    python: ["numpy as np", "30 * (x - 2) * (x - 2)", "60 * (x0 - 2)"],
  },
  sine: {
    label: "sin x",
    start: 1,
    reach: 4,
    steep: 0.5,
    top: 1.5,
    bottom: -1.5,
    ticks: [-1, 0, 1],
    f: Math.sin,
    slope: Math.cos,
    python: ["math", "math.sin(x)", "math.cos(x0)"],
  },
  corner: {
    label: "|x|",
    start: 0,
    reach: 2,
    steep: 1.25,
    top: 5.4,
    bottom: -0.6,
    ticks: [0, 2, 4],
    f: Math.abs,
    slope: (x) => (x === 0 ? null : Math.sign(x)),
    python: ["numpy as np", "np.abs(x)", "np.sign(x0)"],
  },
};
const [LEFT, RIGHT] = [-3, 5];

function values(s) {
  const { f, slope, reach } = CURVES[s.curve];
  const h = reach / 10 ** s.m;
  const m = slope(s.x0);
  const [before, here, after] = [f(s.x0 - h), f(s.x0), f(s.x0 + h)];
  const sides = {
    h,
    before,
    here,
    after,
    forward: (after - here) / h,
    backward: (here - before) / h,
    central: (after - before) / (2 * h),
  };
  if (m === null) return sides;
  const gap = Math.max(Math.abs(after - here - h * m), Math.abs(before - here + h * m));
  return { ...sides, slope: m, gap, gap_over_h: gap / h };
}

const height = (s, v) => Math.max(CURVES[s.curve].steep, 1.25 * Math.abs(v.slope ?? 0)) * v.h; // half of the window's
const digits = (size) => clamp(Math.ceil(-Math.log10(size)) + 1, 1, 7);

// ---- the window
function drawWindow(p, s, v) {
  const { f } = CURVES[s.curve];
  const tall = height(s, v);
  // in units of h around x_0, and of half the window's height around f(x_0)
  const a = axes(p, scale(-1, 1, 70, p.W - 16), scale(-1, 1, p.H - 42, 14));
  const rise = (value) => (value - v.here) / tall;
  for (const u of [-1, -0.5, 0, 0.5, 1]) {
    a.line("gridl", [u, -1], [u, 1], { clear: false });
    a.line("gridl", [-1, u], [1, u], { clear: false });
  }
  a.frame();
  for (const u of [-1, 0, 1]) {
    a.text("tick", [u, -1], num(s.x0 + u * v.h, Math.max(2, digits(v.h))), [0, 16], u > 0 ? "end" : "middle");
    a.text("tick", [-1, u], num(v.here + u * tall, digits(tall)), [-6, 4], "end");
    a.text("lab k-input small", [u, -1], ["x_0 − h", "x_0", "x_0 + h"][u + 1], [0, 33], u > 0 ? "end" : "middle");
  }

  a.line("mark thin dash k-plain", [-1, rise(v.before)], [1, rise(v.after)]);
  a.curve("mark k-act", (u) => rise(f(s.x0 + u * v.h)), { n: 120 });
  if ("slope" in v) {
    const tangent = (u) => (u * v.h * v.slope) / tall;
    a.line("mark k-delta", [-1, tangent(-1)], [1, tangent(1)]);
    const side = Math.abs(rise(v.after) - tangent(1)) > 0.999 * Math.abs(rise(v.before) - tangent(-1)) + 1e-9 ? 1 : -1;
    const [from, to] = [tangent(side), rise(side > 0 ? v.after : v.before)].map((value) => clamp(value, -1, 1));
    if (Math.abs(a.y(from) - a.y(to)) > 3) {
      a.line("mark k-pred", [side, from], [side, to], { clear: false });
      a.label("lab k-pred", [side, (from + to) / 2], `"gap" ${readable(v.gap)}`, {
        towards: side > 0 ? Math.PI : 0,
        gap: 8,
      });
    }
    a.label("lab k-delta", [-side * 0.6, tangent(-side * 0.6)], `"tangent, slope" ${num(v.slope)}`, {
      towards: v.slope > 0 === side > 0 ? -1.2 : 1.2,
      gap: 8,
    });
  }
  a.text("lab small quiet", [-1, 1], `× ${times(s)}`, [8, 18]);
  a.dot("dotm k-input", [0, 0], 6);
  const mid = [0, rise((v.before + v.after) / 2)];
  if (Math.abs(a.y(mid[1]) - a.y(0)) > 14 && Math.abs(mid[1]) < 1)
    a.label("lab small quiet", mid, `"chord, slope" ${num(v.central)}`, { towards: mid[1] > 0 ? 1.8 : -1.8, gap: 6 });
}

// ---- the whole curve, with the window on it
function drawWhole(p, s, v) {
  const { f, top, bottom, ticks } = CURVES[s.curve];
  const a = axes(p, scale(LEFT, RIGHT, 30, p.W - 10), scale(bottom, top, p.H - 24, 8));
  a.yGrid(ticks);
  a.xAxis([-2, 0, 2, 4]);
  const across = [s.x0 - v.h, s.x0 + v.h].map((x) => clamp(x, LEFT, RIGHT));
  const up = [v.here - height(s, v), v.here + height(s, v)].map((y) => clamp(y, bottom, top));
  a.band("k-plain soft", across, up);
  a.band("mark thin k-plain", across, up);
  a.curve("mark k-act", f, { n: 80 });
  const here = [s.x0, v.here];
  a.dot("dotm k-input", here, 6);
  return { scales: [a.x, a.y], handles: { x0: a.at(here) } };
}

// ---- words
const readable = (value) =>
  value < 1e-12 ? "0" : value >= 0.01 ? num(value, value >= 100 ? 1 : value >= 1 ? 2 : 4) : small(value, 2);
const times = (s) => num(10 ** s.m, s.m > 0 && s.m < 1 ? 1 : 0);
function say(s, v) {
  if (!("slope" in v))
    return `**Magnified ${times(s)} times, the corner is as sharp as before:** slope ${num(v.backward)} on the left, ${num(v.forward)} on the right. The chord says ${num(v.central)}, but there is no tangent.`;
  if (v.gap < 1e-12) return `**Straight:** the corner at 0 lies outside the window, and $f′(x_0) = ${num(v.slope)}$.`;
  if (s.curve === "corner")
    return `**Not straight yet:** the corner at 0 is in the window. It leaves it as soon as $h < ${num(Math.abs(s.x0))}$.`;
  const share = v.gap / height(s, v);
  const gap = `At the edge the curve is ${readable(v.gap)} off its tangent: $"gap"/h = ${readable(v.gap_over_h)}$`;
  if (share > 0.01) return `**Still curved.** ${gap}. Zoom in tenfold: what happens to either number?`;
  return `**Straight to the eye,** magnified ${times(s)} times. ${gap}.`;
}

const shown = (s, v, value) => num(value, digits(height(s, v)) + 1);

/** @type {Definition} */
export default {
  name: "zoom",
  title: "Zoom in until it is straight",
  predict:
    "You zoom in on the point: both axes ten times closer. How many times smaller does the gap between curve and tangent become, and how many times smaller the gap divided by $h$? What happens at the corner of $|x|$?",
  see: "A smooth curve becomes its tangent: the gap falls like $h²$, while $h$ itself falls only like $h$. What remains is one number, the slope. At the corner of $|x|$ nothing changes under the glass: it has no slope there.",
  layout: "two",
  state: ["curve", "x0", "m"],
  choices: [
    {
      trait: "curve",
      label: "Curve",
      text: (name) => CURVES[name].label,
      also: (s, value) => ({ x0: CURVES[value].start }),
    },
  ],

  pictures: [
    {
      key: "window",
      caption:
        "Magnified $10^m$ times: the curve within $h$ of $x_0$ (green), its tangent there, and the chord from edge to edge (dashed)",
      height: (width) => clamp(width * 0.95, 320, 430),
      draw: drawWindow,
      alt: (s, v) =>
        `The curve ${CURVES[s.curve].label} from ${num(s.x0 - v.h, digits(v.h))} to ${num(s.x0 + v.h, digits(v.h))}. ` +
        ("slope" in v
          ? `Tangent of slope ${num(v.slope)}, gap at the edge ${readable(v.gap)}.`
          : "A corner, no tangent."),
    },
    {
      key: "whole",
      side: true,
      caption: "The window on the whole curve; drag the point",
      height: (width, figureWidth) => (figureWidth >= 620 ? 190 : 150),
      draw: drawWhole,
      alt: (s) => `The whole curve ${CURVES[s.curve].label} with the window at x0 = ${num(s.x0)}.`,
      handles: [
        {
          key: "x0",
          kind: "input",
          label: "x0 on the curve, move with the arrow keys",
          traits: ["x0"],
          axis: "x",
          at: (s) => [s.x0, CURVES[s.curve].f(s.x0)],
          describe: (s) => `x0 ${num(s.x0)}`,
        },
      ],
    },
  ],

  values,

  readout: [
    [
      [cell("f(x_0 + h)", (s, v) => shown(s, v, v.after), { name: "after", width: "6.2em", kind: "act" })],
      ["≈", cell("f(x_0)", (s, v) => shown(s, v, v.here), { name: "here", width: "5.4em", kind: "act" })],
      [
        "+",
        cell("h", (s, v) => num(v.h, digits(v.h) + 1), { name: "h", width: "4.4em" }),
        "·",
        cell("f′(x_0)", (s, v) => ("slope" in v ? par(v.slope) : "none"), { name: "slope", width: "4.6em" }),
      ],
    ],
    [
      [cell('"gap"', (s, v) => ("gap" in v ? readable(v.gap) : "none"), { name: "gap", width: "4.4em", kind: "pred" })],
      [
        cell('"gap"/h', (s, v) => ("gap" in v ? readable(v.gap_over_h) : "none"), {
          name: "gap_over_h",
          width: "4.6em",
          kind: "pred",
        }),
      ],
    ],
    [
      [cell('"slope of the chord"', (s, v) => num(v.central, 4), { name: "central", width: "8.2em" }), "="],
      [
        cell(
          "(f(x_0 + h) − f(x_0 − h)) / 2h",
          (s, v) =>
            `(${shown(s, v, v.after)} − ${par(v.before, digits(height(s, v)) + 1)}) / (2·${num(v.h, digits(v.h) + 1)})`,
          { width: "15em", kind: "act" },
        ),
      ],
    ],
  ],

  say,

  python(s, v) {
    const [library, f, slope] = CURVES[s.curve].python;
    return [
      `import ${library}`,
      "",
      "",
      "def f(x):",
      `    return ${f}`,
      "",
      "",
      `x0, h = ${py(s.x0)}, ${py(v.h)}`,
      library === "math"
        ? "before, here, after = f(x0 - h), f(x0), f(x0 + h)"
        : "before, here, after = f(x0 + np.array([-h, 0, h]))",
      "forward, backward = (after - here) / h, (here - before) / h",
      "central = (after - before) / (2 * h)  # equation (4.2b)",
      ...("slope" in v
        ? [
            "",
            `slope = ${slope}  # of the tangent`,
            "gap = max(abs(after - here - h * slope), abs(before - here + h * slope))",
            "gap_over_h = gap / h  # goes to 0 with h, equation (4.1b)",
          ]
        : ["# one side says 1, the other -1: no derivative"]),
      "",
    ].join("\n");
  },
};
