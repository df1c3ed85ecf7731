// How numbers and symbols are written: one reader of a tiny maths markup, two writers (HTML, SVG).
import TABLE from "../symbols.json" with { type: "json" };

const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "−";

/** Fixed decimals with a true minus sign; a power of ten from 100 000 on; never "NaN" or "Infinity". */
export function num(value, decimals = 2) {
  if (Number.isNaN(value)) return "?";
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (size === Infinity) return sign + "∞";
  if (size >= 1e5) {
    let exponent = Math.floor(Math.log10(size));
    let mantissa = (size / 10 ** exponent).toFixed(1);
    if (mantissa === "10.0") [mantissa, exponent] = ["1.0", exponent + 1];
    return `${sign}${mantissa}·10${[...String(exponent)].map((c) => SUPERSCRIPT[c]).join("")}`;
  }
  const text = size.toFixed(size >= 1e3 ? Math.min(decimals, 0) : decimals);
  return (Number(text) === 0 ? "" : sign) + text;
}

/** As num, in brackets when negative: for a factor or a summand. */
export const par = (value, decimals) => {
  const text = num(value, decimals);
  return text.startsWith(MINUS) ? `(${text})` : text;
};

/** As num, always with its sign. */
export const signed = (value, decimals) => {
  const text = num(value, decimals);
  return text.startsWith(MINUS) ? text : "+" + text;
};

/** A small positive number such as a cost: decimals, or a power of ten below 0.001. */
export function small(value, decimals = 3) {
  if (!(value > 0) || value >= 10 ** -decimals) return num(value, decimals);
  const exponent = Math.floor(Math.log10(value));
  const digits = [...String(-exponent)].map((c) => SUPERSCRIPT[c]).join("");
  return `${(value / 10 ** exponent).toFixed(1)}·10⁻${digits}`;
}

/** A Python literal of exactly this number. */
export const py = (value) => (Object.is(value, -0) ? "0.0" : Number.isInteger(value) ? `${value}.0` : String(value));
export const pyList = (values) => `[${values.map((v) => (Array.isArray(v) ? pyList(v) : py(v))).join(", ")}]`;

/**
 * The colour kind of a symbol, the same in formulas and sliders and on the page of the chapter (symbols.json).
 * Markup of several takes the first one's; a derivative is one quantity with one number, and flows backwards.
 * @param {string} markup
 * @param {string} [chapter] its number
 */
export function kindOf(markup, chapter) {
  if (/^[∂∇]|′/.test(markup)) return "delta";
  const symbol = markup[markup[0] === "\\" ? 1 : 0];
  return TABLE.chapters[chapter]?.[symbol] ?? TABLE.symbols[symbol] ?? "plain";
}

/**
 * Markup to runs: letters italic, digits upright, _ sub, ^ sup, {group}, \w bold upright,
 * "words" in the text face, 'name' upright.
 */
export function readMath(markup) {
  const runs = [];
  let position = "";
  const push = (text, face) => {
    const last = runs.at(-1);
    if (last && last.face === face && last.position === position) last.text += text;
    else runs.push({ text, face, position });
  };
  const plain = (c) => {
    if (SUPERSCRIPT.includes(c) || c === "⁻") {
      position = "sup";
      push(c === "⁻" ? MINUS : String(SUPERSCRIPT.indexOf(c)), "up");
      position = "";
    } else if (c === "′") {
      position = "sup"; // maths fonts draw the prime large, to be raised like an exponent
      push(c, "up");
      position = "";
    } else push(c, /\p{L}/u.test(c) ? "it" : "up");
  };
  for (let i = 0; i < markup.length; i++) {
    const c = markup[i];
    if (c === "'" || c === '"') {
      const end = markup.indexOf(c, i + 1);
      push(markup.slice(i + 1, end), c === "'" ? "up" : "txt");
      i = end;
    } else if (c === "\\") push(markup[++i], "bf");
    else if (c === "_" || c === "^") {
      position = c === "_" ? "sub" : "sup";
      if (markup[i + 1] === "{") {
        const end = markup.indexOf("}", i);
        for (const d of markup.slice(i + 2, end)) push(d, /\p{L}/u.test(d) ? "it" : "up");
        i = end;
      } else {
        const d = markup[++i];
        push(d, /\p{L}/u.test(d) ? "it" : "up");
      }
      position = "";
    } else plain(c);
  }
  return runs;
}

const escapeHtml = (text) =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
const FACE_TAG = { it: "i", bf: "b", up: "span", txt: "small" };

/** Maths markup to HTML. */
export function htmlMath(markup) {
  const html = readMath(markup).map(({ text, face, position }) => {
    const inner = `<${FACE_TAG[face]}>${escapeHtml(text)}</${FACE_TAG[face]}>`;
    return position ? `<${position}>${inner}</${position}>` : inner;
  });
  return `<span class="mm-sym" translate="no">${html.join("")}</span>`;
}

/** Prose to HTML: **strong**, and $maths markup$. */
export function words(text) {
  return text
    .split("$")
    .map((part, i) => (i % 2 ? htmlMath(part) : escapeHtml(part).replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")))
    .join("");
}

const SAID = {
  "=": " equals ",
  "·": " times ",
  "+": " plus ",
  "−": " minus ",
  "/": " over ",
  "→": " becomes ",
  "←": " becomes ",
  "≈": " is about ",
  "≤": " is at most ",
  "∂": "d ",
  "∇": "gradient of ",
  ŷ: "y hat",
};
const said = (text) => [...text].map((c) => SAID[c] ?? c).join("");
const SAID_ABOVE = { 2: " squared", 3: " cubed", "′": " prime", T: " transposed" };

/** Maths markup in words, for screen readers: w_1 · x² as "w 1 times x squared". */
export const symbolInWords = (markup) =>
  readMath(markup)
    .map(({ text, position }) => {
      if (position === "sub") return ` ${said(text)}`;
      if (position === "sup") return SAID_ABOVE[text] ?? (text.startsWith("[") ? ` ${text}` : ` to the ${said(text)}`);
      return said(text);
    })
    .join("")
    .replace(/\s+/g, " ")
    .trim();

/** The same prose without any markup, for screen readers. */
export const spoken = (text) =>
  text
    .split("$")
    .map((part, i) =>
      i % 2
        ? readMath(part)
            .map((r) => r.text)
            .join("")
        : part.replaceAll("**", ""),
    )
    .join("");
