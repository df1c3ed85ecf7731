// Paths: along each path from x to f the slopes of its edges multiply; where paths meet, they add.
import { num, par, py } from "./js/numbers.js";
import { scale } from "./js/plot.js";
import { drawEdge, drawNode, pathsThrough } from "./js/graph.js";
import { cell } from "./js/readout.js";

const H = 1e-5; // of the central difference

/** Nodes in the order of computation: name, place in the unit square, rule as text and as code (v: values so far). */
const node = (name, at, rule, f, code) => ({ name, at, rule, f, code });
/** Edges: from, to, local slope as text, number and code; where along it its label stands, and on which side. */
const edge = (from, to, text, slope, code, { t = 0.5, up = true } = {}) => ({ from, to, text, slope, code, t, up });
const BELOW = { up: false };
const X = (at) => node("x", at, "", null, "");
const GRAPHS = {
  product: {
    nodes: [
      X([0, 0.5]),
      node("u", [0.5, 0.08], "x²", ({ x }) => x * x, "x * x"),
      node("v", [0.5, 0.92], "3x − 1", ({ x }) => 3 * x - 1, "3 * x - 1"),
      node("f", [1, 0.5], "u·v", ({ u, v }) => u * v, "u * v"),
    ],
    edges: [
      edge("x", "u", "2x", ({ x }) => 2 * x, "(2 * x)"),
      edge("x", "v", "3", () => 3, "3", BELOW),
      edge("u", "f", "v", ({ v }) => v, "v"),
      edge("v", "f", "u", ({ u }) => u, "u", BELOW),
    ],
  },
  fork: {
    nodes: [
      X([0, 0.75]),
      node("u", [0.5, 0.15], "x²", ({ x }) => x * x, "x * x"),
      node("f", [1, 0.75], "u + x", ({ u, x }) => u + x, "u + x"),
    ],
    edges: [
      edge("x", "u", "2x", ({ x }) => 2 * x, "(2 * x)"),
      edge("u", "f", "1", () => 1, "1"),
      edge("x", "f", "1", () => 1, "1", BELOW),
    ],
  },
  "two forks": {
    digits: 3,
    nodes: [
      X([0, 0.8]),
      node("u", [0.25, 0.12], "0.1x²", ({ x }) => 0.1 * x * x, "0.1 * x * x"),
      node("v", [0.5, 0.8], "x + u", ({ x, u }) => x + u, "x + u"),
      node("w", [0.75, 0.12], "0.1v²", ({ v }) => 0.1 * v * v, "0.1 * v * v"),
      node("f", [1, 0.8], "v + w", ({ v, w }) => v + w, "v + w"),
    ],
    edges: [
      edge("x", "u", "0.2x", ({ x }) => 0.2 * x, "(0.2 * x)", { t: 0.65 }),
      edge("u", "v", "1", () => 1, "1", { t: 0.6, up: false }),
      edge("x", "v", "1", () => 1, "1", BELOW),
      edge("v", "w", "0.2v", ({ v }) => 0.2 * v, "(0.2 * v)", { t: 0.65 }),
      edge("w", "f", "1", () => 1, "1", { t: 0.6, up: false }),
      edge("v", "f", "1", () => 1, "1", BELOW),
    ],
  },
};
const START = { product: 3, fork: 3, "two forks": 1 };

for (const graph of Object.values(GRAPHS))
  graph.paths = pathsThrough(
    graph.edges.map(({ from, to }) => [from, to]),
    "x",
    "f",
  );

const count = (s) => GRAPHS[s.graph].paths.length;
const forward = (graph, x) => graph.nodes.reduce((v, { name, f }) => ({ ...v, [name]: f ? f(v) : x }), {});

/** Values of the nodes, slopes of the edges, and the product along each path. */
function run(s) {
  const graph = GRAPHS[s.graph];
  const v = forward(graph, s.x);
  const slopes = graph.edges.map(({ slope }) => slope(v));
  const products = graph.paths.map((path) => path.reduceRight((product, i) => product * slopes[i], 1));
  return { graph, v, slopes, products };
}

const route = (graph, path) => ["x", ...path.map((i) => graph.edges[i].to)].join(" → ");
const kinds = { x: "k-input", f: "k-pred" };
const kindOfNode = (name) => kinds[name] ?? "k-act";

function drawGraph(p, s) {
  const { graph, v, slopes } = run(s);
  const n = count(s);
  const wide = p.W >= 480;
  const r = wide ? 24 : 19;
  const place = ([a, b]) => [r + 14 + a * (p.W - 2 * r - 28), 52 + b * (p.H - 104)];
  const at = Object.fromEntries(graph.nodes.map(({ name, at: where }) => [name, place(where)]));
  const now = s.k > n ? graph.edges.map((_, i) => i) : s.k ? graph.paths[s.k - 1] : [];
  const seen = graph.paths.slice(0, s.k).flat();
  graph.edges.forEach(({ from, to }, i) => {
    if (now.includes(i)) drawEdge(p, at[from], at[to], r, "k-delta");
    else
      drawEdge(
        p,
        at[from],
        at[to],
        r,
        seen.includes(i) ? "k-delta" : "k-plain",
        seen.includes(i) ? "thin" : "thin dash",
      );
  });
  for (const {
    name,
    rule,
    at: [, b],
  } of graph.nodes) {
    const kind = kindOfNode(name);
    drawNode(p, at[name], r, kind, name);
    const text = rule ? `${rule} = ${num(v[name])}` : num(v[name]);
    const [x, y] = at[name];
    const anchor = name === "f" ? "end" : name === "x" ? "start" : "middle";
    const px = name === "f" ? x + r + 10 : name === "x" ? x - r - 10 : x;
    p.text(`lab ${kind}`, px, b < 0.4 ? y - r - 10 : y + r + 20, text, anchor);
  }
  graph.edges.forEach(({ from, to, text, t, up }, i) => {
    const [[x1, y1], [x2, y2]] = [at[from], at[to]];
    const constant = String(slopes[i]) === text;
    const value = constant ? text : `${text} = ${num(slopes[i])}`;
    const d = graph.edges.filter((other) => other.to === to).length > 1 ? "∂" : "d";
    const normal = Math.atan2(x2 - x1, y2 - y1) + (up ? 0 : Math.PI); // edges lead to the right; y upwards
    const steep = Math.abs(Math.cos(normal)) > 0.6; // there a label stands beside its edge, not over it
    const towards = !steep ? normal : Math.cos(normal) < 0 ? Math.PI : 0;
    const many = graph.nodes.length > 4;
    const label =
      wide && !many ? `${d + to}/${d + from} = ${value}` : wide || !many || constant ? value : num(slopes[i]);
    p.label(`lab small ${now.includes(i) ? "k-delta" : "quiet"}`, x1 + t * (x2 - x1), y1 + t * (y2 - y1), label, {
      towards,
      gap: steep ? 14 : 6,
    });
  });
}

/** One row a path: its nodes, the product along it and a bar; last their sum. */
function drawSum(p, s, v) {
  const { graph, slopes, products } = run(s);
  const n = count(s);
  const lit = Math.min(s.k, n);
  const most = Math.max(
    1e-9,
    ...products.map(Math.abs),
    Math.abs(v.slope),
    ...products.map((_, i) => Math.abs(sumOf(products, i + 1))),
  );
  const negative = [...products, v.slope].some((value) => value < 0);
  const x = scale(negative ? -most : 0, most, 6, p.W - 6);
  const step = Math.min(52, (p.H - 8) / (n + 1));
  const row = (i, name, text, from, to, faint) => {
    const y = 16 + i * step;
    p.text("lab small quiet", 4, y, name);
    p.text(`lab small ${faint ? "quiet" : "k-delta"}`, p.W - 4, y, text, "end");
    if (!faint)
      p.put("rect", "solid k-delta", {
        x: Math.min(x(from), x(to)),
        y: y + 8,
        width: Math.abs(x(to) - x(from)),
        height: Math.max(6, step - 32),
        opacity: i === n ? 1 : 0.6,
      });
    p.line("axis", x(0), y + 5, x(0), y + 11 + Math.max(6, step - 32));
  };
  let before = 0;
  graph.paths.forEach((path, i) => {
    const done = i < lit;
    const name = p.W < 290 ? route(graph, path).replaceAll(" ", "") : route(graph, path);
    const product = show(s, products[i]);
    const worked = `${factors(graph, path, slopes)} = ${product}`;
    const fits = 5.6 * (worked.length + name.length) < p.W - 12;
    row(i, name, done ? (fits ? worked : product) : '"not yet lit"', before, before + products[i], !done);
    before += products[i];
  });
  row(n, lit === n ? '"sum of all paths"' : `"sum of "${lit}" of "${n}" paths"`, show(s, v.so_far), 0, v.so_far, false);
}

/** The slopes of a path as factors, from the output inwards: "8.00 · 6.00"; constant ones as they are. */
const factors = ({ edges }, path, slopes) =>
  [...path]
    .reverse()
    .map((i) => (String(slopes[i]) === edges[i].text ? edges[i].text : par(slopes[i])))
    .join(" · ");
const show = (s, value) => num(value, GRAPHS[s.graph].digits ?? 2);
const sumOf = (products, k) => products.slice(0, k).reduce((a, b) => a + b, 0);
/** The i-th path's term and the sign before it; nothing where there are fewer paths, and then no width either. */
const SPACE = "\u00a0";
const term = (i) => ({
  symbol: (s) => (s.graph && i >= count(s) ? "" : `"${i > 1 ? SPACE : ""}path "${i + 1}`),
  show: (s) =>
    i >= count(s) ? "" : (i > 1 ? SPACE : "") + (i < s.k ? par(run(s).products[i], GRAPHS[s.graph].digits ?? 2) : "…"),
  kind: "delta",
  width: i < 2 ? "4.2em" : undefined,
});
const plus = (i) => {
  const sign = (s) => (i >= count(s) ? "" : i > 1 ? SPACE + "+" : "+");
  return { symbol: (s) => (s.graph ? sign(s) : "+"), show: sign, kind: "plain", width: i < 2 ? "1.5em" : undefined };
};
const f = (s, x) => forward(GRAPHS[s.graph], x).f;

/** @type {Definition} */
export default {
  name: "paths",
  title: "Path by path",
  predict: "How many ways lead from $x$ to $f$? If one of them is forgotten, what does the slope become?",
  see: "Along a path slopes multiply, where paths meet they add. A forgotten path raises no alarm: the sum is a number like any other, and only the central difference shows that it is wrong.",
  layout: "wide",
  state: ["x", "graph", "k"],
  choices: [
    {
      trait: "graph",
      label: "Graph",
      text: (graph) => ({ product: "x²(3x − 1)", fork: "x² + x", "two forks": "two forks in a row" })[graph],
      also: (s, value) => ({ x: START[value], k: 0 }),
    },
  ],
  steps: {
    trait: "k",
    max: (s) => count(s) + 1,
    count: (k, n) => (k === n ? "all paths" : k ? `path ${k} of ${n - 1}` : "no path yet"),
    interval: 1400,
  },

  pictures: [
    {
      key: "graph",
      height: (width) => (width >= 480 ? 300 : 270),
      draw: drawGraph,
      alt: (s) => {
        const { graph, v, slopes } = run(s);
        const values = graph.nodes.map(({ name }) => `${name} = ${num(v[name])}`).join(", ");
        return (
          `Graph with the values ${values}. Slopes of its edges: ${graph.edges.map(({ from, to }, i) => `${from} to ${to} ${num(slopes[i])}`).join(", ")}. ` +
          (s.k > count(s)
            ? "All paths are lit."
            : s.k
              ? `Lit: ${route(graph, graph.paths[s.k - 1])}.`
              : "No path is lit.")
        );
      },
    },
    {
      key: "sum",
      caption: "What each path adds to the slope",
      height: () => 262,
      draw: drawSum,
      alt: (s, v) => {
        const { graph, products } = run(s);
        const lit = graph.paths.slice(0, s.k).map((path, i) => `${route(graph, path)} adds ${num(products[i])}`);
        return `${lit.join(", ") || "No path is lit"}. Sum so far ${num(v.so_far)}.`;
      },
    },
  ],

  values(s) {
    const { graph, v, products } = run(s);
    const inner = Object.fromEntries(graph.nodes.slice(1).map(({ name }) => [name, v[name]]));
    return { ...inner, products, so_far: sumOf(products, s.k), slope: sumOf(products, products.length) };
  },

  readout: [
    [
      [
        cell('"sum so far"', (s, v) => show(s, v.so_far), { name: "so_far", width: "5.4em", kind: "delta" }),
        "=",
        term(0),
      ],
      ...[1, 2, 3].map((i) => [plus(i), term(i)]),
    ],
    [
      [
        cell('"central difference "', (s) => show(s, (f(s, s.x + H) - f(s, s.x - H)) / (2 * H)), {
          width: "9em",
          kind: "plain",
        }),
      ],
    ],
  ],

  say(s, v) {
    const { graph, slopes, products } = run(s);
    const n = count(s);
    if (!s.k) return `**No path yet.** Light the ways from $x$ to $f$ one by one.`;
    const i = Math.min(s.k, n) - 1;
    const here = route(graph, graph.paths[i]);
    if (s.k > n) {
      const terms = products.map((product, j) => (j ? par(product, graph.digits ?? 2) : show(s, product))).join(" + ");
      return `**All paths.** $${terms} = ${show(s, v.slope)}$ is the slope. Without $${here}$ it would come out as ${show(s, sumOf(products, i))}.`;
    }
    const missing =
      s.k < n
        ? `The sum so far, ${show(s, v.so_far)}, lacks ${show(s, v.slope - v.so_far)}.`
        : `The sum, ${show(s, v.slope)}, is complete.`;
    return `**Path ${s.k} of ${n}.** Along $${here}$ slopes multiply: $${factors(graph, graph.paths[i], slopes)} = ${show(s, products[i])}$. ${missing}`;
  },

  python(s) {
    const { graph } = run(s);
    const code = (path) =>
      [...path]
        .reverse()
        .map((i) => graph.edges[i].code)
        .join(" * ");
    return [
      "import numpy as np",
      "",
      `x = ${py(s.x)}`,
      ...graph.nodes.slice(1).map(({ name, code: rule }) => `${name} = ${rule}`),
      "",
      "products = np.array([",
      ...graph.paths.map((path) => `    ${code(path)},  # ${route(graph, path).replaceAll("→", "->")}`),
      "])",
      `so_far = products[:${Math.min(s.k, count(s))}].sum()`,
      "slope = products.sum()  # equation (4.5)",
      "",
    ].join("\n");
  },
};
