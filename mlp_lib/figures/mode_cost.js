// Mode cost: passes through the program that it takes to know all derivatives, one way against the other.
import { axes, tenTo } from "./js/axes.js";
import { num } from "./js/numbers.js";
import { logScale, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const NETWORKS = ["2-2-2-2", "64-32-16-10", "784-128-64-10"];
const WIDE = 540; // pixels from which a number of twelve digits fits beside its bar
const MOST = 1e6; // end of the axis of n

/** The ways: passes for n inputs and m outputs; multiplications per product of the program. */
const WAYS = [
  {
    key: "central",
    name: "central differences",
    law: "2n",
    each: "2nw",
    kind: "k-plain",
    passes: (n) => 2 * n,
    work: (n) => 2 * n,
  },
  { key: "complex", name: "complex step", law: "n", each: "4nw", kind: "k-pred", passes: (n) => n, work: (n) => 4 * n },
  { key: "forward", name: "forward mode", law: "n", each: "3nw", kind: "k-act", passes: (n) => n, work: (n) => 3 * n },
  {
    key: "reverse",
    name: "reverse mode",
    law: "m",
    each: "3w",
    kind: "k-delta",
    passes: (n, m) => m,
    work: (n, m) => 1 + 2 * m,
  },
];

const sizesOf = (network) => network.split("-").map(Number);
const total = (network, extra) =>
  sizesOf(network)
    .slice(1)
    .reduce((sum, n, l) => sum + (sizesOf(network)[l] + extra) * n, 0);
const parametersOf = (network) => total(network, 1);
const productsOf = (network) => total(network, 0);
const whole = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const log = (value) => Math.log10(value);
const ofState = (s) => [s.n, s.m];
const power = (e) => (e < 4 ? whole(10 ** e) : tenTo(e));

/** Horizontal bars on a logarithmic axis: rows {name, kind, value, text}; ticks are powers of ten. */
function bars(p, rows, top, ticks, best) {
  const wide = p.W >= WIDE;
  const left = wide ? 186 : 2;
  const x = scale(-0.4, log(top), left, p.W - 12);
  const gap = (p.H - 26) / rows.length;
  for (const e of ticks) {
    p.line("gridl", x(e), 0, x(e), p.H - 22);
    p.text("tick", x(e), p.H - 6, power(e), "middle");
  }
  rows.forEach(({ name, kind, value, text }, i) => {
    const y = gap * i + (wide ? gap / 2 - 9 : gap - 20);
    const chosen = value === best;
    p.rect(`solid ${kind}`, left, y, x(log(value)) - left, 18);
    p.text(
      `lab ${chosen ? kind : "quiet"}`,
      wide ? left - 10 : left,
      wide ? y + 14 : y - 6,
      name,
      wide ? "end" : "start",
    );
    if (wide) p.text(`lab ${kind}`, x(log(value)) + 8, y + 14, text);
    else p.text(`lab ${kind}`, p.W - 2, y - 6, text, "end");
  });
}

function drawPasses(p, s) {
  const [n, m] = ofState(s);
  const rows = WAYS.map(({ name, kind, law, passes }) => ({
    name: `"${name}"`,
    kind,
    value: passes(n, m),
    text: `${law} = ${passes(n, m)}`,
  }));
  bars(p, rows, 4000, [0, 1, 2, 3], Math.min(...rows.map(({ value }) => value)));
}

function drawWork(p, s) {
  const [n, products] = [parametersOf(s.network), productsOf(s.network)];
  const rows = WAYS.map(({ name, kind, each, work }) => ({
    name: `"${name}" ${each}`,
    kind,
    value: work(n, 1) * products,
    text: whole(work(n, 1) * products),
  }));
  bars(p, rows, p.W >= WIDE ? 1e15 : 3e11, [0, 3, 6, 9], rows.at(-1).value);
}

/** Passes over n, both logarithmic, for the chosen m; the networks stand where their parameters are. */
function drawLines(p, s) {
  const [n, m] = ofState(s);
  const top = 10 ** 6.4;
  const a = axes(p, logScale(1, 1e6, 34, p.W - 14), logScale(1, top, p.H - 40, 8));
  const decades = [1, 1e2, 1e4, 1e6];
  a.yGrid(decades, { show: (t) => power(log(t)) });
  a.xAxis(decades, { show: (t) => power(log(t)) });
  p.text("lab small k-plain", a.x(1e6), p.H - 3, '"number of inputs" n', "end");
  for (const network of NETWORKS) {
    const [at, chosen] = [parametersOf(network), network === s.network];
    a.line(`mark thin ${chosen ? "k-weight" : "k-plain faint"} dash`, [at, 1], [at, top], { clear: false });
    p.along(
      `lab small ${chosen ? "k-weight" : "quiet"}`,
      a.at([at, top]),
      a.at([at, 1]),
      network === NETWORKS[2] ? 0.45 : 0.19,
      network,
      [-1, 0],
    );
  }
  for (const { key, kind, passes } of WAYS)
    a.line(`mark ${kind} ${key === "complex" ? "dash" : ""}`, [1, passes(1, m)], [MOST, passes(MOST, m)]);
  a.line("mark thin k-input", [n, 1], [n, 2 * n], { clear: false });
  for (const { kind, passes } of WAYS) a.dot(`dotm ${kind}`, [n, passes(n, m)], 5.5);
  const ten = (e) => 10 ** e;
  a.text("lab small k-plain", [ten(5.3), ten(5.9)], "2n", [0, 0], "end");
  a.text("lab small k-act", [ten(5.55), ten(5.1)], "n");
  a.text("lab k-delta", [ten(5.95), m], `m = ${m}`, [0, m > 3 ? 18 : -7], "end");
}

const passed = (key) => (s, v) => num(v[`passes_${key}`], 0);

/** @type {Definition} */
export default {
  name: "mode_cost",
  title: "What all derivatives cost",
  predict:
    "A function has $n$ inputs and $m$ outputs. For which $n$ and $m$ is reverse mode the cheapest way to all its derivatives? And for a network’s cost?",
  see: "Differences and forward mode ask once or twice for each input, reverse mode once for each output. A network has one cost and thousands of parameters: one backward pass answers for all of them. With more outputs than inputs it is the other way round. In the last picture $w$ counts the multiplications of one forward pass: a product of dual numbers takes 3, a complex one 4, and on the way back each product takes 2 more.",
  layout: "over",
  state: ["n", "m", "network"],
  choices: [{ trait: "network", label: "Count the work of" }],

  pictures: [
    {
      key: "passes",
      caption: "Passes through a program with $n$ inputs and $m$ outputs (logarithmic)",
      height: (width) => (width >= WIDE ? 152 : 210),
      draw: drawPasses,
      alt: (s) => `Bars: ${WAYS.map(({ name, passes }) => `${name} ${passes(...ofState(s))}`).join(", ")} passes.`,
    },
    {
      key: "lines",
      caption: "Passes over $n$ for this $m$; dashed upright: the networks’ parameters",
      height: () => 290,
      draw: drawLines,
      alt: (s) =>
        `Passes against the number of inputs, both logarithmic. Central differences and forward mode rise with n; reverse mode stays at ${s.m}. ` +
        `Marked: n = ${s.n} and the networks with ${NETWORKS.map((network) => whole(parametersOf(network))).join(", ")} parameters.`,
    },
    {
      key: "work",
      caption:
        "Multiplications for the gradient of the chosen network’s cost: here $n$ is the number of its parameters (logarithmic)",
      height: () => 260,
      draw: drawWork,
      alt: (s, v) =>
        `${s.network}: ${whole(v.parameters)} parameters. ${WAYS.map(({ key, name }) => `${name} ${whole(v[`work_${key}`])}`).join(", ")} multiplications.`,
    },
  ],

  values(s) {
    const [n, m] = ofState(s);
    const [parameters, products] = [parametersOf(s.network), productsOf(s.network)];
    const passes = Object.fromEntries(WAYS.map(({ key, passes }) => [`passes_${key}`, passes(n, m)]));
    const work = Object.fromEntries(WAYS.map(({ key, work }) => [`work_${key}`, work(parameters, 1) * products]));
    return { ...passes, parameters, products, ...work };
  },

  readout: [
    [
      [cell('"central differences"', passed("central"), { name: "passes_central", width: "2em", kind: "plain" }), "="],
      [
        cell("2", () => "2", { width: "2em", kind: "plain" }),
        "·",
        cell("n", (s) => num(s.n, 0), { name: "n", width: "2em", kind: "plain" }),
      ],
    ],
    [
      [
        cell('"forward mode"', passed("forward"), { name: "passes_forward", width: "2em", kind: "act" }),
        "=",
        cell("n", (s) => num(s.n, 0), { name: "n", width: "2em", kind: "plain" }),
      ],
    ],
    [
      [
        cell('"reverse mode"', passed("reverse"), { name: "passes_reverse", width: "2em", kind: "delta" }),
        "=",
        cell("m", (s) => num(s.m, 0), { name: "m", width: "2em", kind: "plain" }),
      ],
    ],
    [[cell('"network: parameters" n', (s, v) => whole(v.parameters), { width: "2em", kind: "weight" })]],
    [[cell('"multiplications in a pass" w', (s, v) => whole(v.products), { width: "2em", kind: "weight" })]],
  ],

  say(s, v) {
    const [n, m] = ofState(s);
    const net = `For the cost of $${s.network}$ forward mode multiplies ${whole(v.parameters)} times as often as reverse mode.`;
    const times = (a, b) => (a % b ? `about ${num(a / b, 1)}` : whole(a / b));
    if (m < n)
      return `**Reverse mode takes fewer passes:** ${m} in place of ${n}, ${times(n, m)} times fewer than forward mode. It pays with memory: the tape holds every value. ${net}`;
    if (m > n) return `**Forward mode takes fewer passes:** ${n} in place of ${m}, and it needs no tape. ${net}`;
    return `**A draw:** as many inputs as outputs, ${n} ${n > 1 ? "passes" : "pass"} either way; forward mode needs no tape. ${net}`;
  },

  python(s) {
    const [n, m] = ofState(s);
    return [
      "import numpy as np",
      "from mlp_lib import MLP",
      "",
      `n, m = ${n}, ${m}`,
      "passes_central = 2 * n  # two values of the function for each input",
      "passes_complex = passes_forward = n  # one for each input",
      "passes_reverse = m  # one for each output",
      "",
      `net = MLP([${sizesOf(s.network).join(", ")}], rng=np.random.default_rng(0))`,
      "parameters = net.theta.size  # inputs of the cost, equation (8.5)",
      "products = net.n_weights  # multiplications in one pass: one a weight",
      "",
      "work_central = 2 * parameters * products",
      "work_complex = 4 * parameters * products  # a complex product: four",
      "work_forward = 3 * parameters * products  # a product of duals: three",
      "work_reverse = (1 + 2) * products  # one forward, two on the way back",
      "",
    ].join("\n");
  },
};
