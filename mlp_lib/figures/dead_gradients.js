// Dead gradients: the 18 slopes as cells, each a number in times a delta out; and where in the plane they vanish.
import { axes } from "./js/axes.js";
import { drawUnit, drawWeight } from "./js/graph.js";
import { SMALL_NETWORK, backwardPass, forwardPass, networkPython, nodePlaces, onFold } from "./js/network.js";
import { num } from "./js/numbers.js";
import { UNITS, brief, exact, up } from "./js/passes.js";
import { scale } from "./js/plot.js";
import { reluRegions } from "./js/regions.js";

const REACH = 8; // of both inputs
const LAYERS = [1, 2, 3];
const SQUARE = [
  [-REACH, -REACH],
  [REACH, -REACH],
  [REACH, REACH],
  [-REACH, REACH],
];

function passes(x, target) {
  const t = forwardPass(SMALL_NETWORK, x);
  return {
    ...t,
    ...backwardPass(
      SMALL_NETWORK,
      t,
      UNITS.map((k) => (k === target ? 1 : 0)),
    ),
  };
}
const run = (s) => passes([s.x_1, s.x_2], s.target);
const all = ({ dW, db }) => [...dW.flat(2), ...db.flat()];
const zeros = (t) => all(t).filter((slope) => slope === 0).length;
const isOn = ({ z }) => [...z[0], ...z[1]].map((value) => value > 0);

const { regions, folds: FOLDS } = reluRegions(SMALL_NETWORK, SQUARE);
/** Parts of the plane in which the same ReLUs are on, with the number of zero slopes there. */
const REGIONS = regions.map((region) => ({ ...region, none: zeros(passes(region.centre, 0)) }));
const sameUnits = (a, b) => a.every((yes, i) => yes === b[i]);

/** One cell: the stronger its colour, the larger; an exact zero hatched. */
function cell(p, x, y, w, h, slope, most) {
  if (slope === 0) {
    const lines = [];
    for (let d = 7; d < w + h; d += 7)
      lines.push(`M${x + Math.min(d, w)} ${y + Math.max(0, d - w)}L${x + Math.max(0, d - h)} ${y + Math.min(d, h)}`);
    p.rect("band", x, y, w, h);
    p.path("axis", lines.join(""), { opacity: 0.55 });
    p.rect("band", x + w / 2 - 9, y + h / 2 - 9, 18, 18, 9);
    return p.put("text", "lab", { x: x + w / 2, y: y + h / 2 + 5, "text-anchor": "middle" }, "0");
  }
  p.put("rect", "solid k-delta", {
    x,
    y,
    width: w,
    height: h,
    opacity: (0.06 + 0.49 * Math.abs(slope / most)).toFixed(3),
  });
  p.rect("mark thin k-delta", x, y, w, h);
  return p.put("text", "lab bare", { x: x + w / 2, y: y + h / 2 + 5, "text-anchor": "middle" }, num(slope, 4));
}

function drawCells(p, s) {
  const t = run(s);
  const most = Math.max(...all(t).map(Math.abs));
  const wide = p.W >= 700;
  const left = wide ? 66 : 84; // of the cells in their block
  const gap = wide ? 26 : 0;
  const block = wide ? (p.W - 2 * gap) / 3 : p.W;
  const [w, h] = [(block - left) / 2 - 2, 34];
  LAYERS.forEach((l, i) => {
    const [x0, y0] = wide ? [i * (block + gap), 0] : [0, 184 * i];
    const [cx, cy] = [(k) => x0 + left + k * (w + 3), (j) => y0 + 50 + j * (h + 3) + (j > 1 ? 6 : 0)];
    p.text("lab k-delta", x0, y0 + 17, `∂L/∂${up("W", l)}`);
    UNITS.forEach((k) => {
      const dead = t.delta[i][k] === 0;
      p.text(
        `lab small ${dead ? "quiet" : "k-delta"}`,
        cx(k) + w / 2,
        y0 + 40,
        `δ_${k + 1} = ${exact(t.delta[i][k], 4)}`,
        "middle",
      );
      UNITS.forEach((j) => cell(p, cx(k), cy(j), w, h, t.dW[i][j][k], most));
      cell(p, cx(k), cy(2), w, h, t.db[i][k], most);
    });
    UNITS.forEach((j) => {
      const value = t.a[i][j];
      p.text(
        `lab small ${value === 0 ? "quiet" : i ? "k-act" : "k-input"}`,
        x0 + left - 6,
        cy(j) + h / 2 + 5,
        `${i ? "a" : "x"}_${j + 1} = ${brief(value, 2)}`,
        "end",
      );
    });
    p.text("lab small k-delta", x0 + left - 6, cy(2) + h / 2 + 5, wide ? `∂L/∂b` : `∂L/∂${up("b", l)}`, "end");
  });
}

function drawPlane(p, s) {
  const t = run(s);
  const a = axes(p, scale(-REACH, REACH, 30, p.W - 8), scale(-REACH, REACH, p.H - 30, 8));
  const input = [s.x_1, s.x_2];
  const on = isOn(t);
  const mine = (region) => sameUnits(region.on, on);
  const points = (corners) =>
    corners
      .map((corner) =>
        a
          .at(corner)
          .map((c) => c.toFixed(1))
          .join(","),
      )
      .join(" ");
  for (const region of REGIONS) {
    const off = region.on.filter((yes) => !yes).length;
    if (mine(region)) a.area("soft k-act", region.corners);
    else p.put("polygon", "band", { points: points(region.corners), opacity: 0.3 * off });
  }
  for (const { corners } of REGIONS) p.put("polygon", "mark thin k-plain", { points: points(corners) });
  for (const tick of [-8, -4, 0, 4, 8]) {
    a.text("tick", [tick, -REACH], num(tick, 0), [0, 17], "middle");
    a.text("tick", [-REACH, tick], num(tick, 0), [-6, tick > 7 ? 8 : 4], "end");
  }
  a.text("lab k-input", [2, -REACH], "x_1", [0, 19], "middle");
  a.text("lab k-input", [-REACH, 2], "x_2", [-8, 5], "end");
  const [px, py] = a.handle(input);
  FOLDS.slice(0, 2).forEach(([ends], k) => {
    const [upper, lower] = ends.map(a.at).sort((one, other) => one[1] - other[1]);
    p.avoidLine(...upper, ...lower);
    p.along("lab small quiet", upper, lower, k ? 0.74 : 0.24, `${up("z", 1, k + 1)} = 0`, k ? [1, -1] : [1, 0]);
  });
  const wide = p.W >= 400;
  for (const region of REGIONS) {
    if (region.corners.every(([, x2]) => x2 > 4)) continue; // too small for words
    const [cx, middle] = a.at(region.centre);
    const close = Math.abs(px - cx) < 60 && Math.abs(py - middle) < 32;
    const cy = close ? py + (py > middle ? -34 : 34) : middle;
    const kind = mine(region) ? "k-act" : "k-plain";
    const left = cx - (wide ? 40 : 18);
    region.on.forEach((yes, i) =>
      p.dot(`dotm ${yes ? "" : "hollow"} ${kind}`, left + (i > 1 ? 13 : 0), cy - 7 + (i % 2 ? 13 : 0), 4.5),
    );
    p.text(
      `lab small ${mine(region) ? "k-act" : "quiet"}`,
      left + 24,
      cy + 4,
      `${region.none}${wide ? '" zeros"' : ""}`,
    );
    p.avoid(left - 6, cy - 14, 22, 28);
  }
  p.avoidLine(...a.at(SQUARE[3]), ...a.at(SQUARE[2]));
  a.label("lab small quiet", [-2.45, 6.95], `${up("z", 2, 2)} = 0`, { towards: -2.4, gap: 8 });
  a.label("lab k-input", input, "\\x", { towards: 0.8, gap: 14 });
  return { scales: [a.x, a.y], handles: { x: [px, py] } };
}

function drawUnits(p, s) {
  const t = run(s);
  const r = 25;
  const most = Math.max(...all(t).map(Math.abs));
  const places = nodePlaces([2, 2, 2, 2], [r + 4, p.W - r - 4], [76, p.H - 60]);
  t.dW.forEach((rows, i) =>
    rows.forEach((row, j) =>
      row.forEach((slope, k) =>
        drawWeight(
          p,
          places[i][j],
          places[i + 1][k],
          r,
          (2 * slope) / most,
          slope ? { kind: "k-delta" } : { kind: "k-plain", extra: "faint thin" },
        ),
      ),
    ),
  );
  UNITS.forEach((j) => drawUnit(p, places[0][j], r, { kind: "k-input", top: brief(t.a[0][j], 2) }));
  ['"input"', '"layer 1"', '"layer 2"', '"layer 3"'].forEach((head, l) =>
    p.text("lab small quiet", places[l][0][0], 16, head, "middle"),
  );
  LAYERS.forEach((l) =>
    UNITS.forEach((k) => {
      const off = l < 3 && t.z[l - 1][k] <= 0;
      const [px, py] = places[l][k];
      drawUnit(p, [px, py], r, {
        kind: "k-act",
        bottomKind: "k-delta",
        off,
        top: num(t.z[l - 1][k], 2),
        bottom: exact(t.delta[l - 1][k], 2),
      });
      if (off) p.text("lab small quiet", px, py + (k ? r + 18 : -r - 8), '"off"', "middle");
    }),
  );
}

const names = (list) => (list.length > 1 ? `${list.slice(0, -1).join(", ")} and ${list.at(-1)}` : list[0]);
const offUnits = (t) => isOn(t).flatMap((yes, i) => (yes ? [] : [`unit ${(i % 2) + 1} of layer ${i > 1 ? 2 : 1}`]));
const zCell = (l, k) => ({
  symbol: up("z", l, k + 1),
  name: `z${l}_${k + 1}`,
  width: "4em",
  show: (s, v) => num(v[`z${l}_${k + 1}`], 3),
});

/** @type {Definition} */
export default {
  name: "dead_gradients",
  title: "Where the gradient is exactly zero",
  predict:
    "At $\\x = (1, 1)$ one hidden unit is off, and 5 of the 18 derivatives are 0. Drag $\\x$ to where a unit of layer 1 is off as well: which others become 0?",
  see: "Every cell is the number at its row times the $δ$ of its column. A unit that is off makes two kinds of zeros: its $δ = 0$ empties the column of weights that lead to it, and its $a = 0$ the row of weights that lead away. Where it is on, in another part of the plane, all of them can learn again.",
  layout: "over",
  state: ["x_1", "x_2", "target"],
  choices: [{ trait: "target", label: "Right class" }],

  pictures: [
    {
      key: "cells",
      caption: "The stronger its colour, the larger a slope; hatched: exactly 0",
      height: (width) => (width >= 700 ? 174 : 542),
      draw: drawCells,
      alt(s) {
        const t = run(s);
        const rows = LAYERS.map(
          (l, i) =>
            `W${l}: ${t.dW[i].map((row) => row.map((slope) => exact(slope, 4)).join(", ")).join("; ")}; b${l}: ${t.db[i].map((slope) => exact(slope, 4)).join(", ")}`,
        );
        return `Derivatives of the loss, row by row. ${rows.join(". ")}.`;
      },
    },
    {
      key: "plane",
      caption: "All inputs: where which hidden units are on (full dots), and how many slopes are 0",
      height: () => 300,
      draw: drawPlane,
      alt: (s) =>
        `Plane of inputs in ${REGIONS.length} parts. The input (${brief(s.x_1)}, ${brief(s.x_2)}) lies where ${offUnits(run(s)).length ? `off are: ${names(offUnits(run(s)))}` : "all four hidden units are on"}.`,
      handles: [
        {
          key: "x",
          kind: "input",
          label: "input x",
          traits: ["x_1", "x_2"],
          describe: (s) => `x1 = ${brief(s.x_1)}, x2 = ${brief(s.x_2)}`,
        },
      ],
    },
    {
      key: "units",
      caption: "In each unit $z$ above, $δ$ below. Thick edge: large slope; dashed: negative; grey: exactly 0.",
      height: () => 300,
      draw: drawUnits,
      alt: (s) =>
        `Network. ${LAYERS.map(
          (l) =>
            `Layer ${l}: delta = ${run(s)
              .delta[l - 1].map((d) => exact(d, 3))
              .join(" and ")}`,
        ).join(". ")}.`,
    },
  ],

  values(s) {
    const t = run(s);
    const of = (f) => Object.assign({}, ...LAYERS.map((l) => f(l, l - 1)));
    const known = {
      loss: t.loss,
      ...Object.assign({}, ...[1, 2].flatMap((l) => UNITS.map((k) => ({ [`z${l}_${k + 1}`]: t.z[l - 1][k] })))),
    };
    if (onFold(t)) return known;
    return {
      ...known,
      zeros: zeros(t),
      ...of((l, i) => ({ [`delta${l}`]: t.delta[i], [`dW${l}`]: t.dW[i].flat(), [`db${l}`]: t.db[i] })),
    };
  },

  readout: [
    [
      [zCell(1, 0), zCell(1, 1)],
      [zCell(2, 0), zCell(2, 1)],
    ],
    [[{ symbol: '"exact zeros of 18"', name: "zeros", kind: "delta", show: (s) => String(zeros(run(s))) }]],
    [[{ symbol: "L", name: "loss", width: "4.4em", show: (s, v) => num(v.loss, 6) }]],
  ],

  say(s) {
    const t = run(s);
    const off = offUnits(t);
    const blank = ["x_1", "x_2"].filter((name) => s[name] === 0);
    const input = blank.length
      ? ` ${blank.map((name) => `$${name} = 0$`).join(" and ")} ${blank.length > 1 ? "empty both rows" : "empties a row"} of $${up("W", 1)}$.`
      : "";
    const count = `${zeros(t)} of 18 slopes are exactly 0`;
    const edge = [...t.z[0], ...t.z[1]].indexOf(0);
    if (edge >= 0)
      return `**On a fold:** $${up("z", edge > 1 ? 2 : 1, (edge % 2) + 1)} = 0$. There the ReLU has no slope, and the book takes 0. In Python a stray last digit of $z$ may decide otherwise. ${count}.${input}`;
    if (!off.length)
      return `**All four hidden units are on:** ${zeros(t) ? `${count}.` : "no slope is exactly 0."}${input}`;
    const on1 = t.z[0].some((z) => z > 0);
    if (!on1)
      return `**Layer 1 is silent:** an example like this one can change neither $${up("W", 1)}$ nor $${up("b", 1)}$; nor $${up("W", 2)}$, whose inputs are 0. ${count}.${input}`;
    const who = names(off);
    return `**Off: ${who}.** ${off.length > 1 ? "Their" : "Its"} $δ = 0$ and $a = 0$: a column before, a row behind${off.length > 1 ? " each" : ""}, and the bias. ${count}.${input}`;
  },

  python: (s) =>
    [
      ...networkPython(SMALL_NETWORK, [s.x_1, s.x_2]),
      `gradients = net.backward(cache, [${s.target}])  # equations (9.3e) to (9.6)`,
      "",
      `loss = net.cost(x, [${s.target}])`,
      "zeros = sum((g == 0).sum() for g in [*gradients.W, *gradients.b])",
      "z1_1, z1_2 = cache.Z[0][0]",
      "z2_1, z2_2 = cache.Z[1][0]",
      "delta1, delta2, delta3 = (delta[0] for delta in gradients.delta)",
      "dW1, dW2, dW3 = (dW.ravel() for dW in gradients.W)  # row by row",
      "db1, db2, db3 = gradients.b",
      "",
    ].join("\n"),
};
