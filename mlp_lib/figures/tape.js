// The tape of mlp_lib.Value: every operation notes its inputs and local derivatives; adjoints come back in reverse.
import { drawEdge, drawNode } from "./js/graph.js";
import { sigmoid } from "./js/maths.js";
import { num, par, py } from "./js/numbers.js";
import { cell } from "./js/readout.js";

/** A value: its place (along and across, in the unit square), its inputs, its rule, and [result, local derivatives]. */
const leaf = (name, at, f) => ({ name, at, inputs: [], rule: "", f });
const op = (name, at, inputs, rule, code, f) => ({ name, at, inputs, rule, code, f });
const A = (at) => leaf("a", at, (s) => [s.a, []]);
const B = (at) => leaf("b", at, (s) => [s.b, []]);
const constant = (name, at, value) => ({ ...leaf(name, at, () => [value, []]), fixed: true });
const times = (u, v) => [u * v, [v, u]];
const plus = (u, v) => [u + v, [1, 1]];
const square = (u) => [u * u, [2 * u]];
const EXPRESSIONS = {
  product: {
    label: "(ab)(a + b)",
    start: { a: -2, b: 3 },
    nodes: [
      A([0, 0]),
      B([0, 1]),
      op("p", [0.5, 0], ["a", "b"], "a · b", "a * b", times),
      op("s", [0.5, 1], ["a", "b"], "a + b", "a + b", plus),
      op("f", [1, 0.5], ["p", "s"], "p · s", "p * s", times),
    ],
  },
  double: {
    label: "a + a",
    start: { a: 1 },
    nodes: [A([0.15, 0.5]), op("f", [0.85, 0.5], ["a", "a"], "a + a", "a + a", plus)],
  },
  stages: {
    label: "(b(2a)² − 33)²",
    start: { a: 3, b: 1 },
    nodes: [
      A([0, 0]),
      constant("2", [0, 1], 2),
      op("z", [0.2, 0.5], ["a", "2"], "2a", "a * 2", times),
      op("q", [0.4, 0], ["z"], "z²", "z**2", square),
      B([0.4, 1]),
      op("y", [0.6, 0.3], ["b", "q"], "b · q", "b * q", times),
      constant("−33", [0.6, 1], -33),
      op("d", [0.8, 0.5], ["y", "−33"], "y − 33", "y + -33", plus),
      op("f", [1, 0.5], ["d"], "d²", "d**2", square),
    ],
  },
  sigmoid: {
    label: "σ(a)²",
    start: { a: 0.5 },
    nodes: [
      A([0.1, 0.5]),
      op("s", [0.5, 0.5], ["a"], "σ(a)", "a.sigmoid()", (u) => [sigmoid(u), [sigmoid(u) * sigmoid(-u)]]),
      op("f", [0.9, 0.5], ["s"], "s²", "s**2", square),
    ],
  },
};
const uses = (s, name) => EXPRESSIONS[s.expression].nodes.some((node) => node.name === name);

/** The order of Value.tape(): every value after its inputs, the result last; no recursion. */
function inOrder(nodes) {
  const [order, done, waiting] = [[], new Set(), [["f", false]]];
  while (waiting.length) {
    const [name, ready] = waiting.pop();
    const node = nodes.find((other) => other.name === name);
    if (ready) order.push(node);
    else if (!done.has(name)) {
      done.add(name);
      waiting.push([name, true], ...node.inputs.map((input) => [input, false]));
    }
  }
  return order;
}
for (const expression of Object.values(EXPRESSIONS)) {
  expression.tape = inOrder(expression.nodes);
  const backwards = [...expression.tape].reverse();
  expression.payments = backwards.flatMap(({ name, inputs, rule }) =>
    inputs.map((input, i) => ({ name, input, i, rule })),
  );
  expression.steps = expression.tape.length + 1 + expression.payments.length;
}

/**
 * The tape after k steps.
 * @returns {{noted: number, done: number, data, locals, terms, adjoint}} values noted; payments made on the way back, negative
 *   before the seed; by name: result, local derivatives, the terms [adjoint, local derivative] that arrived, and their sum
 */
function run(s, k = s.k) {
  const { tape, payments } = EXPRESSIONS[s.expression];
  /** @type {Record<string, any>[]} */
  const [data, locals, terms, adjoint] = [{}, {}, {}, {}];
  for (const { name, inputs, f } of tape) {
    [data[name], locals[name]] = inputs.length ? f(...inputs.map((input) => data[input])) : f(s);
    [terms[name], adjoint[name]] = [[], 0];
  }
  const done = Math.min(k - tape.length - 1, payments.length);
  if (done >= 0) adjoint.f = 1;
  for (const { name, input, i } of payments.slice(0, Math.max(0, done))) {
    terms[input].push([adjoint[name], locals[name][i]]);
    adjoint[input] += adjoint[name] * locals[name][i];
  }
  return { noted: Math.min(k, tape.length), done, data, locals, terms, adjoint };
}

const kind = ({ inputs, fixed }) => (fixed || inputs.length ? "k-plain" : "k-input");
const reached = (t, name) => t.terms[name].length > 0 || (name === "f" && t.done >= 0);
/** An adjoint as the sum of what arrived: "3.00 + (−6.00) = −3.00"; with factors where there is room. */
function sum(t, name, factors) {
  const terms = t.terms[name].map(([up, local], i) =>
    factors ? `${(i ? par : num)(up)}·${par(local)}` : (i ? par : num)(up * local),
  );
  return terms.length > 1 || (terms.length && factors)
    ? `${terms.join(" + ")} = ${num(t.adjoint[name])}`
    : num(t.adjoint[name]);
}

function drawGraph(p, s) {
  const { tape, payments } = EXPRESSIONS[s.expression];
  const t = run(s);
  const wide = p.W >= 560;
  const r = wide ? 22 : 18;
  const place = ([u, v]) =>
    wide
      ? [r + 24 + u * (p.W - 2 * r - 48), r + 26 + v * (p.H - 2 * r - 54)]
      : [86 + v * (p.W - 172), r + 4 + u * (p.H - 2 * r - 8)];
  const at = Object.fromEntries(tape.map(({ name, at: where }) => [name, place(where)]));
  const shown = tape.slice(0, t.noted);
  const edges = shown.flatMap(({ name, inputs }) =>
    inputs.map((input, i) => ({ name, input, i, twin: inputs[0] === inputs[1] })),
  );
  const paid = payments.slice(0, Math.max(0, t.done));
  const same = (edge) => (other) => other?.name === edge.name && other.i === edge.i;
  const current = (edge) => same(edge)(paid.at(-1));
  const ends = edges.map(({ name, input, i, twin }) => {
    const shift = twin ? (i ? 10 : -10) : 0; // two edges between the same values
    return [at[input], at[name]].map(([x, y]) => (wide ? [x, y + shift] : [x + shift, y]));
  });
  edges.forEach((edge, j) => {
    const [from, to] = ends[j];
    if (paid.some(same(edge))) drawEdge(p, to, from, r, "k-delta", current(edge) ? "" : "thin");
    else drawEdge(p, from, to, r, "k-plain", "thin");
  });
  for (const node of shown) {
    const [x, y] = at[node.name];
    drawNode(p, at[node.name], r, kind(node), node.name);
    const lines = [
      [kind(node), node.fixed ? "" : num(t.data[node.name])],
      ["k-delta", reached(t, node.name) ? num(t.adjoint[node.name]) : ""],
    ];
    const left = node.at[1] < 0.35;
    lines.forEach(([colour, text], i) => {
      if (!text) return;
      if (wide) p.text(`lab ${colour}`, x, i ? y + r + 20 : y - r - 10, text, "middle");
      else p.text(`lab ${colour}`, x + (left ? -r - 8 : r + 8), y + (i ? 16 : -4), text, left ? "end" : "start");
    });
  }
  edges.forEach((edge, j) => {
    const { name, input, i, twin } = edge;
    const [[x1, y1], [x2, y2]] = ends[j];
    const side = twin && (i === 1) === wide ? Math.PI : 0;
    const normal = Math.atan2(x2 - x1, y2 - y1) + side; // beside the edge, y upwards
    const text = num(t.locals[name][i]);
    const near = tape.length === 5 && input !== "p" && input !== "s" ? (wide ? 0.3 : 0.22) : 0.5; // where edges cross: before they do
    p.label(`lab small ${current(edge) ? "k-delta" : "quiet"}`, x1 + near * (x2 - x1), y1 + near * (y2 - y1), text, {
      towards: normal,
      gap: 6,
    });
  });
}

/** The tape, line by line: operation, value, local derivatives, adjoint so far. */
function drawTape(p, s) {
  const { tape, payments } = EXPRESSIONS[s.expression];
  const t = run(s);
  const wide = p.W >= 760;
  const step = Math.min(wide ? 46 : 62, (p.H - 34) / tape.length);
  const [value, local] = wide ? [250, 290] : [0.5 * p.W, 14];
  p.text("lab small quiet", 14, 18, '"value"');
  p.text("lab small quiet", value, 18, '"number"', "end");
  if (wide) p.text("lab small quiet", local, 18, '"local derivatives"');
  p.text("lab small quiet", p.W - 8, 18, '"adjoint so far"', "end");
  p.line("axis", 0, 26, p.W, 26);
  const forward = t.done < 0 && s.k <= tape.length;
  const current = forward ? tape[s.k - 1]?.name : t.done > 0 ? payments[t.done - 1].name : "f";
  tape.slice(0, t.noted).forEach((node, i) => {
    const { name, inputs, rule } = node;
    const top = 30 + i * step;
    const y = wide ? top + step / 2 + 5 : top + step / 2 - 3;
    if (name === current) p.rect(`soft ${forward ? "k-act" : "k-delta"}`, 0, top, p.W, step - 2, 4);
    p.text(`lab bare ${kind(node)}`, 14, y, node.fixed ? `'${name}'` : rule ? `${name} = ${rule}` : name);
    p.text(`lab bare ${kind(node)}`, value, y, num(t.data[name]), "end");
    const partials = inputs.map(
      (input, j) =>
        `${wide || p.W > 500 ? `∂${name}/∂${input.startsWith("−") ? `(${input})` : input}` : `"by "${input}`} = ${num(t.locals[name][j])}`,
    );
    const own = inputs[0] === inputs[1] ? partials.slice(0, 1).map((text) => `${text}," twice"`) : partials;
    p.text("lab bare small quiet", local, wide ? y : y + 17, own.join(", "));
    const arrived = sum(t, name, wide);
    if (!reached(t, name)) return;
    if (wide) p.text("lab bare k-delta", p.W - 8, y, arrived, "end");
    else {
      p.text("lab bare k-delta", p.W - 8, y, num(t.adjoint[name]), "end");
      if (t.terms[name].length > 1)
        p.text("lab bare small k-delta", p.W - 8, y + 17, arrived.replace(/ = .*/, ""), "end");
    }
  });
}

const gradient = (s, value) => (s.k < EXPRESSIONS[s.expression].steps ? "…" : num(value, 4)); // not before it is complete

function say(s) {
  const { tape, payments, steps } = EXPRESSIONS[s.expression];
  const t = run(s);
  if (!s.k)
    return "**The tape is empty.** Forwards, every operation writes one line: what it computed, from what, and its local derivatives.";
  if (s.k <= tape.length) {
    const { name, inputs, rule } = tape[s.k - 1];
    const notes = inputs.map((input, i) => `${num(t.locals[name][i])} by $${input}$`).join(" and ");
    return inputs.length
      ? `**Forward, line ${s.k} of ${tape.length}.** $${name} = ${rule} = ${num(t.data[name])}$. It notes its derivatives as numbers: ${notes}.`
      : `**Forward, line ${s.k} of ${tape.length}.** $${name}$ is given: ${num(t.data[name])}. It has no inputs.`;
  }
  if (t.done === 0)
    return "**The seed.** All adjoints are 0, except that $∂f/∂f = 1$. Now the tape is read from its end.";
  const { name, input, i, rule } = payments[t.done - 1];
  if (s.k >= steps) {
    const fork = ["a", "b"].find((input) => t.terms[input]?.length > 1);
    if (!fork)
      return `**Done.** $∂f/∂a = ${num(t.adjoint.a)}$${uses(s, "b") ? ` and $∂f/∂b = ${num(t.adjoint.b)}$` : ""}, one pass back for all inputs together.`;
    const [up, local] = t.terms[fork].at(-1);
    return `**Done.** $${fork}$ was used ${t.terms[fork].length === 2 ? "twice" : "more than once"}, so its adjoint is a sum: $${sum(t, fork)}$. With = in place of += only the last term, ${num(up * local)}, would be left.`;
  }
  const worth = `$${num(t.adjoint[name])} · ${par(t.locals[name][i])} = ${num(t.adjoint[name] * t.locals[name][i])}$`;
  const before = t.terms[input].length > 1 ? `, added to what is there: $${sum(t, input)}$` : "";
  return `**Back through** $${name} = ${rule}$. To $${input}$ goes its adjoint times the local derivative, ${worth}${before}.`;
}

/** @type {Definition} */
export default {
  name: "tape",
  title: "The tape player",
  predict:
    "$a$ is used twice in $(ab)(a + b)$. In which order must the operations be read backwards, so that no adjoint is passed on before it is complete? What is $∂f/∂a$ at $(−2, 3)$?",
  see: "Forwards every line notes numbers only. Backwards the tape is read from its end: each line pays its adjoint times a local derivative to each of its inputs, where it is **added**. One pass gives the derivatives by all inputs.",
  layout: "one",
  state: ["a", "b", "expression", "k"],
  choices: [
    {
      trait: "expression",
      label: "f =",
      text: (name) => EXPRESSIONS[name].label,
      also: (s, value) => ({ ...EXPRESSIONS[value].start, k: EXPRESSIONS[value].tape.length }),
    },
  ],
  sliderWhen: { b: (s) => uses(s, "b") },
  steps: {
    trait: "k",
    max: (s) => EXPRESSIONS[s.expression].steps,
    count: (k, n, s) => {
      const length = EXPRESSIONS[s.expression].tape.length;
      return k <= length ? `forward ${k} of ${length}` : `backward ${k - length} of ${n - length}`;
    },
    interval: 1200,
  },

  pictures: [
    {
      key: "graph",
      caption: "Each value with its number and its adjoint (vermillion); on the edges the local derivatives",
      height: (width) => (width >= 560 ? 250 : 400),
      draw: drawGraph,
      alt: (s) => {
        const t = run(s);
        const nodes = EXPRESSIONS[s.expression].tape.slice(0, t.noted);
        const list = nodes.map(
          ({ name }) =>
            `${name} = ${num(t.data[name])}${reached(t, name) ? ` with adjoint ${num(t.adjoint[name])}` : ""}`,
        );
        return list.length ? `Graph of the values ${list.join(", ")}.` : "An empty graph.";
      },
    },
    {
      key: "tape",
      caption: "The tape",
      height: (width) => (width >= 760 ? 290 : 420),
      draw: drawTape,
      alt: (s) => {
        const t = run(s);
        const lines = EXPRESSIONS[s.expression].tape
          .slice(0, t.noted)
          .map(
            ({ name, inputs }) =>
              `${name}: ${num(t.data[name])}${inputs.map((input, i) => `, by ${input} ${num(t.locals[name][i])}`).join("")}${reached(t, name) ? `, adjoint ${sum(t, name)}` : ""}`,
          );
        return lines.length ? `Lines of the tape. ${lines.join("; ")}.` : "The tape is empty.";
      },
    },
  ],

  values(s) {
    const { tape, steps } = EXPRESSIONS[s.expression];
    const t = run(s, steps);
    const [data, adjoints] = [t.data, t.adjoint].map((of) => tape.map(({ name }) => of[name]));
    return { data, adjoints, result: t.data.f, grad_a: t.adjoint.a, ...(uses(s, "b") ? { grad_b: t.adjoint.b } : {}) };
  },

  readout: [
    [[cell("f", (s, v) => num(v.result, 4), { name: "result", width: "6em" })]],
    [[cell("∂f/∂a", (s, v) => gradient(s, v.grad_a), { name: "grad_a", width: "6em" })]],
    [[cell("∂f/∂b", (s, v) => ("grad_b" in v ? gradient(s, v.grad_b) : "none"), { name: "grad_b", width: "6em" })]],
  ],

  say,

  python(s) {
    const { nodes } = EXPRESSIONS[s.expression];
    const both = uses(s, "b");
    return [
      "from mlp_lib import Value",
      "",
      both ? `a, b = Value(${py(s.a)}, "a"), Value(${py(s.b)}, "b")` : `a = Value(${py(s.a)}, "a")`,
      ...nodes.filter(({ code }) => code).map(({ name, code }) => `${name} = ${code}`),
      "f.backward()",
      "",
      "tape = f.tape()  # each value after those that it depends on",
      "data = [value.data for value in tape]",
      "adjoints = [value.grad for value in tape]  # equation (10.3)",
      both ? "result, grad_a, grad_b = f.data, a.grad, b.grad" : "result, grad_a = f.data, a.grad",
      "",
    ].join("\n");
  },
};
