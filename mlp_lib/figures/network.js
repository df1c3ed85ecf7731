// Network: the forward pass through two hidden layers, with every parameter movable and every value on show.
import { drawUnit, drawWeight, weightPlace } from "./js/graph.js";
import { forwardPass, networkPython, nodePlaces } from "./js/network.js";
import { num } from "./js/numbers.js";

const UNITS = [1, 2];
const LAYERS = [1, 2, 3];
const traitsOf = (l) => [
  ...UNITS.flatMap((j) => UNITS.map((k) => `W${l}_${j}${k}`)),
  ...UNITS.map((k) => `b${l}_${k}`),
];

/** The sliders' values as layers {W, b}. */
const layersOf = (s) =>
  LAYERS.map((l) => ({
    W: UNITS.map((j) => UNITS.map((k) => s[`W${l}_${j}${k}`])),
    b: UNITS.map((k) => s[`b${l}_${k}`]),
  }));
const run = (s) => forwardPass(layersOf(s), [s.x_1, s.x_2]);
/** Hidden units that are off: [layer, unit], both from 1. */
const silent = ({ z }) => [0, 1].flatMap((l) => UNITS.filter((k) => z[l][k - 1] <= 0).map((k) => [l + 1, k]));

/** Two decimals, fewer for large numbers, so that they fit into a unit. */
const fit = (value, decimals = 2) => num(value, Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : decimals);
const HEADS = ['"input"', '"layer 1: ReLU"', '"layer 2: ReLU"', '"layer 3: softmax"'];
const SHORT = ['"input"', '"1: ReLU"', '"2: ReLU"', '"3: softmax"'];

function drawNetwork(p, s) {
  const layers = layersOf(s);
  const t = run(s);
  const wide = p.W >= 560;
  const r = wide ? 33 : 24;
  const places = nodePlaces([2, 2, 2, 2], [r + 4, wide ? p.W - 236 : p.W - r - 4], wide ? [104, 252] : [100, 238]);
  const off = (l, k) => (l === 1 || l === 2) && t.z[l - 1][k] <= 0;
  const x = (l) => places[l][0][0];
  (wide ? HEADS : SHORT).forEach((head, l) => {
    const chosen = l === s.layer;
    const anchor = wide || l % 3 ? "middle" : l ? "end" : "start";
    p.text(`lab small ${chosen ? "" : "quiet"}`, anchor === "middle" ? x(l) : l ? p.W - 1 : 1, 15, head, anchor);
    if (chosen) p.line("mark thin k-plain", x(l) - r, 22, x(l) + r, 22);
  });
  const edges = layers.flatMap(({ W }, l) => W.flatMap((row, j) => row.map((w, k) => ({ l, j, k, w }))));
  for (const { l, j, k, w } of edges)
    drawWeight(p, places[l][j], places[l + 1][k], r, w, { extra: off(l, j) ? "faint" : "" });
  layers.forEach(({ b }, l) =>
    b.forEach((value, k) => {
      const [px, py] = places[l + 1][k];
      const side = k ? 1 : -1;
      drawWeight(p, [px, py + side * (r + 24)], [px, py], 0, value);
      p.text(
        "lab small k-weight",
        px,
        py + side * (r + 24) + (k ? 17 : -6),
        wide ? `b = ${num(value)}` : num(value),
        "middle",
      );
    }),
  );
  for (const { l, j, k, w } of edges) {
    const text = num(w, wide || Math.round(w * 100) % 10 ? 2 : 1);
    const [px, py] = weightPlace(places[l][j], places[l + 1][k], r, { outside: j ? 1 : -1, width: 6.6 * text.length });
    p.text(`lab small ${off(l, j) ? "quiet" : "k-weight"}`, px, py + 5, text, "middle");
  }
  places[0].forEach(([px, py], j) => p.text("lab k-input", px, py + (j ? r + 19 : -r - 9), `x_${j + 1}`, "middle"));
  t.a[0].forEach((value, j) => drawUnit(p, places[0][j], r, { kind: "k-input", top: fit(value) }));
  for (const l of LAYERS)
    t.z[l - 1].forEach((z, k) => {
      const [px, py] = places[l][k];
      const p_k = l === 3;
      drawUnit(p, [px, py], r, {
        kind: "k-act",
        top: fit(z, p_k && wide ? 3 : 2),
        bottom: fit(t.a[l][k], p_k && wide ? 3 : 2),
        bottomKind: p_k ? "k-pred" : "k-act",
        off: off(l, k),
      });
      if (off(l, k)) p.text("lab small quiet", px, py + (k ? -r - 8 : r + 18), '"off"', "middle");
    });
  t.a[3].forEach((value, k) => {
    const [left, y, width] = wide
      ? [x(3) + r + 22, places[3][k][1] - 2, p.W - x(3) - r - 24]
      : [64, 320 + 30 * k, p.W - 66];
    p.rect("band", left, y - 2, width, 14);
    p.rect("solid k-pred", left, y - 2, width * value, 14);
    if (wide) {
      p.text("lab k-pred", left, y - 10, `p_${k + 1} = ${num(value, 4)}`);
      p.text("lab small quiet", left + width, y - 10, `"class "${k}`, "end");
    } else p.text("lab small k-pred", 0, y + 10, `p_${k + 1} = ${num(value, 2)}`);
  });
}

const vector = (symbol, list) => ({
  symbol,
  shape: "(1, 2)",
  rows: [[0, 1].map((k) => ({ show: (s) => fit(list(run(s), s)[k], 4) }))],
});
const ofLayer = (f) => (s) => f(s.layer ?? 1);
const named = (list) => list.map(([l, k]) => `unit ${k} of layer ${l}`).join(" and ");

/** @type {Definition} */
export default {
  name: "network",
  title: "Eighteen parameters, two probabilities",
  predict:
    "One hidden unit is off. Which of the 18 sliders can you move, a little, without any change of $p$? Try them.",
  see: "Every unit does the same: it adds up what comes in, each number times its weight, adds its bias, and a ReLU lets through what is positive. A unit that is off sends 0: the weights that lead to it and those that lead away from it do nothing for this input, until its $z$ crosses 0.",
  layout: "one",
  state: ["x_1", "x_2", ...LAYERS.flatMap(traitsOf), "layer"],
  choices: [{ trait: "layer", label: "Matrices of layer" }],
  groups: [
    { title: "Input", label: "Input", traits: ["x_1", "x_2"] },
    ...LAYERS.map((l) => ({
      title: `Layer ${l}`,
      label: `Parameters of layer ${l}`,
      traits: traitsOf(l),
      open: (s) => s.layer === l,
    })),
  ],

  pictures: [
    {
      key: "network",
      caption: "In each unit $z$ stands above the line, $a$ below it. Thick edge: large weight; dashed: negative.",
      height: (width) => (width >= 560 ? 345 : 372),
      draw: drawNetwork,
      alt(s) {
        const t = run(s);
        const list = (values) => values.map((value) => fit(value, 3)).join(" and ");
        const hidden = [1, 2].map((l) => `Layer ${l}: z = ${list(t.z[l - 1])}, a = ${list(t.a[l])}`).join(". ");
        return (
          `Network from the inputs ${list(t.a[0])} to two probabilities. ${hidden}. Layer 3: z = ${list(t.z[2])}, p = ${list(t.a[3])}. ` +
          (silent(t).length ? `Off: ${named(silent(t))}.` : "All hidden units are on.")
        );
      },
    },
  ],

  values(s) {
    const { z, a } = run(s);
    return { z1: z[0], a1: a[1], z2: z[1], a2: a[2], z3: z[2], p: a[3], p_1: a[3][0], p_2: a[3][1] };
  },

  readout: [
    [
      [
        vector(
          ofLayer((l) => `z^{[${l}]}`),
          (t, s) => t.z[s.layer - 1],
        ),
        "=",
      ],
      [
        vector(
          ofLayer((l) => (l === 1 ? "x" : `a^{[${l - 1}]}`)),
          (t, s) => t.a[s.layer - 1],
        ),
      ],
      [
        {
          symbol: ofLayer((l) => `W^{[${l}]}`),
          shape: "(2, 2)",
          rows: UNITS.map((j) => UNITS.map((k) => ({ show: (s) => num(s[`W${s.layer}_${j}${k}`]) }))),
        },
        "+",
        {
          symbol: ofLayer((l) => `b^{[${l}]}`),
          shape: "(2,)",
          rows: [UNITS.map((k) => ({ show: (s) => num(s[`b${s.layer}_${k}`]) }))],
        },
      ],
    ],
    [
      [
        vector(
          ofLayer((l) => (l === 3 ? "p" : `a^{[${l}]}`)),
          (t, s) => t.a[s.layer],
        ),
      ],
    ],
    [
      [{ symbol: "p_1", name: "p_1", width: "5em", show: (s, v) => num(v.p_1, 6) }],
      [{ symbol: "p_2", name: "p_2", width: "5em", show: (s, v) => num(v.p_2, 6) }],
    ],
  ],

  say(s, v) {
    const t = run(s);
    const off = silent(t);
    const winner =
      v.p_1 === v.p_2
        ? "The network cannot decide: both classes get one half."
        : `The network says class ${v.p_1 > v.p_2 ? 0 : 1}, with $p_${v.p_1 > v.p_2 ? 1 : 2} = ${num(Math.max(v.p_1, v.p_2), 4)}$.`;
    const dark = [2, 1].find((l) => off.filter(([layer]) => layer === l).length === 2);
    if (dark)
      return `**Layer ${dark} is silent:** both of its units are off. Nothing before it reaches $p$, the input included. ${winner}`;
    if (off.length === 1) {
      const [[l, k]] = off;
      return `**${named(off).replace("unit", "Unit")} is off:** $z = ${num(t.z[l - 1][k - 1], 3)}$ is ${t.z[l - 1][k - 1] < 0 ? "negative" : "zero"}, so $a = 0$. ${winner}`;
    }
    if (off.length) return `**Two units are off:** ${named(off)}. ${winner}`;
    return `**All four hidden units are on:** each of the 18 sliders can reach $p$, unless a factor on its way is 0. ${winner}`;
  },

  python: (s) =>
    [
      ...networkPython(layersOf(s), [s.x_1, s.x_2]),
      "z1, z2, z3 = (Z[0] for Z in cache.Z)",
      "a1, a2, p = (A[0] for A in cache.A[1:])",
      "p_1, p_2 = p",
      "",
    ].join("\n"),
};
