// The activation explorer: the function above, its derivative below, at the same z.
import { axes, tickLabel } from "./js/axes.js";
import { ACTIVATIONS } from "./js/maths.js";
import { num, par, py, small } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";

const Z = 6; // half the width of the frame
const FLAT = 0.05; // a slope below this counts as saturated
const bell = (z) => Math.exp((z * z) / -2) / Math.sqrt(2 * Math.PI);
/**
 * The activations on offer: range and ticks of the upper picture, equation, where the slope rises above FLAT for good
 * (edges of what is saturated), range of the lower picture, and the derivative in symbols (maths markup) and in
 * numbers (plain text).
 */
const SHOWN = {
  step: {
    label: "step",
    low: -0.25,
    high: 1.25,
    ticks: [0, 1],
    symbol: "'step'(z)",
    tag: "(1.3a)",
    rule: () => ["'step'′(z)", "0 where z ≠ 0"],
  },
  sigmoid: {
    label: "sigmoid",
    low: -0.25,
    high: 1.25,
    ticks: [0, 0.5, 1],
    symbol: "σ(z)",
    tag: "(2.1a)",
    edges: [-2.8872709503576206, 2.8872709503576206],
    rule: (v) => ["a·(1 − a)", `${num(v.a, 4)}·(1 − ${num(v.a, 4)})`],
  },
  tanh: {
    label: "tanh",
    low: -1.5,
    high: 1.5,
    ticks: [-1, 0, 1],
    symbol: "'tanh' z",
    tag: "(2.3a)",
    edges: [-2.178273311053526, 2.178273311053526],
    rule: (v) => ["1 − a²", `1 − ${par(v.a, 4)}²`],
  },
  relu: {
    label: "ReLU",
    low: -1.5,
    high: 6.2,
    ticks: [0, 2, 4, 6],
    symbol: "'relu'(z)",
    tag: "(2.4a)",
    edges: [0, Z],
    rule: () => ["[z > 0]", "1 where z > 0, else 0"],
  },
  leaky_relu: {
    label: "leaky ReLU",
    low: -1.5,
    high: 6.2,
    ticks: [0, 2, 4, 6],
    symbol: "'leaky relu'(z)",
    edges: [-Z, Z],
    rule: () => ["[z > 0] + 0.01·[z ≤ 0]", "1 where z > 0, else 0.01"],
  },
  gelu: {
    label: "GELU",
    low: -1.5,
    high: 6.2,
    ticks: [0, 2, 4, 6],
    symbol: "'gelu'(z)",
    edges: [-2.348606332179378, Z],
    slopes: [-0.2, 1.2],
    rule: (v, z) => ["Φ(z) + z·Φ′(z)", `${num(v.slope - z * bell(z), 4)} + ${par(z)}·${num(bell(z), 4)}`],
  },
};
const cornered = (kind) => kind.endsWith("relu");
/** Where the activation is saturated: [from, to] on the z axis. */
const bandsOf = ({ edges }) =>
  (edges
    ? [
        [-Z, edges[0]],
        [edges[1], Z],
      ]
    : [[-Z, Z]]
  ).filter(([from, to]) => to > from);
const flat = (s) => bandsOf(SHOWN[s.kind]).some(([from, to]) => from <= s.z && s.z <= to);
const show = (s, value) => num(value, s.kind === "step" ? 0 : s.kind === "relu" ? 2 : 4);

function draw(p, s, v) {
  const { f, slope } = ACTIVATIONS[s.kind];
  const { low, high, ticks, symbol, slopes: [bottom, top] = [0, 1.08] } = SHOWN[s.kind];
  const x = scale(-Z, Z, 44, p.W - 14);
  const middle = Math.round(p.H * 0.55);
  const above = axes(p, x, scale(low, high, middle - 26, 26));
  const below = axes(p, x, scale(bottom, top, p.H - 30, middle + 34));

  const bands = bandsOf(SHOWN[s.kind]);
  for (const band of bands) for (const a of [above, below]) a.band("band", band);
  above.yGrid(ticks);
  below.yGrid([0, 0.25, 0.5, 1]);
  above.line("axis", [0, low], [0, high], { clear: false });
  below.line("axis", [0, bottom], [0, top], { clear: false });
  above.line("axis", [-Z, 0], [Z, 0], { clear: false });
  below.xAxis([-6, -4, -2, 0, 2, 4, 6]);
  if (bottom < 0) below.line("axis", [-Z, 0], [Z, 0]);
  for (const m of bottom < 0 ? [FLAT, -FLAT] : [FLAT]) below.line("mark thin dash k-plain", [-Z, m], [Z, m]);
  p.text("lab k-act", 4, 15, symbol);
  p.text("lab k-delta", 4, middle + 18, s.kind === "step" ? "'step'′(z)" : `${symbol.replace(/\(z\)| z/, "")}′(z)`);
  below.text("lab k-act", [Z, FLAT], "z", [0, -7], "end");
  const centres = (bands.length ? bands : [[-Z, 0]])
    .filter(([from, to]) => to - from > 1)
    .flatMap(([from, to]) => (to - from > 5 ? [0.34, 0.66] : [0.5]).map((t) => from + t * (to - from)));
  const centre = centres.reduce((a, b) => (Math.abs(b - s.z) > Math.abs(a - s.z) + 0.5 ? b : a));
  const note = bands.length ? ['"saturated:"', `"slope" < ${FLAT}`] : ['"never quite flat:"', '"slope 0.01, not 0"'];
  note.forEach((text, i) => below.text("lab bare small quiet", [centre, 0.82], text, [0, 17 * i], "middle"));

  if (s.kind === "step") {
    above.line("mark k-act", [-Z, 0], [0, 0]);
    above.line("mark k-act", [0, 1], [Z, 1]);
    above.dot("dotm hollow k-act", [0, 0], 4);
    above.dot("solid k-act", [0, 1], 4);
    below.line("mark k-delta", [-Z, 0], [Z, 0]);
    below.dot("dotm hollow k-delta", [0, 0], 4.5);
  } else if (cornered(s.kind)) {
    const [left, right] = [slope(-1), slope(1)];
    above.series(
      "mark k-act",
      [-Z, 0, Z].map((z) => [z, f(z)]),
    );
    below.line("mark k-delta", [-Z, left], [0, left]);
    below.line("mark k-delta", [0, right], [Z, right]);
    below.line("mark thin dash k-delta", [0, left], [0, right]);
    below.dot("dotm hollow k-delta", [0, right], 4.5);
    below.dot("solid k-delta", [0, left], 4);
    below.text("lab small k-delta", [0, 0.7], `"any slope in" [${tickLabel(left)}, 1]`, [10, 0]);
  } else {
    above.curve("mark k-act", f);
    below.curve("mark k-delta", slope);
  }

  const [here, there] = [
    [s.z, v.a],
    [s.z, v.slope ?? 0],
  ];
  p.line("mark thin dash k-act", ...above.at(here), ...below.at(there));
  p.avoidLine(...above.at(here), ...below.at(there));
  if (s.z === 0 && cornered(s.kind))
    for (const m of [0.25, 0.5, 0.75, 1]) above.tangent("mark k-delta", here, m, 65, { opacity: 0.35, clear: false });
  if (slope(s.z) !== null) above.tangent("mark k-delta tangent", here, slope(s.z), 65);
  above.dot("dotm k-act", here, 7);
  if (v.slope !== undefined) below.dot("dotm k-delta", there, 6);
  const [near, far] = high > 2 ? (s.z > 0 ? [-0.6, Math.PI - 0.6] : [1.2, 1.2]) : s.z > 0 ? [-0.7, -2.4] : [2.4, 0.7];
  above.label("lab k-act", here, `a = ${show(s, v.a)}`, { towards: Math.abs(s.z) > 3 ? far : near, gap: 12 });
  const steep = slope(s.z) === null ? '"no slope"' : `"slope" ${show(s, slope(s.z))}`;
  below.label("lab k-delta", there, steep, { towards: (s.z > 3 ? 2.4 : 0.7) * (v.slope > 0.8 ? -1 : 1), gap: 10 });
  return { scales: [above.x, above.y], handles: { z: above.at(here) } };
}

function say(s, v) {
  if (s.kind === "step")
    return s.z === 0
      ? "**At the jump** the step function has no slope at all. Everywhere else its slope is 0."
      : "**Slope 0,** here and almost everywhere: a small change of $z$ changes nothing, so learning has no slope to follow.";
  if (cornered(s.kind) && s.z === 0)
    return `**At the corner** there is no tangent: any slope from ${tickLabel(s.kind === "relu" ? 0 : 0.01)} to 1 fits. The book takes ${tickLabel(v.slope)}.`;
  if (cornered(s.kind))
    return s.z > 0
      ? "**Switched on:** the slope is 1, so a change of $z$ passes unchanged, however large $z$ is."
      : s.kind === "relu"
        ? "**Switched off:** the slope is 0, so no change of $z$ gets through."
        : "**Almost off:** the slope is 0.01, so one hundredth of a change of $z$ gets through, but not nothing.";
  if (flat(s))
    return `**Saturated:** of a small change of $z$, only the fraction ${v.slope < 0 ? "−" : ""}${small(Math.abs(v.slope), 4)} gets through.`;
  if (Math.abs(v.slope) < FLAT)
    return `**At the bottom** the curve turns from falling to rising. Its slope is ${num(v.slope, 4)}, but only here.`;
  const word = v.slope < 0 ? "Falling" : "Responsive";
  return `**${word}:** a small change of $z$ reaches the output multiplied by ${num(v.slope, 4)}.`;
}

/** @type {Definition} */
export default {
  name: "activation",
  title: "Activations and their slopes",
  predict:
    "At its steepest the sigmoid has the slope ¼. How much of that is left at $z = 4$? And which of the other functions still has a slope to speak of there, and at $z = −4$?",
  see: "The sigmoid's slope is never above 1/4 and soon almost 0: it saturates on both sides. Tanh reaches 1, but saturates too. ReLU keeps the slope 1 for every $z > 0$ and has none to give below. The step function has slope 0 wherever it has one.",
  layout: "one",
  state: ["kind", "z"],
  choices: [
    {
      trait: "kind",
      label: "Activation",
      text: (kind) => SHOWN[kind].label,
    },
  ],

  pictures: [
    {
      key: "curves",
      height: (width) => clamp(width * 0.56, 400, 460),
      draw,
      alt: (s, v) =>
        `Above the activation ${s.kind.replace("_", " ")}, below its derivative, for z from −6 to 6. At z = ${num(s.z)} the value is ${show(s, v.a)}, ` +
        (v.slope === undefined
          ? "and there is no slope."
          : `the slope ${show(s, v.slope)}${flat(s) ? ", which counts as saturated" : ""}.`),
      handles: [
        {
          key: "z",
          kind: "act",
          label: "z on the curve, move with the arrow keys",
          traits: ["z"],
          axis: "x",
          at: (s) => [s.z, ACTIVATIONS[s.kind].f(s.z)],
          describe: (s) => `z ${num(s.z)}`,
        },
      ],
    },
  ],

  values(s) {
    const { f, slope } = ACTIVATIONS[s.kind];
    const m = slope(s.z);
    return { a: f(s.z), ...(s.kind === "step" ? {} : { slope: m }) };
  },

  readout: [
    [
      [
        { symbol: "a", name: "a", width: "3.6em", show: (s, v) => show(s, v.a) },
        "=",
        {
          symbol: (s) => SHOWN[s.kind].symbol,
          kind: "act",
          width: "7.4em",
          show: (s) => `${{ sigmoid: "σ", leaky_relu: "leaky relu" }[s.kind] ?? s.kind}(${num(s.z)})`,
        },
      ],
    ],
    [
      [
        {
          symbol: "ϕ′(z)",
          name: "slope",
          width: "3.6em",
          show: (s, v) => (s.kind !== "step" ? show(s, v.slope) : s.z ? "0" : "none"),
        },
        "=",
        {
          symbol: (s, v) => SHOWN[s.kind].rule(v, s.z)[0],
          kind: "act",
          width: "10.5em",
          show: (s, v) => SHOWN[s.kind].rule(v, s.z)[1],
        },
      ],
    ],
  ],

  say,

  python: (s) =>
    [
      `from mlp_lib import ${s.kind}`,
      "",
      `z = ${py(s.z)}`,
      `a = ${s.kind}(z)${SHOWN[s.kind].tag ? `  # equation ${SHOWN[s.kind].tag}` : ""}`,
      ...(s.kind === "step"
        ? ["# step.grad(z) raises a ValueError: its derivative is 0 wherever it has one"]
        : [`slope = ${s.kind}.grad(z)`]),
      "",
    ].join("\n"),
};
