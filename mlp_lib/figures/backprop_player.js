// Backprop player: forward through the small network and back, one quantity a step, its number when asked for.
import { drawUnit, drawWeight, weightPlace } from "./js/graph.js";
import { SMALL_NETWORK, backwardPass, forwardPass, networkPython, nodePlaces, onFold } from "./js/network.js";
import { num } from "./js/numbers.js";
import { STEPS, UNITS, brief, exact, up } from "./js/passes.js";

function run(s) {
  const t = forwardPass(SMALL_NETWORK, [s.x_1, s.x_2]);
  const y = UNITS.map((k) => (k === s.target ? 1 : 0));
  return { ...t, y, ...backwardPass(SMALL_NETWORK, t, y) };
}

const LAST = STEPS.length;
const indexOf = (key, l) => STEPS.findIndex((step) => step.key === key && step.l === l) + 1;
const current = (s) => STEPS[s.k - 1]; // none at the start and at the end
const revealed = (s) => s.revealed ?? LAST;
const hidden = (s, i) => s.numbers === "hide" && i > revealed(s);
/** Is something hidden that the current step is worked out from? */
const skipped = (s) => s.k > 1 && hidden(s, s.k - 1);
/** What stands for the number of step i: nothing yet, a question mark, or the text. */
const shown = (s, key, l, text, before = "") => {
  const i = indexOf(key, l);
  return i > s.k && !(i <= revealed(s) && s.numbers === "hide") ? before : hidden(s, i) ? "?" : text;
};

/** Is the unit j of layer l (0: the inputs; 4: the loss), or the edges into layer l, part of the current step? */
function lit(s, l, edges = false) {
  const step = current(s);
  if (!step) return s.k > LAST;
  const { key, l: at } = step;
  if (edges) return key === "z" || key === "dW" ? at === l : key === "delta" && at + 1 === l;
  if (key === "z" || key === "dW") return l === at || l === at - 1;
  if (key === "delta") return l === at || l === at + 1;
  if (key === "loss") return l >= 3;
  return l === at;
}

function drawPasses(p, s) {
  const t = run(s);
  const wide = p.W >= 480;
  const r = wide ? 28 : p.W < 340 ? 21 : 24;
  const [top, bottom] = wide ? [108, 256] : [106, 250];
  const places = nodePlaces([2, 2, 2, 2], [r + 3, p.W - (wide ? 42 : 39)], [top, bottom]);
  const step = current(s);
  const decimals = wide ? 4 : 3;
  (wide ? ["input", "layer 1", "layer 2", "layer 3"] : ["input", "1", "2", "3"]).forEach((head, l) =>
    p.text("lab small quiet", places[l][0][0], 14, `"${head}"`, "middle"),
  );
  SMALL_NETWORK.forEach(({ W, b }, i) => {
    const l = i + 1;
    const on = lit(s, l, true);
    const back = on && (step ? step.back : true);
    const slopes = (step?.key !== "delta" || !on) && shown(s, "dW", l, true);
    W.forEach((row, j) =>
      row.forEach((w, k) => {
        const none = slopes === true && t.dW[i][j][k] === 0; // no slope: nothing flows here
        drawWeight(p, places[i][j], places[l][k], r, w, {
          kind: back && !none ? "k-delta" : none ? "k-plain" : "k-weight",
          extra: on && !none ? "" : "faint",
        });
      }),
    );
    W.forEach((row, j) =>
      row.forEach((w, k) => {
        const text = slopes === "?" ? "?" : slopes ? exact(t.dW[i][j][k], 3) : brief(w, 2);
        const [px, py] = weightPlace(places[i][j], places[l][k], r, {
          outside: j ? 1 : -1,
          width: 6.6 * text.length,
          t: wide ? 0.28 : 0.24,
        });
        p.text(`lab small ${slopes ? "k-delta" : on ? "k-weight" : "quiet"}`, px, py + 5, text, "middle");
      }),
    );
    UNITS.forEach((k) => {
      const [px, py] = places[l][k];
      const line = (n) => py + (k ? r + 18 + 17 * n : -r - 8 - 17 * n);
      const delta = shown(s, "delta", l, exact(t.delta[i][k], decimals));
      if (delta) p.text("lab small k-delta", px, line(0), `δ = ${delta}`, "middle");
      const db = shown(s, "db", l, exact(t.db[i][k], decimals));
      p.text(
        `lab small ${db ? "k-delta" : "k-weight"}`,
        px,
        line(1),
        db ? `db = ${db}` : `b = ${brief(b[k])}`,
        "middle",
      );
      if (l === 3) p.text("lab small", px, line(2), `y_${k + 1} = ${t.y[k]}`, "middle");
      const off = l < 3 && t.z[i][k] <= 0 && shown(s, "a", l, "yes") === "yes";
      const place = l === 3 ? "k-pred" : "k-act";
      drawUnit(p, places[l][k], r, {
        kind: "k-act",
        bottomKind: place,
        off,
        extra: lit(s, l) ? "bold" : "thin",
        top: shown(s, "z", l, num(t.z[i][k], wide ? 3 : 2)),
        bottom: shown(s, "a", l, num(t.a[l][k], wide ? 3 : 2)),
      });
      if (off) p.text("lab small quiet", px, py + (k ? -r - 8 : r + 18), '"off"', "middle");
    });
  });
  UNITS.forEach((j) => {
    const [px, py] = places[0][j];
    p.text("lab k-input", px, py + (j ? r + 19 : -r - 9), `x_${j + 1}`, "middle");
    drawUnit(p, [px, py], r, { kind: "k-input", top: brief(t.a[0][j], 2), extra: lit(s, 0) ? "bold" : "thin" });
  });
  const [lx, ly] = [places[3][0][0], (top + bottom) / 2];
  for (const y of [top + r, bottom - r])
    p.line(
      `mark thin k-${lit(s, 4) ? "delta" : "plain faint"}`,
      lx,
      y + Math.sign(ly - y) * 3,
      lx,
      ly - Math.sign(ly - y) * 21,
    );
  drawUnit(p, [lx, ly], 20, {
    kind: "k-delta",
    top: "L",
    bottom: shown(s, "loss", 4, num(t.loss, 2)),
    extra: lit(s, 4) ? "bold" : "thin",
  });
}

function drawFormula(p, s) {
  const t = run(s);
  const step = current(s);
  const put = (y, markup, kind = "", size = "small") => p.text(`lab ${size} ${kind}`, 0, y, markup);
  if (!step) {
    put(16, s.k ? '"Forward and back, all numbers"' : '"Before the first step"', "quiet");
    if (!s.k) return put(46, `x = (${brief(s.x_1)}, ${brief(s.x_2)}),  y = (${t.y.join(", ")})`, "k-input", "");
    const rows = [["p", t.a[3]], ["L", [t.loss]], ...[2, 1, 0].map((i) => [up("δ", i + 1), t.delta[i]])];
    rows.forEach((/** @type {[string, number[]]} */ [name, list], i) => {
      const text = list.map((value) => exact(value, 6)).join(", ");
      put(
        46 + 27 * i,
        `${name} = ${shown(s, i === 0 ? "a" : i === 1 ? "loss" : "delta", [3, 4, 3, 2, 1][i], list.length > 1 ? `(${text})` : text)}`,
        i ? "k-delta" : "k-pred",
        "",
      );
    });
    return;
  }
  const kind = step.back || step.key === "loss" ? "k-delta" : step.l === 3 && step.key === "a" ? "k-pred" : "k-act";
  put(16, step.back ? '"← backward"' : '"forward →"', "quiet");
  put(46, step.formula, kind, "");
  if (skipped(s)) return put(80, '"worked out from numbers that are still hidden"', "quiet");
  let y = 80;
  for (const [left, work, value] of step.lines(t)) {
    const result = hidden(s, s.k) ? "?" : brief(value, 6);
    const oneLine = step.key === "dW" || step.key === "db" || (step.key === "a" && step.l < 3);
    put(y, oneLine ? `${left} = ${work} = ${result}` : `${left} = ${work}`, kind);
    if (!oneLine) p.text(`lab ${kind}`, 24, (y += 24), `= ${result}`);
    y += oneLine ? 27 : 32;
  }
}

const cells = (symbol, key, l, rows, kind) => ({
  symbol,
  kind,
  rows: rows.map((row) => row.map(([f, name]) => ({ name, show: (s) => shown(s, key, l, exact(f(run(s)), 4), "…") }))),
});
const deltas = (l) => [
  [cells(up("δ", l), "delta", l, [UNITS.map((k) => [(t) => t.delta[l - 1][k], `delta${l}_${k + 1}`])], "delta")],
];
const slopes = (l) => [
  [
    cells(
      `∂L/∂${up("W", l)}`,
      "dW",
      l,
      UNITS.map((j) => UNITS.map((k) => [(t) => t.dW[l - 1][j][k]])),
      "delta",
    ),
  ],
];

/** @type {Definition} */
export default {
  name: "backprop_player",
  title: "Forward, then back: one number after the other",
  predict:
    "Work out each number before you reveal it. Where on the way back does one become exactly 0, and what else is 0 because of it?",
  see: "The way back uses every number of the way forward: $a$ for the slopes of the weights, $z$ to know which units were on. Each $δ$ is computed once and serves all the weights that lead into its unit and all the units before it.",
  layout: "wide",
  state: ["x_1", "x_2", "target", "numbers", "k", "revealed"],
  choices: [
    { trait: "target", label: "Right class" },
    {
      trait: "numbers",
      label: "Numbers",
      text: (numbers) => ({ hide: "hide until I ask" })[numbers],
      also: (s, value) => (value === "hide" && s.numbers !== "hide" ? { k: 1, revealed: 0 } : {}),
    },
  ],
  steps: {
    trait: "k",
    max: () => LAST + 1,
    count: (k) => (k > LAST ? "all numbers" : k ? `step ${k} of ${LAST}` : "no step yet"),
    interval: 1000,
  },
  actions: [
    { label: "Reveal", run: (s) => ({ revealed: Math.min(s.k, LAST) }), when: (s) => hidden(s, Math.min(s.k, LAST)) },
    {
      label: "Hide all again",
      run: () => ({ k: 1, revealed: 0 }),
      when: (s) => s.numbers === "hide" && revealed(s) > 0,
    },
  ],

  paper: { numbers: "show", k: LAST + 1 },

  pictures: [
    {
      key: "passes",
      caption:
        "In each unit $z$ above the line, $a$ below it. On the way back: $δ$ at the units, the slope of $L$ on each edge and, as $db$, for each $b$.",
      height: () => 350,
      draw: drawPasses,
      alt(s) {
        const t = run(s);
        const known = STEPS.filter((step, i) => i < s.k && !hidden(s, i + 1)).map(
          ({ name, lines }) =>
            `${name} = ${lines(t)
              .map(([, , value]) => exact(value, 4))
              .join(", ")}`,
        );
        return `Network with two inputs, two hidden layers and two probabilities, and the loss. ${known.length ? `Computed so far: ${known.join("; ")}.` : "Nothing is computed yet."}`;
      },
    },
    {
      key: "formula",
      height: () => 184,
      draw: drawFormula,
      alt(s) {
        const step = current(s);
        if (!step) return s.k ? "All steps are taken." : "No step is taken yet.";
        if (skipped(s)) return `${step.formula}. The numbers that it needs are still hidden.`;
        return `${step.formula}. ${step
          .lines(run(s))
          .map(([left, work, value]) => `${left} = ${work} = ${hidden(s, s.k) ? "?" : brief(value, 6)}`)
          .join(". ")}.`;
      },
    },
  ],

  values(s) {
    const t = run(s);
    if (onFold(t)) return { loss: t.loss, p: t.a[3] };
    const each = UNITS.map((i) => i + 1).concat(3);
    const named = each.flatMap((l) => UNITS.map((k) => [`delta${l}_${k + 1}`, t.delta[l - 1][k]]));
    return {
      loss: t.loss,
      p: t.a[3],
      ...Object.fromEntries([
        ...named,
        ...each.map((l) => [`dW${l}`, t.dW[l - 1].flat()]),
        ...each.map((l) => [`db${l}`, t.db[l - 1]]),
      ]),
    };
  },

  readout: [
    [["x_1", "x_2"].map((name) => ({ symbol: name, name, width: "3em", show: (s) => num(s[name], 2) }))],
    [[{ symbol: "L", name: "loss", width: "4.4em", show: (s, v) => shown(s, "loss", 4, num(v.loss, 6), "…") }]],
    ...[3, 2, 1].map(deltas),
    ...[3, 2, 1].map(slopes),
  ],

  say(s) {
    const t = run(s);
    const step = current(s);
    const offs = [1, 2].flatMap((l) => UNITS.filter((k) => t.z[l - 1][k] <= 0).map((k) => [l, k + 1]));
    const zeros = t.dW
      .flat(2)
      .concat(t.db.flat())
      .filter((value) => value === 0).length;
    if (!s.k) return "**Before the first step.** Only the input, the weights and the right answer are known.";
    if (s.k > LAST) {
      const dead = offs.length ? ` Off: ${offs.map(([l, k]) => `unit ${k} of layer ${l}`).join(", ")}.` : "";
      return s.numbers === "hide" && revealed(s) < LAST
        ? "**All steps taken.** Some numbers are still hidden."
        : `**All numbers.** One pass back gave all 18 slopes; ${zeros} of them are exactly 0.${dead}`;
    }
    const way = `Step ${s.k}, ${step.back ? "back" : "forward"}.`;
    if (hidden(s, s.k))
      return `**${way}** What is $${step.name}$? Work it out${skipped(s) ? " from the numbers before it, which are hidden too" : ""}, then reveal it.`;
    const off = offs.filter(([l]) => l === step.l).map(([, k]) => k);
    const unit = off.length > 1 ? "Both units are off" : `Unit ${off[0]} is off`;
    const words = {
      z: "What comes in, each number times its weight, and the bias.",
      a:
        step.l === 3
          ? "Two positive numbers with the sum 1."
          : off.length
            ? `${unit}: $a = 0$.`
            : "Both units are on and hand on their $z$.",
      loss: `The right class got $p_${s.target + 1} = ${num(t.a[3][s.target], 4)}$; the loss is the negative logarithm of that.`,
      delta:
        step.l === 3
          ? "Softmax and cross-entropy together: what was said minus what is right."
          : off.length
            ? `${unit}: the factor $'relu'′(z) = 0$ stops what comes back, and $δ$ is exactly 0.`
            : "Every unit collects what the units after it send back, each through its weight.",
      dW: `What goes into the edge times the $δ$ at its end.${t.dW[step.l - 1]?.flat().some((value) => value === 0) ? " Where either is 0, the weight gets no slope at all." : ""}`,
      db: "The bias adds 1 for 1, so its slope is $δ$ itself.",
    };
    return `**${way}** ${words[step.key]}`;
  },

  python: (s) =>
    [
      ...networkPython(SMALL_NETWORK, [s.x_1, s.x_2]),
      `gradients = net.backward(cache, [${s.target}])  # equations (9.3e) to (9.6)`,
      "",
      `loss = net.cost(x, [${s.target}])`,
      "p = cache.A[3][0]",
      "delta1_1, delta1_2 = gradients.delta[0][0]",
      "delta2_1, delta2_2 = gradients.delta[1][0]",
      "delta3_1, delta3_2 = gradients.delta[2][0]",
      "dW1, dW2, dW3 = (dW.ravel() for dW in gradients.W)  # row by row",
      "db1, db2, db3 = gradients.b",
      "",
    ].join("\n"),
};
