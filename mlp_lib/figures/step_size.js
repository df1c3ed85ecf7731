// The step of a finite difference of sigmoid(z)^2: its error against h, measured and as theory says.
import { axes, tenTo } from "./js/axes.js";
import { sigmoid } from "./js/maths.js";
import { num, py, small } from "./js/numbers.js";
import { clamp, logScale, scale } from "./js/plot.js";
import { cell } from "./js/readout.js";

const [LOW, HIGH] = [1e-18, 10]; // of the error
const [FROM, TO] = [-16, 0]; // decades of h
const PRECISION = {
  float64: { round: (v) => v, epsilon: 2 ** -52, bits: 52, digits: 17 },
  float32: { round: Math.fround, epsilon: 2 ** -23, bits: 23, digits: 9 },
};
const stepOf = (m) => Number((10 ** m).toPrecision(6));

/** f and its exact derivatives up to the third, as polynomials of s = sigmoid(z). */
function exact(z) {
  const s = sigmoid(z);
  return [
    s ** 2,
    2 * s ** 2 - 2 * s ** 3,
    4 * s ** 2 - 10 * s ** 3 + 6 * s ** 4,
    8 * s ** 2 - 38 * s ** 3 + 54 * s ** 4 - 24 * s ** 5,
  ];
}

/** f with every operation rounded to the precision. */
function f(z, r) {
  const s = r(1 / r(1 + r(Math.exp(-z))));
  return r(s * s);
}

/** Im f(z + ih), rounded likewise. */
function imaginary(z, h, r) {
  const e = r(Math.exp(-z));
  const [re, im] = [r(1 + r(e * r(Math.cos(h)))), r(e * r(Math.sin(h)))];
  const size = r(r(re * re) + r(im * im));
  return r(r(2 * r(re / size)) * r(im / size));
}

/** The numerical derivative, what it subtracts, and its error. */
function measure(s, h, method = s.method) {
  const { round: r } = PRECISION[s.dtype];
  const [z, step] = [r(s.z), r(h)];
  const truth = exact(z)[1];
  if (method === "complex") {
    const part = imaginary(z, step, r);
    const derivative = r(part / step);
    return { part, derivative, error: Math.abs(derivative - truth) };
  }
  const [left, right] = [method === "central" ? r(z - step) : z, r(z + step)];
  const [before, after] = [f(left, r), f(right, r)];
  const difference = r(after - before);
  const derivative = r(difference / (method === "central" ? r(2 * step) : step));
  return { before, after, difference, derivative, lost: left === right, error: Math.abs(derivative - truth) };
}

/** Theory: error from the curve and error from rounding. */
function theory(s, h) {
  const [value, slope, second, third] = exact(s.z).map(Math.abs);
  const { epsilon } = PRECISION[s.dtype];
  return {
    truncation: s.method === "one-sided" ? (h * second) / 2 : (h * h * third) / 6,
    rounding: s.method === "complex" ? epsilon * slope : ((s.method === "one-sided" ? 2 : 1) * epsilon * value) / h,
  };
}

function values(s) {
  const h = stepOf(s.m);
  const [value, slope, second, third] = exact(s.z);
  const { epsilon } = PRECISION[s.dtype];
  const best =
    s.method === "central"
      ? Math.cbrt((3 * epsilon * value) / Math.abs(third))
      : 2 * Math.sqrt((epsilon * value) / Math.abs(second));
  return {
    value,
    slope,
    ...theory(s, h),
    ...(s.method !== "complex" && Number.isFinite(best) ? { best_h: best } : {}),
  };
}

const LAW = { "one-sided": "h|f″|/2", central: "h²|f‴|/6", complex: "h²|f‴|/6" };
const SHARE = { "one-sided": "2ϵ|f|/h", central: "ϵ|f|/h", complex: "ϵ|f′|" };

function drawErrors(p, s, v) {
  const a = axes(p, scale(FROM, TO, 46, p.W - 12), logScale(LOW, HIGH, p.H - 42, 12));
  a.yGrid([1e-16, 1e-12, 1e-8, 1e-4, 1]);
  a.xAxis(p.W > 500 ? [-16, -14, -12, -10, -8, -6, -4, -2, 0] : [-16, -12, -8, -4, 0], { show: tenTo });
  a.text("lab small quiet", [TO, LOW], '"step "h', [0, 36], "end");
  const truncation = (m) => theory(s, stepOf(m)).truncation;
  const rounding = (m) => theory(s, stepOf(m)).rounding;
  const measured = (method) => (m) => Math.max(LOW, measure(s, stepOf(m), method).error);
  const dense = { n: 160 };
  if (s.method !== "complex") a.curve("mark thin k-pred", measured("complex"), dense);
  a.curve("mark thin k-delta", measured(s.method), dense);
  a.curve("mark thin dash k-act", truncation, dense);
  a.curve("mark thin dash k-weight", rounding, dense);

  const { error } = measure(s, stepOf(s.m));
  const here = [s.m, Math.max(error, LOW / 10)];
  if ("best_h" in v && v.best_h < 1) {
    const best = Math.log10(v.best_h);
    a.line("mark thin dash k-plain", [best, LOW], [best, HIGH]);
    p.label("lab small quiet", a.x(best), a.y(HIGH) + 12, `"best "h ≈ ${small(v.best_h, 1)}`, { towards: 0, gap: 6 });
  }
  a.dot("dotm k-delta", here, 6);
  a.label("lab k-delta", here, `"error" ${error ? small(error, 2) : "0"}`, { towards: 1.2, gap: 12 });
  const name = (kind, point, text, towards) =>
    a.has(point) && a.label(`lab bare small ${kind}`, point, text, { towards, gap: 8 });
  const far = s.method === "one-sided" ? -2.6 : -1.4;
  name("k-act", [far, truncation(far)], LAW[s.method], Math.PI - 0.5);
  const low = s.method === "complex" ? -3 : s.dtype === "float32" ? -5 : -12;
  name("k-weight", [low, rounding(low)], SHARE[s.method], s.method === "complex" ? Math.PI / 2 : 0.6);
  if (s.method !== "complex")
    name(
      "k-pred",
      [-9, s.dtype === "float32" ? 10 ** -8.2 : 10 ** -15.6],
      '"complex step"',
      s.dtype === "float32" ? -Math.PI / 2 : Math.PI / 2,
    );
  return { scales: [a.x, a.y], handles: { h: a.held(here) } };
}

/** A number with all its digits as text; and how many leading characters two such texts share. */
const written = (value, s) =>
  value
    .toPrecision(PRECISION[s.dtype].digits)
    .replace("-", "−")
    .replace(/e−(\d+)/, "·10^{−$1}");
const shared = (a, b) => [...a].findIndex((c, i) => c !== b[i]);
const count = (n, unit) => `${num(n, 0)}" ${unit}${Math.round(n) === 1 ? "" : "s"}`;
const digitsLeft = (
  s,
  /** @type {{before?: number, after?: number, difference?: number}} */ { before, after, difference },
) =>
  difference
    ? Math.max(
        0,
        Math.log10(
          Math.abs(difference) / 2 ** (Math.floor(Math.log2(Math.max(before, after))) - PRECISION[s.dtype].bits),
        ),
      )
    : 0;

/** What is subtracted, digit by digit. */
function drawDigits(p, s, v) {
  const t = measure(s, stepOf(s.m));
  const row = (i, name, kind, text, prefix = 0) => {
    const y = 22 + i * 48;
    p.text("lab bare small quiet", 0, y, name);
    const split = prefix && 7.5 * prefix - 3.75; // digits are 7.5 wide, the point half of that
    if (prefix) p.text("lab bare quiet", split, y + 21, text.slice(0, prefix), "end");
    p.text(`lab bare ${kind}`, split, y + 21, text.slice(prefix));
  };
  const ends = [`"numerical derivative"`, "k-delta", written(t.derivative, s)];
  const truth = [`"exact "f′(z)`, "k-plain", written(v.slope, s)];
  const agree = shared(ends[2], truth[2]);
  const prefix = agree < 0 ? ends[2].length : agree;
  if (s.method === "complex") {
    row(0, "'Im' f(z + ih)", "k-act", written(t.part, s));
    row(1, ...ends);
    row(2, ...truth);
    return p.text("lab small quiet", 0, 22 + 3 * 48, '"nothing is subtracted"');
  }
  const [after, before] = [written(t.after, s), written(t.before, s)];
  const same = shared(after, before);
  const common = same < 0 ? after.length : same;
  row(0, "f(z + h)", "k-act", after, common);
  row(1, s.method === "central" ? "f(z − h)" : "f(z)", "k-act", before, common);
  row(2, `"difference: about "${count(digitsLeft(s, t), "digit")} left"`, "k-act", written(t.difference, s));
  row(3, ...ends);
  row(4, ...truth);
  return p.text(
    "lab small quiet",
    0,
    22 + 5 * 48,
    prefix > 2 ? `"the last two agree in "${count(prefix - 2, "decimal")}"` : '"the last two agree in no decimal"',
  );
}

function say(s, v) {
  const h = stepOf(s.m);
  const t = measure(s, h);
  const error = `error ${t.error ? small(t.error, 2) : "0"}`;
  if (s.method === "complex")
    return v.truncation > v.rounding
      ? `**Still too wide:** ${error}. The complex step has the same error from the curve, $h²|f‴|/6$. Make $h$ smaller: here nothing speaks against it.`
      : `**All digits are right,** ${error}: the derivative is read off an imaginary part, and no two nearly equal numbers are subtracted. $h$ may be as small as you like.`;
  if (t.lost)
    return `**The step is lost:** in ${s.dtype} $z + h$ is $z$ itself. The difference is 0, and so is the derivative; ${error}.`;
  if (v.truncation > 10 * v.rounding)
    return `**Too wide:** ${error}, from the curve between the two points. A tenth of $h$ makes it about ${s.method === "central" ? "100" : "10"} times smaller.`;
  const left = Math.round(digitsLeft(s, t));
  const kept = left
    ? `and the difference keeps about ${left}. A tenth of $h$ costs one more.`
    : "and the difference keeps none that counts.";
  if (v.rounding > 10 * v.truncation) return `**Too narrow:** ${error}. The values agree in nearly all digits, ${kept}`;
  return `**Near the best step:** ${error}. What the curve costs and what rounding costs are about equal here.`;
}

/** @type {Definition} */
export default {
  name: "step_size",
  title: "How small a step?",
  predict:
    "The central difference is best near $h = 10^{−5}$. Switch to the one-sided one: will its best $h$ be larger or smaller, and how large its smallest error?",
  see: "From the right the error falls with $h$, until rounding takes over and it rises again, however exact the formula. The central difference is best near $ϵ^{1/3}$, the one-sided near $ϵ^{1/2}$. The complex step subtracts nothing and has no lower limit.",
  layout: "wide",
  state: ["z", "m", "method", "dtype"],
  choices: [
    { trait: "method", label: "Derivative", text: (method) => ({ complex: "complex step" })[method] },
    { trait: "dtype", label: "Numbers" },
  ],

  pictures: [
    {
      key: "errors",
      caption:
        "Error of the numerical derivative of $σ(z)²$ for every step $h = 10^m$; an error of 0 lies on the lower edge",
      height: (width) => clamp(width * 0.72, 300, 380),
      draw: drawErrors,
      alt: (s, v) => {
        const { error } = measure(s, stepOf(s.m));
        const best = "best_h" in v ? ` Best step about ${small(v.best_h, 1)}.` : "";
        return `Error over the step on logarithmic axes, ${s.method} in ${s.dtype}. At h = ${small(stepOf(s.m), 1)} the error is ${small(error, 2)}; theory: ${small(v.truncation, 2)} from the curve and ${small(v.rounding, 2)} from rounding.${best}`;
      },
      handles: [
        {
          key: "h",
          kind: "delta",
          bare: true,
          label: "step h, move with the arrow keys",
          traits: ["m"],
          axis: "x",
          at: (s) => [s.m, 0],
          describe: (s) => `h = ${small(stepOf(s.m), 1)}`,
        },
      ],
    },
    {
      key: "digits",
      caption: "What is subtracted; grey: digits in which both agree, which cancel",
      height: () => 292,
      draw: drawDigits,
      alt: (s, v) => {
        const t = measure(s, stepOf(s.m));
        return `Numerical derivative ${written(t.derivative, s)}, exact ${written(v.slope, s)}.${s.method === "complex" ? "" : ` Digits left in the difference of f: about ${num(digitsLeft(s, t), 0)}.`}`;
      },
    },
  ],

  values,

  readout: [
    [[cell('"error, measured"', (s) => small(measure(s, stepOf(s.m)).error, 2), { width: "7em", kind: "delta" })]],
    [
      [
        cell(
          (s) => LAW[s.method] ?? LAW.central,
          (s, v) => small(v.truncation, 2),
          { name: "truncation", width: "5.4em", kind: "act" },
        ),
      ],
      [
        "+",
        cell(
          (s) => SHARE[s.method] ?? SHARE.central,
          (s, v) => small(v.rounding, 2),
          { name: "rounding", width: "5.4em", kind: "weight" },
        ),
      ],
    ],
    [
      [cell("f(z)", (s, v) => num(v.value, 6), { name: "value", width: "5em", kind: "act" })],
      [cell("f′(z)", (s, v) => num(v.slope, 6), { name: "slope", width: "5em" })],
    ],
    [
      [cell("h", (s) => small(stepOf(s.m), 1), { width: "4.6em" })],
      [
        cell('"best "h', (s, v) => ("best_h" in v ? small(v.best_h, 1) : "any small"), {
          name: "best_h",
          width: "5em",
          kind: "plain",
        }),
      ],
    ],
  ],

  say,

  python(s, v) {
    const type = `np.${s.dtype}`;
    const [code, truncation, rounding, best] = {
      "one-sided": [
        "(f(z + h) - f(z)) / h",
        "h * abs(second) / 2",
        "2 * epsilon * value / h",
        "2 * np.sqrt(epsilon * value / abs(second))",
      ],
      central: [
        "(f(z + h) - f(z - h)) / (2 * h)",
        "h**2 * abs(third) / 6",
        "epsilon * value / h",
        "np.cbrt(3 * epsilon * value / abs(third))",
      ],
      complex: ["f(z + 1j * h).imag / h", "h**2 * abs(third) / 6", "epsilon * slope"],
    }[s.method];
    return [
      "import numpy as np",
      "",
      "from mlp_lib import sigmoid",
      "",
      "",
      "def f(z):",
      "    return sigmoid(z) ** 2",
      "",
      "",
      `z, h = ${type}(${py(s.z)}), ${type}(${py(stepOf(s.m))})`,
      `derivative = ${code}`,
      "",
      `z, h, epsilon = ${py(s.z)}, ${py(stepOf(s.m))}, np.finfo(${type}).eps.item()`,
      "s = sigmoid(z)",
      "value, slope = s**2, 2 * s**2 - 2 * s**3",
      s.method === "one-sided"
        ? "second = 4 * s**2 - 10 * s**3 + 6 * s**4"
        : "third = 8 * s**2 - 38 * s**3 + 54 * s**4 - 24 * s**5",
      "error = abs(derivative - slope)",
      "",
      `truncation = ${truncation}  # equation (10.2a)`,
      `rounding = ${rounding}`,
      ...("best_h" in v ? [`best_h = ${best}`] : []),
      "",
    ].join("\n");
  },
};
