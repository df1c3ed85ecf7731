// Shapes: the arrays of a forward pass as rectangles; where A stands beside W, their sides must be of one length.
import { num, pyList } from "./js/numbers.js";
import { cell } from "./js/readout.js";

const LAYERS = [1, 2, 3];
const GAP = 6; // between A, W and Z
const LABEL = 64; // room for the labels on the right of Z
const sizesOf = (s) => [s.n_0, s.n_1, s.n_2, s.n_3];
const nameOfA = (l) => (l === 1 ? "X" : `A^{[${l - 1}]}`);

/**
 * The shapes of each layer, as they meet: {A, W, b, product, Z, problem}; product and Z are null where NumPy stops.
 * problem: "matmul" or "broadcast" where it stops, "numbers", "rows" or "harmless" where it does not; "missing" after a stop.
 */
function plan(s) {
  const sizes = sizesOf(s);
  let rows = s.N;
  return LAYERS.map((l) => {
    const [n_in, n_out] = [sizes[l - 1], sizes[l]];
    const wrong = l === s.layer ? s.mistake : "none";
    if (rows === null)
      return { A: [s.N, n_in], W: [n_in, n_out], b: [n_out], product: null, Z: null, problem: "missing", wrong };
    const A = wrong === "A_transposed" ? [n_in, rows] : [rows, n_in];
    const W = wrong === "W_transposed" ? [n_out, n_in] : [n_in, n_out];
    const b = wrong === "b_column" ? [n_out, 1] : [n_out];
    const product = A[1] === W[0] ? [A[0], W[1]] : null;
    let Z = product;
    let problem = product ? null : "matmul";
    if (wrong === "b_column") {
      if (n_out === 1) problem = "harmless";
      else if (rows === n_out) problem = "numbers";
      else if (rows === 1) [Z, problem] = [[n_out, n_out], "rows"];
      else [Z, problem] = [null, "broadcast"];
    } else if (product && wrong !== "none")
      problem = A[1] === 1 && (wrong === "A_transposed" ? rows : n_out) === 1 ? "harmless" : "numbers";
    rows = Z?.[0] ?? null;
    return { A, W, b, product, Z, problem, wrong };
  });
}

/** An array as a rectangle of cells; dashed where it is not made. */
function block(p, kind, [x, y], [rows, columns], c, { made = true } = {}) {
  const [w, h] = [columns * c, rows * c];
  if (made) p.rect(`soft ${kind}`, x, y, w, h);
  let d = "";
  for (let i = 1; made && i < columns; i++) d += `M${(x + i * c).toFixed(1)} ${y.toFixed(1)}v${h.toFixed(1)}`;
  for (let j = 1; made && j < rows; j++) d += `M${x.toFixed(1)} ${(y + j * c).toFixed(1)}h${w.toFixed(1)}`;
  if (d) p.path(`mark thin ${kind}`, d, { opacity: 0.3 });
  p.rect(`mark thin ${kind} ${made ? "" : "dash faint"}`, x, y, w, h);
}

const two = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`);
const tall = ({ A, Z, b, product }) => Math.max(A[0], (Z ?? [0])[0], b.length === 2 ? b[0] : (product ?? [0])[0]);
const reach = ({ A, W }) => Math.max(A[1], W[0]);
const wide = ({ W, Z, b }) => Math.max(W[1], (Z ?? [0, 0])[1], b.length === 1 ? b[0] : 0);

/** The largest cells with which all layers on show fit; widths of the columns of A and of W and Z. */
function fitting(p, layers) {
  const up = Math.max(...layers.map(reach));
  const down = Math.max(...layers.map(tall));
  for (let c = 24; ; c -= 0.25) {
    const columns = layers.map((layer) => [
      Math.max(56, Math.max(layer.A[1], layer.W[0]) * c),
      Math.max(52, wide(layer) * c + (layer.b.length === 2 ? c + 5 : 0)),
    ]);
    const width = columns.reduce((sum, [a, z]) => sum + a + z + GAP + LABEL, 0);
    const height = 66 + up * c + GAP + Math.max(down * c + 40, down * c + 12 + c, 72);
    if ((width <= p.W && height <= p.H) || c <= 4)
      return { c, columns, spare: (p.W - width) / layers.length, top: 64 + up * c + (p.H - height) / 3 };
  }
}

function drawShapes(p, s) {
  const all = plan(s);
  const shown = p.W >= 560 ? LAYERS : [s.layer];
  const { c, columns, spare, top } = fitting(
    p,
    shown.map((l) => all[l - 1]),
  );
  let x0 = spare / 2;
  shown.forEach((l, i) => {
    drawLayer(p, all[l - 1], l, x0, x0 + columns[i][0], top, c);
    const middle = x0 + (columns[i][0] + columns[i][1] + LABEL) / 2;
    p.text(
      `lab small ${l === s.layer ? "" : "quiet"}`,
      middle,
      15,
      `"layer ${l}: ${l === 3 ? "softmax" : "ReLU"}"`,
      "middle",
    );
    if (l === s.layer) p.line("mark thin k-plain", middle - 38, 22, middle + 38, 22);
    x0 += columns[i][0] + columns[i][1] + LABEL + GAP + spare;
  });
}

function drawLayer(p, { A, W, b, product, Z, problem, wrong }, l, x0, cx, top, c) {
  const missing = problem === "missing";
  const misfit = problem === "matmul";
  const [left, below] = [cx + GAP, top + GAP]; // of Z; A ends at cx, W at top
  const kindOfA = wrong === "A_transposed" ? "k-delta" : l === 1 ? "k-input" : "k-act";
  const kindOfW = wrong === "W_transposed" ? "k-delta" : "k-weight";
  const kindOfB = wrong === "b_column" ? "k-delta" : "k-weight";
  block(p, kindOfA, [cx - A[1] * c, below], A, c, { made: !missing });
  block(p, kindOfW, [left, top - W[0] * c], W, c);

  const r = A[1] * c + GAP; // the upper side of A, folded up, lies along the left side of W
  const fold = misfit ? "k-delta" : "k-plain";
  if (!missing) {
    p.line(`mark ${fold}`, cx - A[1] * c, below - 1.5, cx, below - 1.5);
    p.line(`mark ${fold}`, left - 1.5, top - W[0] * c, left - 1.5, top);
    p.path(
      `mark thin dash ${fold}`,
      `M${(left - r).toFixed(1)} ${(below - 3).toFixed(1)}A${r.toFixed(1)} ${r.toFixed(1)} 0 0 1 ${(left - 3).toFixed(1)} ${(below - r).toFixed(1)}`,
    );
    if (misfit) p.line("mark k-delta", left - 8, below - r, left + 5, below - r);
    const sides = `${A[1]} ${misfit ? "≠" : "="} ${W[0]}`;
    if (r >= 76) p.text(`lab ${fold}`, left - 0.36 * r, below - 0.36 * r, sides, "middle");
    else p.text(`lab ${fold}`, Math.max(x0 + 48, cx - 0.6 * r), below - 0.8 * r - 9, sides, "end");
  }

  const right = left + ((Z ?? product ?? [0, 0])[1] || W[1]) * c;
  if (Z) block(p, l === 3 ? "k-pred" : "k-act", [left, below], Z, c);
  else if (product) block(p, "k-act", [left, below], product, c);
  else block(p, "k-plain", [left, below], [A[0], W[1]], c, { made: false });
  if (problem === "rows") p.rect("mark k-delta", left, below, product[1] * c, c);

  let labels = right + 7;
  if (b.length === 2) {
    block(p, kindOfB, [right + 5, below], b, c);
    labels += c + 5;
    p.text(
      `lab small ${kindOfB}`,
      Math.max(left, right - 22),
      below + Math.max(tall({ A, Z, b, product }) * c, 30) + 18,
      `b^{[${l}]} ${two(b)}`,
    );
  } else {
    const y = below + Math.max((Z ?? [A[0]])[0] * c + 6, 40 - c / 2);
    block(p, kindOfB, [left, y], [1, b[0]], c, { made: true });
    p.text(`lab small ${kindOfB}`, left + b[0] * c + 6, y + c / 2 + 5, `b^{[${l}]} ${two(b)}`);
  }
  const result = l === 3 ? "P" : `A^{[${l}]}`;
  p.text(
    `lab ${Z ? (l === 3 ? "k-pred" : "k-act") : "quiet"}`,
    labels,
    below + 13,
    Z ? `Z^{[${l}]}, ${result}` : `'no 'Z^{[${l}]}`,
  );
  if (Z) p.text("lab small k-plain", labels, below + 30, two(Z));
  const transposed = (wanted) => (wrong === wanted ? "^{T}" : "");
  p.text(
    `lab ${missing ? "quiet" : kindOfA}`,
    cx,
    below + A[0] * c + 17,
    (wrong === "A_transposed" && l > 1 ? `(${nameOfA(l)})` : nameOfA(l)) + transposed("A_transposed"),
    "end",
  );
  p.text("lab small k-plain", cx, below + A[0] * c + 33, missing ? '"not made"' : two(A), "end");
  p.text(`lab ${kindOfW}`, left, top - W[0] * c - 22, wrong === "W_transposed" ? `(W^{[${l}]})^{T}` : `W^{[${l}]}`);
  p.text("lab small k-plain", left, top - W[0] * c - 6, two(W));
}

const counts = (s) => LAYERS.map((l) => (sizesOf(s)[l - 1] + 1) * sizesOf(s)[l]);
const SMALL = { kind: "plain", width: "1.3em" };
const size = (name) => cell(name, (s) => num(s[name], 0), { name, ...SMALL });
const term = (l) => ["(", size(`n_${l - 1}`), "+ 1", ")·", size(`n_${l}`)];

const CODE = { W_transposed: "W = W.T", b_column: "b = b[:, None]  # a column", A_transposed: "A = A.T" };

/** @type {Definition} */
export default {
  name: "shapes",
  title: "Sides that must fit",
  predict: "You write $W^T$ where $W$ belongs. For which sizes will NumPy tell you, and for which will it say nothing?",
  see: "In $A W$ the upper side of $A$, folded up, lies along the left side of $W$: both are the number of units that come in. The product takes its rows from $A$ and its columns from $W$. A mistake raises an error only where sides differ; where sizes happen to agree, wrong numbers come out of arrays of the right shape.",
  layout: "one",
  state: ["N", "n_0", "n_1", "n_2", "n_3", "mistake", "layer"],
  choices: [
    { trait: "layer", label: "In layer" },
    {
      trait: "mistake",
      label: "What goes wrong?",
      text: (mistake) =>
        ({
          none: "Nothing",
          W_transposed: "W transposed",
          b_column: "b as a column",
          A_transposed: "X or A transposed",
        })[mistake],
    },
  ],

  pictures: [
    {
      key: "layers",
      height: (width) => (width >= 560 ? 372 : 400),
      draw: drawShapes,
      alt: (s) =>
        plan(s)
          .map(({ A, W, b, Z, problem }, i) =>
            problem === "missing"
              ? `Layer ${i + 1}: not reached.`
              : `Layer ${i + 1}: ${two(A)} times ${two(W)} plus ${two(b)} ${Z ? `gives ${two(Z)}` : "does not fit"}.`,
          )
          .join(" "),
    },
  ],

  values(s) {
    const made = [[s.N, sizesOf(s)[0]], ...plan(s).flatMap(({ Z }) => (Z ? [Z] : []))];
    const parameters = counts(s);
    return {
      rows: made.map(([n]) => n),
      columns: made.map(([, n]) => n),
      parameters,
      total: parameters.reduce((a, b) => a + b, 0),
    };
  },

  readout: [
    [
      [cell('"parameters"', (s, v) => num(v.total, 0), { name: "total", ...SMALL }), "="],
      term(1),
      ["+", ...term(2)],
      ["+", ...term(3)],
      [
        "=",
        ...LAYERS.flatMap((l) => [
          ...(l > 1 ? ["+"] : []),
          { symbol: `"layer "${l}`, width: "3.2em", show: (s) => num(counts(s)[l - 1], 0) },
        ]),
      ],
    ],
  ],

  say(s) {
    const { A, W, b, product, Z, problem, wrong } = plan(s)[s.layer - 1];
    const [n_in, n_out] = sizesOf(s).slice(s.layer - 1);
    const a = nameOfA(s.layer);
    if (problem === "matmul")
      return `**NumPy stops:** $${two(A)}$ @ $${two(W)}$, and the inner sizes are $${A[1]}$ and $${W[0]}$. “ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0 … (size ${W[0]} is different from ${A[1]})”.`;
    if (problem === "broadcast")
      return `**NumPy stops:** a column of $${n_out}$ does not fit beside $${product[0]}$ rows. “ValueError: operands could not be broadcast together with shapes (${product.join(",")}) (${b.join(",")})”.`;
    if (problem === "harmless")
      return `**No harm here.** With a side of 1 the mistake makes no difference: the numbers are right. It will bite as soon as the sizes grow.`;
    if (problem === "rows")
      return `**No error, and the batch has grown!** One row $${two(product)}$ plus a column $${two(b)}$ is broadcast to $${two(Z)}$: from one example come ${Z[0]} rows, and the layers that follow take them.`;
    if (wrong === "W_transposed")
      return `**No error, wrong numbers!** $W$ has as many rows as columns, so $W^T$ fits as well: all shapes are right, yet the weights sit at the wrong pairs of units.`;
    if (wrong === "A_transposed")
      return `**No error, wrong numbers!** There are as many examples as columns of $${a}$, so examples and units change places and all shapes stay right.`;
    if (wrong === "b_column")
      return `**No error, wrong numbers!** There are as many examples as units, so the column fits: each example gets one entry of $b$, instead of each unit.`;
    return `**All sides fit.** $${two(A)}$ @ $${two(W)}$: the inner sizes are both ${n_in} and vanish, the outer ones stay: $${two(Z)}$. The $${n_out}$ bias${n_out > 1 ? "es are" : " is"} added to each row.`;
  },

  python(s) {
    const wrong = s.mistake !== "none";
    return [
      "import numpy as np",
      "from mlp_lib import MLP",
      "",
      "rng = np.random.default_rng(0)",
      `N, sizes = ${s.N}, ${pyList(sizesOf(s)).replaceAll(".0", "")}`,
      "net = MLP(sizes, rng=rng)",
      "",
      "A = rng.normal(size=(N, sizes[0]))  # X",
      "shapes = [A.shape]",
      "try:",
      wrong ? "    for l, (W, b) in enumerate(zip(net.W, net.b), start=1):" : "    for W, b in zip(net.W, net.b):",
      ...(wrong ? [`        if l == ${s.layer}:`, `            ${CODE[s.mistake]}`] : []),
      "        A = A @ W + b  # Z, equation (8.3); the activation keeps its shape",
      "        shapes.append(A.shape)",
      "except ValueError as error:",
      "    print(error)",
      "rows = [shape[0] for shape in shapes]",
      "columns = [shape[1] for shape in shapes]",
      "",
      "parameters = [W.size + b.size for W, b in zip(net.W, net.b)]",
      "total = sum(parameters)  # equation (8.5)",
      "",
    ].join("\n");
  },
};
