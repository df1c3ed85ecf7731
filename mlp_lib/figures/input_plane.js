// Input plane: each ReLU folds it along the line where its z is 0; between the folds the logits are affine.
import { axes } from "./js/axes.js";
import { drawUnit, drawWeight } from "./js/graph.js";
import { snap } from "./js/limits.js";
import { inside } from "./js/lists.js";
import { clipPositive, crossings, distance } from "./js/maths.js";
import { SMALL_NETWORK, forwardPass, nodePlaces } from "./js/network.js";
import { num, par, py, pyList } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";
import { reluRegions, zWhere } from "./js/regions.js";

const R = 10; // half the side of the plane
const SQUARE = [
  [-R, -R],
  [R, -R],
  [R, R],
  [-R, R],
];
const EDGES = Array.from({ length: 19 }, (_, i) => (i + 1) / 20); // values of p between the colours
const UNITS = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
]; // layer and unit, both from 1

/** The book's network with the three parameters that have sliders. */
function layersOf(s) {
  const [one, two, three] = SMALL_NETWORK;
  return [
    { W: [[s.W1_11, one.W[0][1]], one.W[1]], b: one.b },
    { W: [[two.W[0][0], s.W2_12], two.W[1]], b: [two.b[0], s.b2_2] },
    three,
  ];
}
const run = (s) => forwardPass(layersOf(s), [s.x_1, s.x_2]);
const isOn = ({ z }) => UNITS.map(([l, k]) => z[l - 1][k - 1] > 0);
const named = (list) => list.map(([l, k]) => `(${l}, ${k})`).join(", ");

/** The plane in parts on which the same ReLUs are on, with d, the difference of the logits there; and the folds between them. */
function pieces(s) {
  const layers = layersOf(s);
  const { regions, folds } = reluRegions(layers, SQUARE);
  const d = (on) => (x) => {
    const [z_1, z_2] = zWhere(layers, 2, on)(x);
    return z_1 - z_2;
  };
  return { regions: regions.map((region) => ({ ...region, d: d(region.on) })), folds };
}

/** Colour of the band from p = i/20 on: one kind for each class, the stronger the surer. */
const shade = (i) => ({
  classes: `solid ${i < 10 ? "k-plain" : "k-pred"}`,
  strength: { "fill-opacity": 0.62 * Math.sqrt(Math.abs(2 * i - 19) / 20) },
});

/** One region in bands of equal colour; the contours between them. */
function paint(p, { corners, d }, at, lines) {
  let rest = corners;
  const logits = EDGES.map((edge) => Math.log(edge / (1 - edge)));
  const values = corners.map(d);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  logits.concat(Infinity).forEach((logit, i) => {
    if (logit <= low || rest.length < 3) return;
    const below = logit >= high ? rest : clipPositive(rest, (x) => logit - d(x));
    const { classes, strength } = shade(i);
    if (below.length > 2)
      p.put("polygon", classes, {
        points: below
          .map((x) =>
            at(x)
              .map((v) => v.toFixed(1))
              .join(),
          )
          .join(" "),
        ...strength,
      });
    if (logit >= high) return (rest = []);
    const ends = crossings(corners, (x) => d(x) - logit);
    if (ends.length === 2)
      lines[i === 9 ? 1 : 0] += `M${ends
        .map((x) =>
          at(x)
            .map((v) => v.toFixed(1))
            .join(" "),
        )
        .join("L")}`;
    rest = clipPositive(rest, (x) => d(x) - logit);
  });
}

/** The four hidden units as they stand in the network, full where they are on; false where there is no room. */
function pattern(p, { on, corners }, at, taken) {
  const pixels = corners.map(at);
  const middle = [0, 1].map((i) => pixels.reduce((sum, q) => sum + q[i], 0) / pixels.length);
  const inside = ([px, py_]) =>
    pixels.every(([ax, ay], i) => {
      const [bx, by] = pixels[(i + 1) % pixels.length];
      return (bx - ax) * (py_ - ay) - (by - ay) * (px - ax) <= 0;
    });
  const fits = ([px, py_]) =>
    [
      [-19, -17],
      [19, -17],
      [19, 17],
      [-19, 17],
    ].every(([dx, dy]) => inside([px + dx, py_ + dy])) &&
    taken.every(([tx, ty]) => Math.abs(tx - px) > 44 || Math.abs(ty - py_) > 38);
  const some = [0.25, 0.5, 0.7].flatMap((t) => pixels.map((q) => q.map((v, i) => middle[i] + t * (v - middle[i]))));
  const place = [middle, ...some].find(fits);
  if (!place) return;
  const [px, py_] = place;
  p.put("rect", "", {
    x: px - 15,
    y: py_ - 14,
    width: 30,
    height: 28,
    rx: 6,
    style: "fill: var(--mm-page); opacity: .75",
  });
  on.forEach((lit, u) =>
    p.dot(`dotm k-act ${lit ? "" : "hollow"}`, px + (u < 2 ? -7 : 7), py_ + (u % 2 ? 6.5 : -6.5), 4.6),
  );
  p.avoid(px - 15, py_ - 14, 30, 28);
}

function drawPlane(p, s) {
  const side = Math.min(p.W - 26, p.H - 24);
  const left = (p.W - side - 26) / 2 + 24;
  const a = axes(p, scale(-R, R, left, left + side), scale(-R, R, side + 2, 2));
  const { at } = a;
  const { regions, folds } = pieces(s);
  const lines = ["", ""];
  for (const region of regions) paint(p, region, at, lines);
  if (lines[0]) p.path("mark thin k-plain", lines[0], { opacity: 0.3 });
  a.cross();
  if (lines[1]) p.path("mark k-pred", lines[1]);
  for (const i of [-10, -5, 0, 5, 10]) {
    p.text("tick", a.x(i) - (i === 10 ? 4 : 0), p.H - 6, num(i, 0), "middle");
    a.text("tick", [-R, i], num(i, 0), [-5, i === 10 ? 10 : 4], "end");
  }
  const here = at([s.x_1, s.x_2]);
  const taken = [here];
  const drawn = folds.flatMap((segments, u) => segments.map((ends) => ({ u, ends: ends.map(at) })));
  folds.forEach((segments, u) => {
    const [l, k] = UNITS[u];
    for (const [from, to] of segments) a.line(`mark k-act ${l === 1 ? "dash" : ""}`, from, to, { clear: false });
    const long = segments.map((ends) => ends.map(at)).sort((e, f) => length(f) - length(e))[0];
    if (!long || length(long) < 64) return;
    const [from, to] = long[0][1] < long[1][1] ? long : [long[1], long[0]]; // from above
    const inset = 44 / length(long); // of the middle of the label from an end
    const t = l === 2 ? 0.5 : ([1 - inset, inset].find((part) => far(between(from, to, part), here)) ?? 0.5);
    const middle = between(from, to, t);
    const side = [(to[1] - from[1]) / length(long), (from[0] - to[0]) / length(long)];
    const room = (sign) =>
      Math.min(
        ...drawn
          .filter((other) => other.u !== u)
          .map(({ ends }) =>
            away(
              middle.map((m, i) => m + 14 * sign * side[i]),
              ends,
            ),
          ),
        20,
      );
    p.along(
      "lab k-act",
      from,
      to,
      t,
      `(${l}, ${k})`,
      side.map((n) => (room(1) >= room(-1) ? n : -n)),
    );
    taken.push(middle);
  });
  for (const region of regions) pattern(p, region, at, taken);
  p.text("lab k-input", a.x(7.5), p.H - 5, "x_1", "middle");
  a.text("lab k-input", [-R, 7.5], "x_2", [-5, 5], "end");
  a.frame();
  p.label("lab k-input", ...here, "\\x", { towards: 0.6, gap: 12 });
  return { scales: [a.x, a.y], handles: { point: here } };
}

const length = (/** @type {Place[]} */ [a, b]) => distance(a, b) || 1;
const between = (a, b, t) => a.map((v, i) => v + t * (b[i] - v));
/** Distance of a point from a segment. */
const away = (q, /** @type {Place[]} */ [a, b]) => {
  const t = clamp(((q[0] - a[0]) * (b[0] - a[0]) + (q[1] - a[1]) * (b[1] - a[1])) / length([a, b]) ** 2, 0, 1);
  return length([q, between(a, b, t)]);
};
const far = (a, b) => length([a, b]) > 60;
const fit = (value) => num(value, Math.abs(value) >= 10 ? 1 : 2);

/** The network at the point: values in its units, and p on the scale of the colours. */
function drawUnits(p, s) {
  const t = run(s);
  const on = isOn(t);
  const lit = (l, k) => l < 1 || l > 2 || on[2 * (l - 1) + k];
  const r = 24;
  const top = Math.max(40, (p.H - 230) / 2);
  const places = nodePlaces([2, 2, 2, 2], [r + 2, p.W - r - 2], [top + r, top + r + 96]);
  layersOf(s).forEach(({ W }, l) =>
    W.forEach((row, j) =>
      row.forEach((w, k) =>
        drawWeight(p, places[l][j], places[l + 1][k], r, w, { extra: lit(l, j) && lit(l + 1, k) ? "" : "faint" }),
      ),
    ),
  );
  const name = (l, k) => (l === 0 ? `x_${k + 1}` : l === 3 ? `p_${k + 1}` : `(${l}, ${k + 1})`);
  t.a.forEach((a, l) =>
    a.forEach((value, k) => {
      const [px, py_] = places[l][k];
      const unit =
        l === 0
          ? { kind: "k-input", top: fit(value) }
          : { kind: "k-act", top: fit(t.z[l - 1][k]), bottom: fit(value), bottomKind: l === 3 ? "k-pred" : "k-act" };
      drawUnit(p, places[l][k], r, { ...unit, off: !lit(l, k) });
      const kind = l === 0 ? "k-input" : l === 3 ? "k-pred" : lit(l, k) ? "k-act" : "quiet";
      p.text(`lab small ${kind}`, px, py_ + (k ? r + 18 : -r - 8), name(l, k) + (lit(l, k) ? "" : '" off"'), "middle");
    }),
  );
  const x = scale(0, 1, 12, p.W - 12);
  const y = top + 2 * r + 96 + 54;
  for (let i = 0; i < 20; i++) {
    const { classes, strength } = shade(i);
    p.put("rect", classes, { x: x(i / 20), y, width: x(0.05) - x(0), height: 12, ...strength });
  }
  p.rect("axis", x(0), y, x(1) - x(0), 12);
  for (const i of [0, 0.5, 1]) p.text("tick", x(i), y + 27, num(i, i === 0.5 ? 1 : 0), "middle");
  p.text("lab small quiet", x(0) - 2, y + 44, '"class 1"');
  p.text("lab small quiet", x(1) + 2, y + 44, '"class 0"', "end");
  const here = x(t.a[3][0]);
  p.area("solid k-pred", [
    [here, y - 1],
    [here - 6, y - 11],
    [here + 6, y - 11],
  ]);
  p.text("lab small k-pred", clamp(here, 40, p.W - 40), y - 16, `p_1 = ${num(t.a[3][0], 3)}`, "middle");
}

/** @type {Definition} */
export default {
  name: "input_plane",
  title: "Folds in the plane of inputs",
  predict:
    "The solid line is where unit $(2, 2)$ wakes. Raise $b^{[2]}_2$ bit by bit to 0.2: which way will the line wander, and where will it bend?",
  see: "A unit of layer 1 folds the plane along a straight line (dashed). A unit of layer 2 sees the folded plane: its own line (solid) bends where it crosses a fold of layer 1. Between folds the logits are affine, so the contours of $p$ are straight and parallel. Where all units of a layer are off, $p$ does not depend on $\\x$ at all.",
  layout: "wide",
  state: ["x_1", "x_2", "W1_11", "W2_12", "b2_2"],
  groups: [{ title: "Move a fold", label: "Parameters that move a fold", traits: ["W1_11", "W2_12", "b2_2"] }],

  pictures: [
    {
      key: "plane",
      caption:
        "Lines: where a unit’s $z$ is 0. Four dots: the hidden units, full where they are on. Colour: $p_1$, in steps of 0.05.",
      height: (width) => Math.min(width, 480),
      draw: drawPlane,
      tap: (s, point, limits) =>
        point.every((value) => inside(value, limits.x_1))
          ? { x_1: snap(point[0], limits.x_1), x_2: snap(point[1], limits.x_2) }
          : null,
      alt(s, v) {
        const { regions, folds } = pieces(s);
        const bends = UNITS.filter((_, u) => folds[u].length > 1);
        return (
          `The plane of the inputs from -10 to 10 in ${regions.length} regions, coloured by the probability of class 0. Folds of the units ${named(UNITS.filter((_, u) => folds[u].length))}` +
          `${bends.length ? `, bent for ${named(bends)}` : ""}. At (${num(s.x_1, 1)}, ${num(s.x_2, 1)}) the units ${named(UNITS.filter((_, u) => v.on[u])) || "none"} are on and p1 is ${num(v.p_1, 3)}.`
        );
      },
      handles: [
        {
          key: "point",
          kind: "input",
          label: "input x, move with the arrow keys",
          traits: ["x_1", "x_2"],
          describe: (s) => `x1 ${num(s.x_1, 1)}, x2 ${num(s.x_2, 1)}`,
        },
      ],
    },
    {
      key: "units",
      caption: "The network at $\\x$: $z$ above the line, $a$ below",
      height: (width, figureWidth) => (figureWidth >= 620 ? 320 : 296),
      draw: drawUnits,
      alt(s) {
        const { z, a } = run(s);
        const list = (values) => values.map((value) => num(value)).join(" and ");
        return `Layer 1: z = ${list(z[0])}, a = ${list(a[1])}. Layer 2: z = ${list(z[1])}, a = ${list(a[2])}. Logits ${list(z[2])}, probabilities ${list(a[3])}.`;
      },
    },
  ],

  values(s) {
    const t = run(s);
    return {
      z1: t.z[0],
      a1: t.a[1],
      z2: t.z[1],
      a2: t.a[2],
      z3: t.z[2],
      p: t.a[3],
      p_1: t.a[3][0],
      p_2: t.a[3][1],
      z2_2: t.z[1][1],
      on: isOn(t).map(Number),
    };
  },

  readout: [
    [
      [cell("z^{[2]}_2", (s, v) => num(v.z2_2, 4), { name: "z2_2", width: "4em", kind: "act" }), "="],
      [
        cell("a^{[1]}_1", (s, v) => num(v.a1[0], 3), { width: "3.4em", kind: "act" }),
        "·",
        cell("W^{[2]}_{12}", (s) => par(s.W2_12), { name: "W2_12", width: "3.8em", kind: "weight" }),
        "+",
      ],
      [
        cell("a^{[1]}_2", (s, v) => num(v.a1[1], 3), { width: "3.4em", kind: "act" }),
        "·",
        cell("W^{[2]}_{22}", () => "0.10", { width: "2.6em", kind: "weight" }),
        "+",
        cell("b^{[2]}_2", (s) => par(s.b2_2), { name: "b2_2", width: "3.8em", kind: "weight" }),
      ],
    ],
    [
      [cell("p_1", (s, v) => num(v.p_1, 6), { name: "p_1", width: "4.6em", kind: "pred" })],
      [cell("p_2", (s, v) => num(v.p_2, 6), { name: "p_2", width: "4.6em", kind: "pred" })],
    ],
  ],

  say(s, v) {
    const off = UNITS.filter((_, u) => !v.on[u]);
    const at = `At $\\x = (${num(s.x_1, 1)}, ${num(s.x_2, 1)})$`;
    const winner =
      v.p_1 === v.p_2
        ? "both classes get one half"
        : `the network says class ${v.p_1 > v.p_2 ? 0 : 1}, with $p_${v.p_1 > v.p_2 ? 1 : 2} = ${num(Math.max(v.p_1, v.p_2), 3)}$`;
    const dark = [2, 1].find((l) => off.filter(([layer]) => layer === l).length === 2);
    if (dark)
      return `**Layer ${dark} is silent here.** ${at} both of its units are off: move $\\x$ within this region and $p$ stays as it is; ${winner}.`;
    if (!off.length)
      return `**All four units are on.** ${at} nothing is cut off: in this region the network is one affine layer and a softmax; ${winner}.`;
    return `**${off.length === 1 ? "One unit is" : "Two units are"} off** at $\\x = (${num(s.x_1, 1)}, ${num(s.x_2, 1)})$: $${named(off)}$. There ${winner}. ${v.on[3] ? "Unit $(2, 2)$ is awake here." : `Unit $(2, 2)$ has $z^{[2]}_2 = ${num(v.z2_2, 3)}$; it is on where this is positive.`}`;
  },

  python(s) {
    const layers = layersOf(s);
    return [
      "import numpy as np",
      "from mlp_lib import MLP",
      "",
      "net = MLP([2, 2, 2, 2], rng=np.random.default_rng(0))",
      "net.W = [",
      ...layers.map(({ W }) => `    ${pyList(W)},`),
      "]",
      `net.b = ${pyList(layers.map(({ b }) => b))}`,
      `x = [[${py(s.x_1)}, ${py(s.x_2)}]]`,
      "",
      "cache = net.forward(x)  # equations (8.3), (8.4a)",
      "z1, z2, z3 = (Z[0] for Z in cache.Z)",
      "a1, a2, p = (A[0] for A in cache.A[1:])",
      "on = (np.concatenate([z1, z2]) > 0).astype(int)  # which ReLUs let through",
      "z2_2, (p_1, p_2) = z2[1], p",
      "",
    ].join("\n");
  },
};
