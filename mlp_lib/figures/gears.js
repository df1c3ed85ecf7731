// Gears: nested functions as dials. A nudge of the first turns the next by the local factor, and so on.
import { axes } from "./js/axes.js";
import { num, par, py, signed } from "./js/numbers.js";
import { clamp, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const TURN = 0.1; // change of a value that turns its gear once
const DRAWN = 8; // whole turns at most that a spiral shows
const [WIDE, ROW] = [700, 150]; // width from which gears stand side by side; height of one below another

/** Functions from the innermost: name, rule and slope as text and as code, names of argument and value. */
const stage = (name, at, to, rule, slope, f, d, code, slopeCode) => ({
  name,
  at,
  to,
  rule,
  slope,
  f,
  d,
  code,
  slopeCode,
});
const four = (name) =>
  stage(
    name,
    "x",
    "u",
    "4x",
    "4",
    (x) => 4 * x,
    () => 4,
    "4 * x",
    "4.0",
  );
const CHAINS = {
  cube: [
    stage(
      "C",
      "x",
      "u",
      "x² + 1",
      "2x",
      (x) => x * x + 1,
      (x) => 2 * x,
      "x * x + 1",
      "2 * x",
    ),
    stage(
      "B",
      "u",
      "v",
      "3u − 2",
      "3",
      (u) => 3 * u - 2,
      () => 3,
      "3 * u - 2",
      "3.0",
    ),
    stage(
      "A",
      "v",
      "f",
      "v³",
      "3v²",
      (v) => v * v * v,
      (v) => 3 * v * v,
      "v * v * v",
      "3 * v * v",
    ),
  ],
  "sine of square": [
    four("C"),
    stage(
      "B",
      "u",
      "v",
      "u²",
      "2u",
      (u) => u * u,
      (u) => 2 * u,
      "u * u",
      "2 * u",
    ),
    stage("A", "v", "f", "'sin' v", "'cos' v", Math.sin, Math.cos, "np.sin(v)", "np.cos(v)"),
  ],
  "square of sine": [
    four("C"),
    stage("B", "u", "v", "'sin' u", "'cos' u", Math.sin, Math.cos, "np.sin(u)", "np.cos(u)"),
    stage(
      "A",
      "v",
      "f",
      "v²",
      "2v",
      (v) => v * v,
      (v) => 2 * v,
      "v * v",
      "2 * v",
    ),
  ],
  two: [
    stage(
      "g",
      "x",
      "u",
      "3x",
      "3",
      (x) => 3 * x,
      () => 3,
      "3 * x",
      "3.0",
    ),
    stage(
      "h",
      "u",
      "f",
      "u²",
      "2u",
      (u) => u * u,
      (u) => 2 * u,
      "u * u",
      "2 * u",
    ),
  ],
};
const START = { cube: 1, "sine of square": 0.25, "square of sine": 0.25, two: 1 };

/** Values along the chain, the argument first. */
const run = (chain, x) => chain.reduce((values, { f }) => [...values, f(values.at(-1))], [x]);

/** Everything that the dials show: values, changes, local factors and their products up to each dial. */
function turns(s, nudge = s.s) {
  const chain = CHAINS[s.chain];
  const values = run(chain, s.x);
  const factors = chain.map(({ d }, i) => d(values[i]));
  const products = factors.reduce((list, factor) => [...list, list.at(-1) * factor], [1]);
  return { chain, values, factors, products, changes: run(chain, s.x + nudge).map((value, i) => value - values[i]) };
}

const kindAt = (i, last) => (i === 0 ? "k-input" : i === last ? "k-pred" : "k-act");
const polar = (cx, cy, r, turn) => [cx + r * Math.sin(2 * Math.PI * turn), cy - r * Math.cos(2 * Math.PI * turn)];

/** A gear turned by a number of turns, with the way that its needle went as a spiral: the latest turns, outermost. */
function gear(p, cx, cy, r, turn, kind) {
  const teeth = 20;
  const rim = Array.from({ length: 4 * teeth }, (_, i) => polar(0, 0, i % 4 < 2 ? r : r - 6, (i + 0.5) / (4 * teeth)));
  p.put("polygon", `mark thin ${kind}`, {
    points: rim.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "),
    transform: `translate(${cx.toFixed(1)} ${cy}) rotate(${((turn % 1) * 360).toFixed(2)})`,
  });
  const shown = clamp(turn, -DRAWN, DRAWN);
  const space = Math.min(6, (r - 26) / Math.max(1, Math.abs(shown)));
  const n = Math.max(2, Math.ceil(Math.abs(shown) * 24));
  const from = turn - shown;
  const way = Array.from({ length: n + 1 }, (_, i) =>
    polar(cx, cy, r - 13 - space * Math.abs(shown) * (1 - i / n), from + (shown * i) / n),
  );
  p.line("mark thin dash k-plain", cx, cy, cx, cy - r + 9);
  p.poly("mark k-delta", way);
  p.line(`mark ${kind}`, cx, cy, ...polar(cx, cy, r - 10, turn));
  p.dot(`solid ${kind}`, cx, cy, 4.5);
}

function drawGears(p, s) {
  const { chain, values, factors, products, changes } = turns(s);
  const wide = p.W >= WIDE;
  const last = chain.length;
  const column = p.W / (last + 1);
  const r = wide ? clamp((column - 104) / 2, 36, 60) : 50;
  const place = (i) => (wide ? [column * (i + 0.5), 96] : [54, ROW * i + 58]);
  const names = ["x", ...chain.map(({ to }) => to)];
  names.forEach((name, i) => {
    const [cx, cy] = place(i);
    const turn = changes[i] / TURN;
    const kind = kindAt(i, last);
    gear(p, cx, cy, r, turn, kind);
    const count = `${num(Math.abs(turn))} "${Math.abs(turn) >= 1 ? "turns" : "of a turn"}${Math.abs(turn) > DRAWN ? `, ${DRAWN} drawn` : ""}"`;
    const lines = [
      [`lab ${kind}`, `${name} = ${num(values[i], 3)}`],
      ["lab small k-delta", `${i ? '"turned by "' : '"nudged by "'}${signed(changes[i], 6)}`],
      ...(i ? [["lab small", `${num(products[i])} · s = ${signed(products[i] * s.s, 6)}`]] : []),
      ["lab small quiet", count],
    ];
    lines.forEach(([classes, text], line) => {
      if (wide) p.text(classes, cx, line ? cy + r + 4 + 20 * line : cy - r - 14, text, "middle");
      else p.text(classes, cx + r + 24, cy - 26 + 20 * line, text);
    });
    if (i === last) return;
    const { name: letter, at, rule } = chain[i];
    const factor = `× ${par(factors[i])}`;
    const where = `${letter}′(${num(values[i])})`;
    if (wide) {
      const [x1, x2] = [cx + r + 7, cx + column - r - 7];
      const mid = (x1 + x2) / 2;
      p.arrow("k-plain", x1, cy, x2, cy, { extra: "thin", head: 9 });
      p.text("lab small quiet", mid, cy - 12, `${letter}(${at}) = ${rule}`, "middle");
      p.text("lab k-delta", mid, cy + 22, factor, "middle");
      p.text("lab small quiet", mid, cy + 41, `= ${where}`, "middle");
    } else {
      p.arrow("k-plain", cx, cy + r + 5, cx, cy + ROW - r - 5, { extra: "thin", head: 9 });
      p.text("lab small quiet", cx + r + 24, cy + 68, `${letter}(${at}) = ${rule}`);
      p.text("lab k-delta", cx + r + 24, cy + 88, `${factor} = ${where}`);
    }
  });
}

/** What the product misses, for every nudge: close to 0 a parabola. */
function drawGap(p, s, v, { s: { max: NUDGE } }) {
  const gap = (nudge) => turns(s, nudge).changes.at(-1) - v.product * nudge;
  const nudges = Array.from({ length: 41 }, (_, i) => -NUDGE + (NUDGE * i) / 20);
  const gaps = nudges.map(gap);
  const size = Math.max(1e-9, ...gaps.map(Math.abs));
  const [low, high] = [Math.min(...gaps) < -0.1 * size ? -size : 0, Math.max(...gaps) > 0.1 * size ? size : 0];
  const a = axes(p, scale(-NUDGE, NUDGE, 66, p.W - 14), scale(low, high, p.H - 42, 14));
  a.yGrid([...new Set([low, 0, high])], { show: (t) => (t ? num(t, size < 0.001 ? 7 : 5) : "0") });
  a.xAxis([-NUDGE, 0, NUDGE], { show: (t) => num(t, 3) });
  a.text("lab small", [NUDGE, low], "s", [0, 36], "end");
  a.series(
    "mark thin k-plain",
    nudges.map((nudge, i) => [nudge, gaps[i]]),
  );
  a.dot("dotm k-delta", [s.s, v.gap], 6);
  a.label("lab small k-delta", [s.s, v.gap], `"gap" = ${tiny(v.gap, 7)}`, {
    towards: v.gap < 0 ? -Math.PI / 2 : Math.PI / 2,
    gap: 11,
  });
}

const ROWS = [1, 2, 4, 8];

/** A table: the nudge, its half, its quarter and its eighth. */
function drawTable(p, s, v) {
  const ends = [0.2, 0.47, 0.74, 1].map((part) => part * p.W - 2);
  const heads = ["s", '"change of "f', '"product · "s', '"gap"'];
  const kinds = ["k-input", "k-pred", "k-delta", ""];
  const step = (p.H - 30) / 5;
  heads.forEach((text, j) => p.text("lab small quiet", ends[j], 24, text, "end"));
  p.line("axis", 0, 34, p.W, 34);
  const decimals = Math.abs(v.gap) < 0.001 ? 9 : 7;
  ROWS.forEach((part, i) => {
    const nudge = s.s / part;
    const change = turns(s, nudge).changes.at(-1);
    const predicted = v.product * nudge;
    const cells = [num(nudge, 6), num(change, 6), num(predicted, 6), tiny(change - predicted, decimals)];
    cells.forEach((text, j) => p.text(`lab small ${kinds[j]}`, ends[j], 34 + step * (i + 0.75), text, "end"));
  });
}

/** A gap, and 0 for what is only rounding. */
const tiny = (gap, decimals) => (Math.abs(gap) < 1e-12 ? "0" : num(gap, decimals));
const factor = (i, width = "5em") =>
  cell(
    (s) => at(s, i, ({ name, at: argument }) => `${name}′(${argument})`, "A′(v)"),
    (s) => at(s, i, (_, k) => par(turns(s).factors[k]), ""),
    { width, kind: "delta" },
  );
/** Something of the i-th factor from the outermost; nothing where the chain has none, a default before there is a state. */
const at = (s, i, show, unknown) => {
  if (!s.chain) return unknown;
  const k = CHAINS[s.chain].length - 1 - i;
  return k < 0 ? "" : show(CHAINS[s.chain][k], k);
};
const times = (i) => ({ symbol: (s) => at(s, i, () => "·", "·"), show: (s) => at(s, i, () => "·", ""), kind: "plain" });

/** @type {Definition} */
export default {
  name: "gears",
  title: "Gears in a row",
  predict:
    "Halve $x$, to 0.5. Which of the three factors change? Does the last dial then turn half as far as now, or much less? And where does one gear stand still?",
  see: "Each gear multiplies the turn that it receives by its own factor, taken at the value where it stands. Along the row factors multiply. What the product misses shrinks with the square of the nudge: half the nudge, a quarter of the gap.",
  layout: "over",
  state: ["x", "s", "chain"],
  choices: [
    {
      trait: "chain",
      label: "Chain",
      text: (chain) =>
        ({ cube: "(3(x² + 1) − 2)³", "sine of square": "sin((4x)²)", "square of sine": "(sin 4x)²", two: "(3x)²" })[
          chain
        ],
      also: (s, value) => ({ x: START[value] }),
    },
  ],

  pictures: [
    {
      key: "gears",
      caption: "A whole turn is a change of 0.1. Every needle set out from its dashed line.",
      height: (width) => (width >= WIDE ? 246 : 4 * ROW - 34),
      draw: drawGears,
      alt: (s) => {
        const { chain, values, factors, changes } = turns(s);
        return `Dials in a row. x = ${num(s.x)} is nudged by ${num(s.s, 4)}. ${chain
          .map(
            ({ name, to }, i) =>
              `${name} multiplies by ${num(factors[i])}: ${to} = ${num(values[i + 1], 3)} turns by ${num(changes[i + 1], 6)}.`,
          )
          .join(" ")}`;
      },
    },
    {
      key: "gap",
      caption: "The gap between change and product, for every nudge",
      height: () => 204,
      draw: drawGap,
      alt: (s, v) =>
        `Curve of the gap over the nudge, touching 0 where the nudge is 0. At ${num(s.s, 4)} the gap is ${tiny(v.gap, 7)}.`,
    },
    {
      key: "table",
      caption: "The nudge, its half, its quarter, its eighth",
      height: () => 204,
      draw: drawTable,
      alt: (s, v) =>
        `For nudges ${ROWS.map((part) => num(s.s / part, 6)).join(", ")} the gaps are ${ROWS.map((part) => tiny(turns(s, s.s / part).changes.at(-1) - (v.product * s.s) / part, 9)).join(", ")}.`,
    },
  ],

  values(s) {
    const { chain, values, factors, products, changes } = turns(s);
    const named = Object.fromEntries(
      chain.flatMap(({ name, to }, i) => [
        [to, values[i + 1]],
        [`slope_${name}`, factors[i]],
      ]),
    );
    const product = products.at(-1);
    const [change, predicted] = [changes.at(-1), product * s.s];
    return { ...named, product, change, predicted, gap: change - predicted };
  },

  readout: [
    [
      [cell("f′(x)", (s, v) => num(v.product), { name: "product", width: "4.4em" }), "=", factor(0, "4.4em")],
      [times(1), factor(1, "4.4em")],
      [times(2), factor(2, "4.4em")],
    ],
    [
      [cell('"product · "s', (s, v) => num(v.predicted, 6), { name: "predicted", width: "6em", kind: "delta" })],
      [cell('"change of "f', (s, v) => num(v.change, 6), { name: "change", width: "6em", kind: "pred" })],
    ],
    [
      [cell('"gap"', (s, v) => num(v.gap, 6), { name: "gap", width: "5em", kind: "plain" })],
      [cell("'gap'/s²", (s, v) => (s.s ? num(v.gap / s.s ** 2, 1) : "none"), { width: "5em", kind: "plain" })],
    ],
  ],

  say(s, v) {
    const { chain, factors } = turns(s);
    const still = factors.findIndex((value) => Math.abs(value) < 1e-12);
    if (still >= 0)
      return `**One gear stands still.** $${chain[still].name}′ = 0$ here, so the whole product is 0, whatever the others do. What still moves $f$ is the gap.`;
    if (!s.s)
      return "**No nudge, no turn.** The factors are there all the same: they belong to the place, not to the nudge.";
    const product = [...factors]
      .reverse()
      .map((value) => par(value))
      .join(" · ");
    return `**Multipliers multiply.** $${product} = ${num(v.product)}$: for a small nudge the last dial turns ${num(Math.abs(v.product))} times as far${v.product < 0 ? ", and backwards" : ""}. The gap is ${num(v.gap, 6)}.`;
  },

  python(s) {
    const chain = CHAINS[s.chain];
    const nested = chain.reduce((text, { name }) => `${name}(${text})`, "x + s");
    return [
      "import numpy as np",
      "",
      "",
      ...chain.flatMap(({ name, at: argument, code }) => [`def ${name}(${argument}):`, `    return ${code}`, "", ""]),
      `x, s = ${py(s.x)}, ${py(s.s)}`,
      ...chain.map(({ name, at: argument, to }) => `${to} = ${name}(${argument})`),
      "",
      ...chain.map(({ name, at: argument, slopeCode }) => `slope_${name} = ${slopeCode}  # at ${argument}`),
      `product = ${chain.map(({ name }) => `slope_${name}`).join(" * ")}  # equation (${chain.length === 2 ? "4.3" : "4.4"})`,
      "",
      `change = ${nested} - f`,
      "predicted = product * s",
      "gap = change - predicted",
      "",
    ].join("\n");
  },
};
