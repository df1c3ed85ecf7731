// Softmax bars: logits, exponentials, probabilities; the naive formula beside the one that cannot overflow.
import { num, py, pyList, small } from "./js/numbers.js";
import { scale } from "./js/plot.js";
import { cell } from "./js/readout.js";
import { softmax } from "./js/softmax.js";

const K = [0, 1, 2];
const MOST = 5; // size of a logit
const SMALLEST = 2.3e-308; // normal float64: below it digits get lost
const [NARROW, PANEL, FLAT] = [600, 272, 204]; // width below which panels stand one under another; their heights

const logits = (s) => K.map((k) => s[`z${k}`]);
const scaled = (s) => logits(s).map((z) => (z + s.c) / s.T);
const sum = (list) => list.reduce((a, b) => a + b, 0);

/** How the formula e^u / sum of e^u fares without a shift by the largest u. */
function naiveState(u) {
  const total = sum(u.map(Math.exp));
  if (total === Infinity) return "overflow";
  if (total === 0) return "underflow";
  return total < SMALLEST ? "few digits" : "fine";
}

/**
 * Three bars over low..high in a box, with a number at each end and rows of text under them.
 * @param {Pen} p @param {{left, top, width, height}} box
 * @param {{title, kind, low, high, base, values, tips, ticks, rows, strong?: number}} bars  `strong`: the one that stands out
 */
function panel(p, { left, top, width, height }, { title, kind, low, high, base, values, tips, ticks, rows, strong }) {
  const x = scale(-0.5, 2.5, left + 38, left + width);
  const y = scale(low, high, top + height - 20 * rows.length - 10, top + 44);
  p.text("lab small quiet", left + 4, top + 14, title);
  for (const [value, text] of ticks) {
    p.line(value === base ? "axis" : "gridl", x(-0.5), y(value), x(2.5), y(value));
    p.text("tick", x(-0.5) - 6, y(value) + 4, text, "end");
  }
  const half = Math.min(26, (x(1) - x(0)) * 0.32);
  for (const k of K) {
    const [a, b] = [y(base), y(values[k])];
    p.put("rect", `solid ${kind}`, {
      x: x(k) - half,
      y: Math.min(a, b),
      width: 2 * half,
      height: Math.abs(a - b),
      opacity: strong === undefined || strong === k ? 1 : 0.5,
    });
    p.text(`lab small ${kind}`, x(k), b + (b > a ? 16 : -6), tips[k], "middle");
  }
  rows.forEach(({ name, texts, kind: own = "" }, i) => {
    const py_ = top + height - 20 * (rows.length - i) + 14;
    if (name) p.text("lab small quiet", left + 4, py_, name);
    for (const k of K) p.text(`lab small ${own}`, x(k), py_, texts[k], "middle");
  });
}

function draw(p, s, v) {
  const narrow = p.W < NARROW;
  const gap = 18;
  const width = narrow ? p.W : (p.W - 2 * gap) / 3;
  const box = (i) =>
    narrow
      ? { left: 0, top: i * FLAT, width, height: FLAT - 8 }
      : { left: i * (width + gap), top: 0, width, height: PANEL };
  const shifted = logits(s).map((z) => z + s.c);
  const classes = (letter) => K.map((k) => `${letter}_${k}`);
  panel(p, box(0), {
    title: '"logits" z + c',
    kind: "k-act",
    low: s.c - MOST - 1,
    high: s.c + MOST,
    base: s.c,
    values: shifted,
    tips: shifted.map((value) => num(value, 1)),
    ticks: [-MOST, 0, MOST].map((d) => [s.c + d, num(s.c + d, 0)]),
    rows: [{ texts: classes("z"), kind: "k-act" }],
  });
  const state = naiveState(v.u);
  const plain = v.u.map((u) =>
    Math.exp(u) === Infinity ? '"overflow"' : Math.exp(u) === 0 ? '"rounds to 0"' : positive(Math.exp(u)),
  );
  panel(p, box(1), {
    title: `e^{u − m}", with "u = (z + c)/T", "m = 'max' u`,
    kind: "k-plain",
    low: 0,
    high: 1,
    base: 0,
    values: v.grow,
    tips: v.grow.map((value) => small(value)),
    ticks: [0, 0.5, 1].map((d) => [d, num(d, 1)]),
    rows: [
      { name: "u", texts: v.u.map((u) => num(u)) },
      { name: "e^u", texts: plain, kind: state === "fine" ? "" : "k-delta" },
    ],
  });
  panel(p, box(2), {
    title: '"probabilities" p',
    kind: "k-pred",
    low: 0,
    high: 1,
    base: 0,
    values: v.p,
    tips: v.p.map((value) => small(value)),
    ticks: [0, 0.5, 1].map((d) => [d, num(d, 1)]),
    rows: [
      { texts: classes("p"), kind: "k-pred" },
      { texts: K.map((k) => (k === s.t ? '"true class"' : "")), kind: "" },
    ],
    strong: s.t,
  });
}

/** A positive float64 of any size. */
const positive = (value) => (value < 0.01 ? small(value) : num(value));
const quantity = (u) => (Math.exp(u) === Infinity ? "overflow" : Math.exp(u) === 0 ? "0" : positive(Math.exp(u)));

/** What the naive formula yields for the true class, in words where it yields no number. */
function naiveText(s, v) {
  const state = naiveState(v.u);
  if (state === "fine") return small(v.naive[s.t]);
  return { overflow: "∞/∞: no number", underflow: "0/0: no number", "few digits": "few digits left" }[state];
}

function naiveTotal(v) {
  const total = sum(v.u.map(Math.exp));
  return total === Infinity ? "overflow" : total === 0 ? "0" : positive(total);
}

/** @type {Definition} */
export default {
  name: "softmax_bars",
  title: "Softmax in three stages",
  predict:
    "Add 100 to all three logits. What happens to the probabilities? And what if all three are doubled, which is a temperature of 0.5?",
  see: "A shift of all logits multiplies every $e^u$ by the same number, which cancels: only differences count. So we may subtract the largest $u$ first, and nothing can overflow. A low temperature sharpens, a high one flattens.",
  layout: "one",
  state: ["z0", "z1", "z2", "c", "T", "t"],
  choices: [{ trait: "t", label: "True class", text: (k) => `class ${k}` }],

  pictures: [
    {
      key: "stages",
      height: (width) => (width < NARROW ? 3 * FLAT : PANEL),
      draw,
      alt: (s, v) =>
        `Bars in three stages. Logits plus shift ${logits(s)
          .map((z) => num(z + s.c, 1))
          .join(", ")}; divided by the temperature ${num(s.T, 1)}, ` +
        `exponentials ${v.u.map(quantity).join(", ")}; probabilities ${v.p.map((p) => num(p, 3)).join(", ")}, the true class is ${s.t}.`,
    },
  ],

  values(s) {
    const u = scaled(s);
    const { m, grow, total, lnTotal, p } = softmax(u);
    const plain = u.map(Math.exp);
    const naive = naiveState(u) === "fine" ? { naive: plain.map((value) => value / sum(plain)) } : {};
    return { u, m, grow, total, p, p_t: p[s.t], loss: lnTotal - (u[s.t] - m), ...naive };
  },

  readout: [
    [
      [
        cell(
          (s) => `p_${s.t ?? 0}`,
          (s, v) => small(v.p_t),
          { name: "p_t", width: "4em" },
        ),
        "=",
        cell("e^{u − m}", (s, v) => small(v.grow[s.t]), { width: "4em", kind: "plain" }),
        "/",
        cell('"sum of " e^{u − m}', (s, v) => num(v.total, 3), { name: "total", width: "5.4em", kind: "plain" }),
      ],
    ],
    [
      [cell((s) => `"naive " p_${s.t ?? 0}`, naiveText, { width: "7.4em", kind: "plain" })],
      [
        "=",
        cell("e^u", (s, v) => quantity(v.u[s.t]), { width: "4.6em", kind: "plain" }),
        "/",
        cell('"sum of " e^u', (s, v) => naiveTotal(v), { width: "4.6em", kind: "plain" }),
      ],
    ],
    [
      [
        cell("L", (s, v) => small(v.loss), { name: "loss", width: "3.2em" }),
        "=",
        cell("−(u − m)", (s, v) => num(v.m - v.u[s.t], 3), { width: "5em", kind: "plain" }),
        "+",
        cell("'ln' \"sum of \" e^{u − m}", (s, v) => small(softmax(v.u).lnTotal), { width: "7em", kind: "plain" }),
      ],
    ],
  ],

  say(s, v) {
    const state = naiveState(v.u);
    const same = `With $m = ${num(v.m, 1)}$ subtracted first, the probabilities come out all the same.`;
    if (state === "overflow")
      return `**The naive formula overflows.** The exponential of ${num(v.m, 1)} is too large for a float64: ∞ divided by ∞ is no number. ${same}`;
    if (state === "underflow")
      return `**The naive formula underflows.** Every $e^u$ is so small that it is rounded to 0, and 0 divided by 0 is no number. ${same}`;
    if (state === "few digits")
      return `**The naive formula loses its digits.** So close to 0 a float64 keeps only a few. ${same}`;
    if (s.c)
      return `**The shift changes nothing.** Every $e^u$ is multiplied by the same ${positive(Math.exp(s.c / s.T))}, which cancels.`;
    if (Math.max(...v.p) - Math.min(...v.p) < 1e-9)
      return "**All alike.** Equal logits give every class one third, at every temperature: $L = 'ln' 3 = 1.099$.";
    const most = `The largest probability is ${num(Math.max(...v.p), 3)}`;
    const leaders = v.p.filter((p) => Math.max(...v.p) - p < 1e-9).length;
    if (leaders === 2)
      return "**A tie.** Two classes lead with equal logits, and no temperature parts them: cold, they share everything.";
    if (s.T < 0.95)
      return `**Sharper.** ${most}: at a low temperature differences between logits grow, and the winner takes more.`;
    if (s.T > 1.05) return `**Flatter.** ${most}: at a high temperature differences between logits shrink.`;
    return `**The true class gets ${num(v.p_t, 3)}.** The loss is $−'ln' ${num(v.p_t, 3)} = ${small(v.loss)}$: only the probability of the true class counts.`;
  },

  python: (s, v) =>
    [
      "import numpy as np",
      "from mlp_lib import softmax, softmax_cross_entropy",
      "",
      `z = np.array(${pyList(logits(s))})`,
      `c, T, t = ${py(s.c)}, ${py(s.T)}, ${s.t}  # shift, temperature, true class`,
      "",
      "u = (z + c) / T",
      "p = softmax(u)  # equation (3.2a)",
      "p_t = p[t]",
      "loss = softmax_cross_entropy(u, t)  # equation (3.3b)",
      "",
      "m = u.max()",
      "grow = np.exp(u - m)  # equation (3.6a)",
      "total = grow.sum()",
      ...(v.naive
        ? ["naive = np.exp(u) / np.exp(u).sum()"]
        : [`# np.exp(u) / np.exp(u).sum() fails here: ${naiveState(v.u)}`]),
      "",
    ].join("\n"),
};
