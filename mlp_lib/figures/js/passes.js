// The passes through the small network as steps: what is computed, its formula, and line by line its numbers.
import { SMALL_NETWORK } from "./network.js";
import { num } from "./numbers.js";

export const UNITS = [0, 1];
/** Decimals without trailing zeros. */
export const brief = (value, decimals = 4) =>
  num(value, decimals).includes(".") ? num(value, decimals).replace(/\.?0+$/, "") : num(value, decimals);
const factor = (value) => (value < 0 ? `(${brief(value)})` : brief(value));
/** An exact zero as 0, all else with its decimals. */
export const exact = (value, decimals) => (value === 0 ? "0" : num(value, decimals));

/**
 * A symbol of layer l, with its index where it has one.
 * @param {string} name @param {number} l @param {number|string} [index]
 */
export const up = (name, l, index = "") => `${name}^{[${l}]}${index && `_{${index}}`}`;
const zStep = (l) => ({
  key: "z",
  l,
  name: up("z", l),
  formula: `${up("z", l)} = ${l > 1 ? up("a", l - 1) : "x"} ${up("W", l)} + ${up("b", l)}`,
  lines: ({ z, a }) =>
    UNITS.map((k) => {
      const { W, b } = SMALL_NETWORK[l - 1];
      return [
        up("z", l, k + 1),
        `${UNITS.map((j) => `${factor(a[l - 1][j])}·${factor(W[j][k])}`).join(" + ")} + ${factor(b[k])}`,
        z[l - 1][k],
      ];
    }),
});
const aStep = (l) => ({
  key: "a",
  l,
  name: up("a", l),
  formula: `${up("a", l)} = 'relu'(${up("z", l)})`,
  lines: ({ z, a }) => UNITS.map((k) => [up("a", l, k + 1), `'max'(0, ${brief(z[l - 1][k])})`, a[l][k]]),
});
const deltaStep = (l) => ({
  key: "delta",
  l,
  back: true,
  name: up("δ", l),
  formula: `${up("δ", l)} = (${up("δ", l + 1)} W^{[${l + 1}]T}) ⊙ 'relu'′(${up("z", l)})`,
  lines: ({ z, delta }) =>
    UNITS.map((j) => {
      const parts = UNITS.map((k) => `${factor(delta[l][k])}·${factor(SMALL_NETWORK[l].W[j][k])}`);
      return [up("δ", l, j + 1), `(${parts.join(" + ")})·${z[l - 1][j] > 0 ? 1 : 0}`, delta[l - 1][j]];
    }),
});
const dWStep = (l) => ({
  key: "dW",
  l,
  back: true,
  name: `∂L/∂${up("W", l)}`,
  formula: `∂L/∂${up("W", l)} = ${l > 1 ? `a^{[${l - 1}]T}` : "x^T"} ${up("δ", l)}`,
  lines: ({ a, delta, dW }) =>
    UNITS.flatMap((j) =>
      UNITS.map((k) => [
        `∂L/∂${up("W", l, `${j + 1}${k + 1}`)}`,
        `${factor(a[l - 1][j])}·${factor(delta[l - 1][k])}`,
        dW[l - 1][j][k],
      ]),
    ),
});
const dbStep = (l) => ({
  key: "db",
  l,
  back: true,
  name: `∂L/∂${up("b", l)}`,
  formula: `∂L/∂${up("b", l)} = ${up("δ", l)}`,
  lines: ({ delta }) => UNITS.map((k) => [`∂L/∂${up("b", l, k + 1)}`, up("δ", l, k + 1), delta[l - 1][k]]),
});
/** Steps {key, l, name, formula, back, lines(t)}: lines are [left side, work, result], t both passes. */
export const STEPS = [
  zStep(1),
  aStep(1),
  zStep(2),
  aStep(2),
  zStep(3),
  {
    key: "a",
    l: 3,
    name: "p",
    formula: `p = 'softmax'(${up("z", 3)})`,
    lines: ({ z, a }) => {
      const e = z[2].map((value) => `e^{${brief(value, 3)}}`);
      return UNITS.map((k) => [`p_${k + 1}`, `${e[k]} / (${e.join(" + ")})`, a[3][k]]);
    },
  },
  {
    key: "loss",
    l: 4,
    name: "L",
    formula: "L = −(y_1 'ln' p_1 + y_2 'ln' p_2)",
    lines: ({ a, y, loss }) => [["L", `−'ln' ${brief(a[3][y.indexOf(1)])}`, loss]],
  },
  {
    key: "delta",
    l: 3,
    back: true,
    name: up("δ", 3),
    formula: `${up("δ", 3)} = p − y`,
    lines: ({ a, y, delta }) => UNITS.map((k) => [up("δ", 3, k + 1), `${brief(a[3][k])} − ${y[k]}`, delta[2][k]]),
  },
  dWStep(3),
  dbStep(3),
  deltaStep(2),
  dWStep(2),
  dbStep(2),
  deltaStep(1),
  dWStep(1),
  dbStep(1),
];
