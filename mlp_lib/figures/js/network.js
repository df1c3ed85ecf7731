// The small network of chapters 8 to 10: its passes, and where its nodes stand in a picture.
import { relu } from "./maths.js";
import { py, pyList } from "./numbers.js";
import { softmax } from "./softmax.js";

/** Layers {W: rows of weights (n_in x n_out), b}: the network 2-2-2-2 of the book, hidden ReLU, softmax at the end. */
export const SMALL_NETWORK = [
  {
    W: [
      [0.5, 0.2],
      [0.1, 0.2],
    ],
    b: [0.1, 0.1],
  },
  {
    W: [
      [0.3, -0.1],
      [0.2, 0.1],
    ],
    b: [0.2, -0.1],
  },
  {
    W: [
      [0.1, -0.2],
      [0.1, 0.2],
    ],
    b: [0.1, 0],
  },
];

/** a W + b of one example, a row. */
export const affine = (a, { W, b }) => b.map((bk, k) => a.reduce((sum, aj, j) => sum + aj * W[j][k], 0) + bk);

/** What rounding leaves where a sum is 0; which of its two sides it falls on differs between computers. */
const settled = (z) => (Math.abs(z) < 1e-12 ? 0 : z);

/** Does a hidden ReLU stand exactly at its corner? There mlp_lib may see a stray last digit and take the other side. */
export const onFold = ({ z }) => z.slice(0, -1).flat().includes(0);

/**
 * Forward pass of one example.
 * @returns {{z: number[][], a: number[][]}} z[l] belongs to layers[l]; a[0] is the input, a[l + 1] follows z[l], the last is p
 */
export function forwardPass(layers, x) {
  const [z, a] = [[], [x]];
  layers.forEach((layer, l) => {
    z.push(affine(a[l], layer).map(settled));
    a.push(l < layers.length - 1 ? z[l].map(relu) : softmax(z[l]).p);
  });
  return { z, a };
}

/**
 * Backward pass of one example with cross-entropy and the one-hot target y, ReLU'(0) = 0.
 * @returns {{loss: number, delta: number[][], dW: number[][][], db: number[][], dx: number[]}} delta[l] = dL/dz[l]
 */
export function backwardPass(layers, { z, a }, y) {
  const last = layers.length - 1;
  const { m, lnTotal } = softmax(z[last]);
  const delta = [];
  delta[last] = a[last + 1].map((pk, k) => pk - y[k]);
  const back = (l) => layers[l].W.map((row) => row.reduce((sum, w, k) => sum + delta[l][k] * w, 0)); // delta W^T
  for (let l = last - 1; l >= 0; l--) delta[l] = back(l + 1).map((d, j) => (z[l][j] > 0 ? d : 0));
  return {
    loss: y.reduce((sum, yk, k) => sum + yk * (lnTotal - (z[last][k] - m)), 0),
    delta,
    dW: delta.map((d, l) => a[l].map((aj) => d.map((dk) => aj * dk))),
    db: delta,
    dx: back(0),
  };
}

/** Centres of the nodes of a network with these layer sizes, inputs left, in the rectangle x0..x1, y0..y1: [layer][node]. */
export function nodePlaces(sizes, [x0, x1], [y0, y1]) {
  const most = Math.max(...sizes);
  const gap = most > 1 ? (y1 - y0) / (most - 1) : 0;
  return sizes.map((n, l) =>
    Array.from({ length: n }, (_, j) => [
      sizes.length > 1 ? x0 + ((x1 - x0) * l) / (sizes.length - 1) : (x0 + x1) / 2,
      (y0 + y1) / 2 + (j - (n - 1) / 2) * gap,
    ]),
  );
}

/** Lines of Python that make this network and run it forward on one example. */
export const networkPython = (layers, x) => [
  "import numpy as np",
  "from mlp_lib import MLP",
  "",
  `net = MLP([${[x, ...layers.map(({ b }) => b)].map((list) => list.length).join(", ")}], rng=np.random.default_rng(0))`,
  "net.W = [",
  ...layers.map(({ W }) => `    ${pyList(W)},`),
  "]",
  `net.b = ${pyList(layers.map(({ b }) => b))}`,
  `x = [[${x.map(py).join(", ")}]]  # a batch of one example`,
  "",
  "cache = net.forward(x)  # equations (8.3), (8.4a)",
];
