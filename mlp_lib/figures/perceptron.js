// The perceptron rule: one visit of one point at a time, and the strip of all visits.
import { snap } from "./js/limits.js";
import { inside, numbers } from "./js/lists.js";
import { inseparable, norm, perceptronRun } from "./js/maths.js";
import { num, par, pyList, signed } from "./js/numbers.js";
import { answers, boundary, classMark, plane, positiveSide } from "./js/plane.js";
import { clamp } from "./js/plot.js";

const EPOCHS = 60; // after which a run is broken off
const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const TARGETS = { AND: [-1, -1, -1, 1], OR: [-1, 1, 1, 1], XOR: [-1, 1, 1, -1] };
const NAMED = Object.fromEntries(
  Object.entries(TARGETS).map(([name, y]) => [name, CORNERS.map((x, i) => [...x, y[i]])]),
);

const pointsOf = (s) => NAMED[s.data] ?? s.points;
const told = new WeakMap(); // points -> their run
function runOf(points) {
  if (!told.has(points)) told.set(points, { ...perceptronRun(points, EPOCHS), tangle: inseparable(points) });
  return told.get(points);
}

/** All that a frame needs to know: the run, the visits made, the last one and the weights before it. */
function now(s) {
  const points = pointsOf(s);
  const run = runOf(points);
  const k = Math.min(s.visit, run.visits.length);
  const none = { w: [0, 0], b: 0 };
  const visit = run.visits[k - 1] ?? null;
  const epoch = Math.ceil(k / points.length) || 0;
  return {
    points,
    run,
    k,
    visit,
    epoch,
    point: visit && points[visit.i],
    before: run.visits[k - 2] ?? none,
    after: visit ?? none,
    decimals: points.flat().every(Number.isInteger) ? 0 : 2,
    ended: k > 0 && k === run.visits.length,
    endOfEpoch: k > 0 && k % points.length === 0,
  };
}

// ---- the plane
function drawPlane(p, s, v, limits) {
  const { points, run, visit, point, before, after, decimals, k } = now(s);
  const own = s.data === "own";
  const a = plane(p, own ? [-2.35, 2.35] : [-1, 3.4]);
  const { at } = a;
  if (norm(after.w) || after.b) positiveSide(a, after);
  a.grid();
  for (const c of points) a.handle(c, 13);
  const handles = own
    ? Object.fromEntries([...points.map((c, i) => [`point${i}`, at(c)]), ["cursor", a.handle(s.cursor)]])
    : {};
  if (run.tangle && k >= points.length)
    for (const hull of run.tangle) a.series("mark thin dash k-delta", closed(hull.map((i) => points[i])));
  if (visit?.updated) boundary(a, before, "mark thin dash k-act");
  boundary(a, after, "mark k-act", "z = 0");
  drawVectors(a, s);

  points.forEach((c, i) => {
    const shared = points.some((d, j) => j !== i && d[0] === c[0] && d[1] === c[1]);
    classMark(p, a.x(c[0]) + (shared ? 7 * c[2] : 0), a.y(c[1]), c[2]);
  });
  answers(a, after, points, {
    yes: '"answer +1"',
    no: '"answer −1"',
    nowhere: `"no line: "z = ${num(after.b, 0)}" everywhere"`,
  });
  a.names();
  if (visit) {
    a.dot(`ring ${visit.updated ? "k-delta" : "k-plain"}`, point, 16, { clear: false });
    a.label(`lab ${visit.updated ? "k-delta" : ""}`, point, `y z = ${num(point[2] * visit.z, decimals)}`, {
      towards: -Math.PI / 2,
      gap: 18,
    });
  }
  a.ticks(own ? [-2, -1, 1, 2] : [-1, 1, 2, 3]);
  if (own && points.length >= limits.points.most)
    p.text("lab small", p.W / 2, p.H - 30, `"${points.length} points: no more fit"`, "middle");
  if (own) crossHair(p, ...at(s.cursor));
  return { scales: [a.x, a.y], handles };
}

const crossHair = (p, x, y) =>
  p.path("mark thin k-plain", `M${x - 10} ${y}h6M${x + 4} ${y}h6M${x} ${y - 10}v6M${x} ${y + 4}v6`);
const closed = (corners) => (corners.length === 3 ? [...corners, corners[0]] : corners);

/** w as an arrow from the origin; at a mistake the sum of the old w and y x. */
function drawVectors(a, s) {
  const { run, visit, point, before, after } = now(s);
  const longest = Math.max(0, ...run.visits.flatMap((one) => one.w.map(Math.abs)));
  const shrink = 2 ** Math.max(0, Math.ceil(Math.log2(longest / (a.x.domain[1] - 0.2))));
  const [from, to] = [before, after].map(({ w }) => w.map((value) => value / shrink));
  const over = shrink > 1 ? ` / ${shrink}` : "";
  const angle = ([x1, y1], [x2, y2]) => Math.atan2(y2 - y1, x2 - x1);
  if (norm(to)) a.arrow("k-weight", [0, 0], to, { head: 12 });
  if (visit?.updated && norm(point.slice(0, 2))) {
    if (norm(from)) a.arrow("k-weight faint", [0, 0], from, { clear: false });
    a.arrow("k-input", from, to, { extra: "thin" });
    if (norm(from))
      a.label(
        "lab k-input",
        from.map((value, j) => (value + to[j]) / 2),
        `y \\x${over}`,
        { towards: angle(from, to) + Math.PI / 2, gap: 5 },
      );
  }
  if (norm(to)) a.label("lab big k-weight", to, `\\w${over}`, { towards: angle([0, 0], to), gap: 6 });
}

// ---- the strip: a row a point, a column an epoch
function drawStrip(p, s) {
  const { points, run, k } = now(s);
  const n = points.length;
  const epochs = run.mistakes.length;
  if (!n) return void p.text("lab quiet", p.W / 2, p.H / 2, '"No points yet"', "middle");
  const [left, top] = [s.data === "own" ? 64 : 76, 24];
  const row = Math.min(34, (p.H - top - 56) / n);
  const column = clamp((p.W - left - 4) / epochs, 3, 34);
  const x = (epoch) => left + epoch * column;
  const y = (i) => top + i * row;
  const wide = column >= 15;

  points.forEach(([a, b, label], i) => {
    classMark(p, left - 18, y(i) + row / 2, label, Math.min(8, row * 0.42));
    p.text(
      "tick",
      left - 32,
      y(i) + row / 2 + 4,
      s.data === "own" ? num(i + 1, 0) : `(${num(a, 0)}, ${num(b, 0)})`,
      "end",
    );
  });
  for (let e = 0; e < epochs; e++)
    if (wide || e === 0 || (e + 1) % 10 === 0) p.text("tick", x(e + 0.5), top - 8, num(e + 1, 0), "middle");
  p.text("tick", left - 10, top - 8, '"epoch"', "end");

  const paths = { wrong: "", right: "", later: "" };
  const [gx, gy] = [Math.min(3, column * 0.12), Math.min(3, row * 0.12)];
  const r = Math.min(3.5, column * 0.3, row * 0.3);
  const round = (cx, cy, q) =>
    `M${(cx - q).toFixed(1)} ${cy.toFixed(1)}a${q} ${q} 0 1 0 ${2 * q} 0a${q} ${q} 0 1 0 ${-2 * q} 0`;
  run.visits.forEach(({ i, updated }, t) => {
    const e = Math.floor(t / n);
    const [cx, cy] = [x(e + 0.5), y(i) + row / 2];
    if (t >= k) paths.later += wide ? round(cx, cy, 1.2) : "";
    else if (updated)
      paths.wrong += `M${(x(e) + gx).toFixed(1)} ${(y(i) + gy).toFixed(1)}h${(column - 2 * gx).toFixed(1)}v${(row - 2 * gy).toFixed(1)}h${(2 * gx - column).toFixed(1)}z`;
    else paths.right += round(cx, cy, r);
  });
  p.path("solid k-plain", paths.later);
  p.path("solid k-delta", paths.wrong);
  p.path("mark thin k-plain", paths.right);
  if (k) p.rect("mark k-plain now", x(Math.floor((k - 1) / n)), y((k - 1) % n), column, row, 3);

  const foot = y(n);
  run.mistakes.forEach((_, e) => {
    if (e * n >= k) return;
    const made = run.visits.slice(e * n, Math.min(k, (e + 1) * n)).filter((one) => one.updated).length;
    if (wide) p.text(`lab small ${made ? "k-delta" : "k-plain"}`, x(e + 0.5), foot + 18, num(made, 0), "middle");
    else p.rect("solid k-delta", x(e) + gx, foot + 4, column - 2 * gx, Math.max(1, (18 * made) / n));
  });
  p.text("tick", left - 10, foot + 18, '"mistakes"', "end");
  drawReturns(p, s, x, top, foot);
}

/** Thin lines where w and b are exactly what they were before: from there on all repeats. */
function drawReturns(p, s, x, top, foot) {
  const { points, run, k } = now(s);
  if (!run.cycle) return;
  const { from, period } = run.cycle;
  if (k < (from + period) * points.length) return;
  for (let e = from; e * points.length <= k; e += period) p.line("mark thin k-weight", x(e), top - 2, x(e), foot + 24);
  const { w, b } = run.visits[from * points.length - 1] ?? { w: [0, 0], b: 0 };
  p.text(
    "lab small k-weight",
    8,
    foot + 46,
    `\\w = (${num(w[0], w[0] % 1 ? 2 : 0)}, ${num(w[1], w[1] % 1 ? 2 : 0)}), b = ${num(b, 0)}" at each line"`,
  );
}

// ---- own points
/** New points; a picture of the finished run stays one. */
function edit(s, points) {
  const ended = s.visit >= runOf(s.points).visits.length;
  const last = runOf(points).visits.length;
  return { points, visit: ended ? last : Math.min(s.visit, last) };
}
const without = (s, i) =>
  edit(
    s,
    s.points.filter((_, j) => j !== i),
  );
const replaced = (s, i, point) =>
  edit(
    s,
    s.points.map((old, j) => (j === i ? point : old)),
  );
function add(s, /** @type {Place} */ [x1, x2], { points: limits }) {
  const point = [snap(x1, limits), snap(x2, limits), s.tool === "-1" ? -1 : 1];
  if (s.tool === "remove" || s.points.length >= limits.most) return {};
  return s.points.some((c) => c.every((value, j) => value === point[j])) ? {} : edit(s, [...s.points, point]);
}
function pressed(s, i) {
  if (s.tool === "remove") return without(s, i);
  return replaced(s, i, [...s.points[i].slice(0, 2), s.tool === "-1" ? -1 : 1]);
}
const place = ([a, b]) => `(${num(a)}, ${num(b)})`;

function handles(s, limits) {
  if (s.data !== "own") return [];
  const cursor = {
    key: "cursor",
    kind: "plain",
    bare: true,
    step: limits.cursor.step,
    label: "cross-hair: move with the arrow keys, Enter adds a point",
    at: ({ cursor: c }) => c,
    describe: (t) => `${place(t.cursor)}, adds class ${t.tool}`,
    move: (t, to) => ({ cursor: to.map((x) => snap(x, limits.cursor)) }),
    press: (t) => add(t, t.cursor, limits),
  };
  const each = s.points.map((_, i) => ({
    key: `point${i}`,
    kind: "input",
    bare: true,
    step: limits.points.step,
    label: `point ${i + 1}: move with the arrow keys, Delete removes it`,
    at: (t) => t.points[i],
    describe: (t) => `${place(t.points[i])}, class ${signed(t.points[i][2], 0)}`,
    move: (t, to) => replaced(t, i, [...to.map((x) => snap(x, limits.points)), t.points[i][2]]),
    press: (t) => pressed(t, i),
    remove: (t) => without(t, i),
  }));
  return [cursor, ...each];
}

// ---- words
const named = (s, i) => (s.data === "own" ? `Point ${i + 1}` : `Point (${CORNERS[i].join(", ")})`);
const weights = ({ w, b }, d) => `$\\w = (${num(w[0], d)}, ${num(w[1], d)})$, $b = ${num(b, 0)}$`;

/** Why no line can do it. */
function reason(points, [one, other]) {
  const sign = (list) => (points[list[0]][2] > 0 ? "+1" : "−1");
  if (one.length === 1 && other.length === 1) return "one point of each class lies at the same place";
  if (one.length === 2) return "the dashed segments of the two classes cross";
  return `a point of class ${sign(one)} lies ${other.length === 2 ? "on the dashed segment" : "in the dashed triangle"} of class ${sign(other)}`;
}

function say(s) {
  const { points, run, k, visit, point, after, epoch, decimals, ended, endOfEpoch } = now(s);
  if (!points.length) return "**No points.** Tap the picture, or focus the cross-hair and press Enter.";
  if (!k) return "**Before the first visit** $\\w = 0$ and $b = 0$. There is no line yet.";
  if (ended && run.clean)
    return `**Epoch ${epoch} is clean: done.** After ${run.mistakes.reduce((a, c) => a + c, 0)} updates ${weights(after, decimals)} answer every point rightly.`;
  const { from, period } = run.cycle ?? {};
  if (endOfEpoch && run.cycle && epoch >= from + period && (epoch - from) % period === 0)
    return `**Back at** ${weights(after, decimals)}, as ${from ? `after epoch ${from}` : "at the start"}. It goes round for ever: ${reason(points, run.tangle)}.`;
  if (ended)
    return run.tangle
      ? `**Broken off after ${EPOCHS} epochs.** It can never end: ${reason(points, run.tangle)}.`
      : `**Broken off after ${EPOCHS} epochs.** A line exists, so the rule will end, but the gap is so narrow that it takes longer.`;
  const product = `$y z = ${par(point[2], 0)}·${par(visit.z, decimals)} = ${num(point[2] * visit.z, decimals)}$`;
  return visit.updated
    ? `**${named(s, visit.i)} is a mistake:** ${product}, not above 0. So $y\\x$ is added to $\\w$, and $y$ to $b$.`
    : `**${named(s, visit.i)} is right:** ${product} is above 0, so nothing changes.`;
}

const shown = (f) => (s) => {
  const t = now(s);
  return t.visit ? f(t) : "–";
};
const vector = (pick, wrap = num) => [[0, 1].map((j) => ({ show: shown((t) => wrap(pick(t)[j], t.decimals)) }))];
const factor = shown((t) => (t.visit.updated ? par(t.point[2], 0) : "0"));

const rightOrY = (s) => (now(s).visit?.updated === false ? "0" : "y");

/** @type {Definition} */
export default {
  name: "perceptron",
  title: "The perceptron rule, visit by visit",
  predict: "On AND the rule stops after nine epochs. What will happen on XOR?",
  see: "Each mistake pulls $\\w$ towards a point of class +1, or pushes it away from a point of class −1. The mistakes do not fall steadily; yet on AND and OR they end. On XOR four visits lead back to where they began.",
  layout: "two",
  state: ["data", "points", "visit", "tool", "cursor"],

  usable: {
    cursor: (value, limits) => (numbers(value, 2) && value.every((x) => inside(x, limits)) ? value : undefined),
    points(value, limits) {
      const fits = (row) =>
        numbers(row, 3) && row.slice(0, 2).every((x) => inside(x, limits)) && Math.abs(row[2]) === 1;
      return Array.isArray(value) && value.length <= limits.most && value.every(fits) ? value : undefined;
    },
  },

  choices: [
    {
      trait: "data",
      label: "Data",
      text: (data) => ({ own: "Own points" })[data],
      also: (s, value) => ({ visit: value === "own" ? runOf(s.points).visits.length : 0 }),
    },
    {
      trait: "tool",
      label: "A tap",
      text: (tool) => ({ "+1": "adds +1", "-1": "adds −1", remove: "removes" })[tool],
      when: (s) => s.data === "own",
    },
  ],

  steps: {
    trait: "visit",
    max: (s) => runOf(pointsOf(s)).visits.length,
    count(k, n, s) {
      const [visit, epoch] = [String(k).padStart(String(n).length, "\u2007"), String(Math.max(1, now(s).epoch))];
      return `Visit ${visit} of ${n}, epoch ${epoch.padStart(String(runOf(pointsOf(s)).mistakes.length).length, "\u2007")}`;
    },
  },
  actions: [
    {
      label: "Next epoch",
      icon: "next",
      run(s) {
        const { k, points, run } = now(s);
        return { visit: Math.min(run.visits.length, (Math.floor(k / points.length) + 1) * points.length || 0) };
      },
    },
    { label: "Clear points", icon: "reset", when: (s) => s.data === "own", run: () => ({ points: [], visit: 0 }) },
  ],

  pictures: [
    {
      key: "plane",
      height: (width) => Math.min(width, 440),
      draw: drawPlane,
      handles,
      tap: (s, at, limits) => (s.data === "own" ? add(s, at, limits) : null),
      alt(s) {
        const { points, after, visit, decimals } = now(s);
        const look = visit ? ` Last visit: ${named(s, visit.i)}, ${visit.updated ? "a mistake" : "right"}.` : "";
        return `The plane with ${points.length} points of two classes. Weights (${num(after.w[0], decimals)}, ${num(after.w[1], decimals)}), bias ${num(after.b, 0)}.${look}`;
      },
    },
    {
      key: "strip",
      side: true,
      caption: "Every visit so far: a full square is a mistake",
      height: (width, figureWidth) => (figureWidth >= 620 ? Math.min(280, 0.29 * figureWidth) : 236),
      draw: drawStrip,
      alt: (s, v) => `Mistakes per epoch so far: ${v.mistakes.join(", ") || "none yet"}.`,
    },
  ],

  values(s) {
    const { points, run, k, visit, after } = now(s);
    const mistakes = [];
    run.visits.slice(0, k).forEach(({ updated }, t) => {
      if (t % points.length === 0) mistakes.push(0);
      mistakes[mistakes.length - 1] += updated ? 1 : 0;
    });
    return {
      ...(visit ? { z: visit.z } : {}),
      w: after.w,
      b: after.b,
      mistakes,
      updates: mistakes.reduce((a, c) => a + c, 0),
    };
  },

  readout: [
    [
      [{ symbol: "z", name: "z", width: "2.6em", show: shown((t) => num(t.visit.z, t.decimals)) }],
      [
        "=",
        { symbol: "x_1", width: "2.3em", show: shown((t) => num(t.point[0], t.decimals)) },
        "·",
        { symbol: "w_1", width: "3.3em", show: shown((t) => par(t.before.w[0], t.decimals)) },
      ],
      [
        "+",
        { symbol: "x_2", width: "2.3em", show: shown((t) => par(t.point[1], t.decimals)) },
        "·",
        { symbol: "w_2", width: "3.3em", show: shown((t) => par(t.before.w[1], t.decimals)) },
      ],
      ["+", { symbol: "b", width: "2.2em", show: shown((t) => par(t.before.b, 0)) }],
    ],
    [
      [{ symbol: "y z", width: "3em", show: shown((t) => num(t.point[2] * t.visit.z, t.decimals)) }],
      [{ symbol: '"≤ 0 ?"', width: "6em", show: shown((t) => (t.visit.updated ? "yes: update" : "no: keep")) }],
    ],
    [
      [
        { symbol: "\\w", shape: "(2,)", rows: vector((t) => t.after.w) },
        "←",
        { symbol: "\\w", shape: "(2,)", rows: vector((t) => t.before.w) },
      ],
      [
        "+",
        { symbol: rightOrY, kind: "plain", shape: "", width: "1.6em", show: factor },
        "·",
        { symbol: "\\x", shape: "(2,)", rows: vector((t) => t.point) },
      ],
    ],
    [
      [
        { symbol: "b", name: "b", width: "2.2em", show: shown((t) => num(t.after.b, 0)) },
        "←",
        { symbol: "b", width: "2.2em", show: shown((t) => num(t.before.b, 0)) },
      ],
      ["+", { symbol: rightOrY, kind: "plain", width: "1.6em", show: factor }],
    ],
  ],

  say,

  python(s) {
    const { points, k } = now(s);
    const X = points.map((c) => pyList(c.slice(0, 2))).join(", ");
    return [
      "import numpy as np",
      "from mlp_lib import perceptron_step",
      "",
      `X = np.array([${X}])  # (${points.length}, 2)`,
      `y = np.array([${points.map((c) => c[2]).join(", ")}])  # (${points.length},)`,
      "",
      "w, b = np.zeros(2), 0.0",
      "mistakes = []  # one number an epoch",
      `for visit in range(${k}):`,
      "    i = visit % len(X)",
      "    if i == 0:",
      "        mistakes.append(0)",
      "    z = X[i] @ w + b  # before the update, equation (1.1)",
      "    w, b, updated = perceptron_step(w, b, X[i], y[i])  # equation (1.6)",
      "    mistakes[-1] += updated",
      "updates = sum(mistakes)",
      "",
    ].join("\n");
  },
};
