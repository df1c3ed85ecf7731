// The weighted sum of two neurons: of two lines it is a line again, of two hinges it can bend.
import { axes, beyond } from "./js/axes.js";
import { snap } from "./js/limits.js";
import { relu } from "./js/maths.js";
import { num, par, pyList } from "./js/numbers.js";
import { scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const X = 3; // half the width of the frame
const Y = 4; // half its height
const PLACE = { min: -X, max: X, step: 0.05 }; // where a zero may be dragged to

const hinged = (s) => s.kind === "relu";
const neurons = (s) => [1, 2].map((k) => ({ k, v: s[`v${k}`], w: s[`w${k}`], b: s[`b${k}`] }));
const pre = ({ w, b }, x) => w * x + b;
const share = (s, n, x) => n.v * (hinged(s) ? relu(pre(n, x)) : pre(n, x));
const output = (s, x) => neurons(s).reduce((sum, n) => sum + share(s, n, x), 0);
const turns = ({ w }) => Math.abs(w) > 1e-9;
const zero = ({ w, b }) => -b / w; // where z = 0

/** Where a neuron switches, the slopes of the pieces between, and the places where the slope really changes. */
function pieces(s) {
  const cuts = [
    ...new Set(
      neurons(s)
        .filter(turns)
        .map((n) => Math.round(zero(n) * 1e9) / 1e9 + 0),
    ),
  ].sort((a, b) => a - b);
  const ends = [Math.min(0, ...cuts) - 1, ...cuts, Math.max(0, ...cuts) + 1];
  const slopes = ends.slice(1).map((end, i) => {
    const middle = (ends[i] + end) / 2;
    return neurons(s).reduce((sum, n) => sum + (hinged(s) && pre(n, middle) <= 0 ? 0 : n.v * n.w), 0);
  });
  const corners = cuts.filter((_, i) => Math.abs(slopes[i + 1] - slopes[i]) > 1e-9);
  return { cuts, slopes, corners };
}

function draw(p, s, v) {
  const a = axes(p, scale(-X, X, 8, p.W - 8), scale(-Y, Y, p.H - 8, 8));
  for (let i = -X; i <= X; i++) a.line("gridl", [i, -Y], [i, Y], { clear: false });
  for (let i = -Y; i <= Y; i += 2) a.line("gridl", [-X, i], [X, i], { clear: false });
  a.line("axis", [-X, 0], [X, 0]);
  a.line("axis", [0, -Y], [0, Y]);
  const xs = [-X, ...v.cuts.filter((t) => Math.abs(t) < X), X];
  const plot = (classes, f, options) =>
    a.series(
      classes,
      xs.map((t) => [t, f(t)]),
      options,
    );
  const both = neurons(s);
  const dashed = (n) => (n.k === 2 ? "dash" : "");
  if (hinged(s))
    for (const n of both)
      plot(`mark thin k-act ${dashed(n)}`, (t) => n.v * Math.min(0, pre(n, t)), { opacity: n.v ? 0.3 : 0 });
  for (const n of both) plot(`mark thin k-act ${dashed(n)}`, (t) => share(s, n, t));
  plot("mark k-pred", (t) => output(s, t));

  const inside = both.filter((n) => turns(n) && Math.abs(zero(n)) <= X);
  for (const n of inside) a.dot("dotm k-act", [zero(n), 0], 6);
  for (const corner of v.corners.map((t) => [t, output(s, t)]).filter(a.has)) a.dot("dotm hollow k-pred", corner, 5);
  a.text("lab k-input", [X, 0], "x", [-6, 18], "end");
  const curves = [
    ["k-pred big", "ŷ", (t) => output(s, t)],
    ...both.map((n) => ["k-act", `v_${n.k} a_${n.k}`, (t) => share(s, n, t)]),
  ];
  curves.forEach(([kind, name, f], i) =>
    nameCurve(
      a,
      kind,
      name,
      f,
      curves.filter((_, j) => j !== i).map((c) => c[2]),
      i,
    ),
  );
  const far = (i) => inside.every((n) => Math.abs(zero(n) - i) > 0.45);
  for (const i of [-2, -1, 1, 2].filter(far)) a.label("tick", [i, 0], num(i, 0), { towards: -Math.PI / 2, gap: 4 });
  for (const n of inside)
    a.label("lab small k-act", [zero(n), 0], `z_${n.k} = 0`, { towards: n.k === 1 ? -2 : -1.1, gap: 8 });
  for (const i of [-2, 2]) a.label("tick", [0, i], num(i, 0), { towards: Math.PI, gap: 5 });
  return { scales: [a.x, a.y], handles: Object.fromEntries(inside.map((n) => [`zero${n.k}`, a.at([zero(n), 0])])) };
}

/** A curve's name where it is furthest from the others; a triangle at the edge where it runs outside the frame. */
function nameCurve(a, kind, name, f, others, i) {
  const places = Array.from({ length: 23 }, (_, j) => -2.75 + j / 4).filter((t) => Math.abs(f(t)) < Y - 0.4);
  if (!places.length) {
    const up = Math.sign(f(0));
    const [px, edge] = a.at([-1.8 + 1.5 * i, up * Y]);
    beyond(a.p, px, edge + 8 * up, (up * Math.PI) / 2, kind.split(" ")[0]);
    return void a.p.label(`lab ${kind}`, px, edge + 8 * up, `${name} "outside"`, {
      towards: (-up * Math.PI) / 2,
      gap: 10,
    });
  }
  const free = (t) => Math.min(1.2, ...others.map((g) => Math.abs(g(t) - f(t)))) - 0.12 * Math.abs(Math.abs(t) - 2);
  const best = places.reduce((one, other) => (free(other) > free(one) ? other : one));
  a.label(`lab ${kind}`, [best, f(best)], name, { towards: f(best) < 0 ? -1.2 : 1.2, gap: 7 });
}

const place = (v) => v.corners.map((t) => `$x = ${num(t)}$`).join(" and at ");

function say(s, v) {
  if (!hinged(s)) {
    const line = `$ŷ = ${num(v.slope)} x ${v.intercept < 0 ? "−" : "+"} ${num(Math.abs(v.intercept))}$`;
    return `**One straight line:** ${line}. No setting of the six sliders bends it.`;
  }
  if (v.corners.length === 2)
    return `**Two corners,** at ${place(v)}: there a neuron switches, and the slope of the sum jumps.`;
  if (v.corners.length === 1 && v.cuts.length === 1 && neurons(s).every((n) => turns(n) && n.v))
    return `**One corner,** at ${place(v)}: both hinges turn at the same place.`;
  if (v.corners.length === 1)
    return `**One corner,** at ${place(v)}: the other neuron has $w = 0$ or $v = 0$ and bends nothing.`;
  if (v.cuts.length === 1 && neurons(s).every((n) => turns(n) && n.v))
    return "**No corner:** both hinges turn at the same place, and what one adds to the slope the other takes away.";
  return "**No corner:** where $w = 0$ a neuron is constant, and where $v = 0$ it does not count.";
}

const part = (symbol, name) => cell(symbol, (s) => par(s[name]), { name, width: "3.5em" });
const bracket = (k) => ({
  symbol: (s) => (hinged(s) ? "'relu'(" : "("),
  show: (s) => (hinged(s) ? "relu(" : "("),
  kind: "act",
  width: "2.2em",
});
const term = (k, sign) => [
  sign,
  part(`v_${k}`, `v${k}`),
  bracket(k),
  part(`w_${k}`, `w${k}`),
  { symbol: "x", show: () => "x", width: "1em" },
  "+",
  part(`b_${k}`, `b${k}`),
  ")",
];
const slopeAt = (title, pick) => [
  { symbol: `"${title}"`, kind: "pred", width: "5.4em", show: (s, v) => pick(v.slopes) },
];

/** @returns {Handle} */
const zeroHandle = (n) => ({
  key: `zero${n.k}`,
  kind: "act",
  label: `where z${n.k} is 0, move with the arrow keys`,
  step: 0.1,
  axis: "x",
  at: (s) => [zero(neurons(s)[n.k - 1]), 0],
  describe: (s) => `x ${num(zero(neurons(s)[n.k - 1]))}`,
  move: (s, [to], limits) => ({
    [`b${n.k}`]: snap(-s[`w${n.k}`] * snap(to, PLACE), { ...limits[`b${n.k}`], step: 1e-4 }),
  }),
});

/** @type {Definition} */
export default {
  name: "combination",
  title: "Two lines, two hinges",
  predict:
    "The purple line is the sum of the two green ones. Can any setting of the six sliders bend it? Then let ReLU cut each line off below zero: how many corners will the sum have, and where?",
  see: "A weighted sum of straight lines is a straight line: more neurons add nothing new. After ReLU each neuron brings one corner, at $x = −b/w$, and there the slope of the sum changes by $v |w|$.",
  layout: "two",
  state: ["kind", "v1", "w1", "b1", "v2", "w2", "b2"],
  choices: [
    {
      trait: "kind",
      label: "Between the layers",
      text: (kind) => ({ linear: "nothing (linear)", relu: "ReLU" })[kind],
    },
  ],

  pictures: [
    {
      key: "chart",
      caption: "Green: what each neuron adds, $v_1 a_1$ and (dashed) $v_2 a_2$. Purple: the sum $ŷ$.",
      height: (width) => Math.min(width, 430),
      draw,
      alt: (s, v) =>
        `Two ${hinged(s) ? "hinges" : "lines"} over x and their sum. ` +
        (hinged(s)
          ? `The sum has ${v.corners.length || "no"} corner${v.corners.length === 1 ? "" : "s"}${v.corners.map((t) => `, at ${num(t)}`).join("")}.`
          : `The sum is a line of slope ${num(v.slope)}.`),
      handles: (s) =>
        neurons(s)
          .filter((n) => turns(n) && Math.abs(zero(n)) <= X)
          .map(zeroHandle),
    },
  ],

  values(s) {
    const both = neurons(s);
    const whole = {
      slope: both[0].v * both[0].w + both[1].v * both[1].w,
      intercept: both[0].v * both[0].b + both[1].v * both[1].b,
    };
    return { ...pieces(s), ...whole };
  },

  readout: [
    [[{ symbol: "ŷ", show: () => "ŷ" }], term(1, "="), term(2, "+")],
    [
      slopeAt("slope on the left", (m) => num(m[0])),
      slopeAt("between", (m) => (m.length === 3 ? num(m[1]) : "–")),
      slopeAt("on the right", (m) => num(m.at(-1))),
    ],
    [
      [
        {
          symbol: (s) => (hinged(s) ? '"slope where both are on"' : '"slope everywhere"'),
          kind: "pred",
          width: "10.5em",
          name: "slope",
          show: (s, v) => num(v.slope),
        },
      ],
      ["=", part("v_1", "v1"), "·", part("w_1", "w1")],
      ["+", part("v_2", "v2"), "·", part("w_2", "w2")],
    ],
  ],

  say,

  python(s, v) {
    const phi = hinged(s) ? "relu" : "identity";
    const column = (name) => pyList(neurons(s).map((n) => n[name]));
    return [
      "import numpy as np",
      `from mlp_lib import ${phi} as phi`,
      "",
      `v = np.array(${column("v")})  # (2,)`,
      `w = np.array(${column("w")})  # (2,)`,
      `b = np.array(${column("b")})  # (2,)`,
      "",
      "on = w != 0  # the others are constant",
      "cuts = np.unique(np.round(-b[on] / w[on], 9))  # where a z is 0",
      "ends = [cuts.min(initial=0) - 1, *cuts, cuts.max(initial=0) + 1]",
      "middles = [(left + right) / 2 for left, right in zip(ends, ends[1:])]",
      "slopes = [v * w @ phi.grad(w * x + b) for x in middles]  # of y_hat, piece by piece",
      "corners = cuts[np.abs(np.diff(slopes)) > 1e-9]",
      "",
      hinged(s) ? "slope = v @ w  # where both neurons are on" : "slope = v @ w  # everywhere",
      hinged(s) ? "intercept = v @ b" : "intercept = v @ b  # y_hat = slope * x + intercept",
      "",
    ].join("\n");
  },
};
