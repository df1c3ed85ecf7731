// The markup of exercises' texts: $TeX$, $$TeX that stands alone$$, **bold**, `code`; a blank line ends a paragraph.

const PIECE = /`([^`]+)`|\$\$(.+?)\$\$|\$(.+?)\$|\*\*(.+?)\*\*/gs;
const PLAIN = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapeText = (text) => text.replace(/[&<>"]/g, (letter) => PLAIN[letter]);

function line(text, formulas) {
  let made = "";
  let end = 0;
  for (const piece of text.matchAll(PIECE)) {
    const [source, code, , , bold] = piece;
    made += escapeText(text.slice(end, piece.index));
    end = piece.index + source.length;
    if (code) made += `<code>${escapeText(code)}</code>`;
    else if (bold) made += `<strong>${line(bold, formulas)}</strong>`;
    else made += Object.hasOwn(formulas, source) ? formulas[source] : escapeText(source);
  }
  return made + escapeText(text.slice(end));
}

/** A formula's MathML in one line: (a+b)/c, w_1, √(x). The TeX that KaTeX leaves in it is no part of it. */
function mathInWords(node) {
  if (node.localName === "annotation") return "";
  if (!node.children?.length) return node.textContent;
  const parts = [...node.children].map(mathInWords);
  const group = (part) => (part.length > 1 ? `(${part})` : part);
  if (node.localName === "mfrac") return `${group(parts[0])}/${group(parts[1])}`;
  if (node.localName === "msub") return `${parts[0]}_${group(parts[1])}`;
  if (node.localName === "msup") return `${parts[0]}^${group(parts[1])}`;
  if (node.localName === "msqrt") return `√(${parts.join("")})`;
  return parts.join("");
}

/** A text of the page in words: its formulas make no name for a control by themselves. */
export function inWords(element) {
  const copy = element.cloneNode(true);
  for (const formula of copy.querySelectorAll(".katex"))
    formula.replaceWith(` ${mathInWords(formula.querySelector("math") ?? formula)} `);
  return copy.textContent.replace(/\s+/g, " ").trim();
}

/** Name a control after the text that labels it, where formulas are in that text; then it is not to be heard twice. */
export function nameAfter(control, label) {
  if (!label.querySelector(".katex")) return;
  control.setAttribute("aria-label", inWords(label));
  label.setAttribute("aria-hidden", "true");
}

/**
 * HTML of a text; all that is no markup is escaped.
 * @param {string} text
 * @param {Object<string, string>} formulas typeset by the book's build, by source with its dollars; others stay as
 *   they are, for JupyterLab to typeset
 */
export function markup(text, formulas = {}) {
  const paragraphs = text.split(/\n[ \t]*\n/).map((part) => line(part.trim(), formulas));
  return paragraphs.length === 1 ? paragraphs[0] : paragraphs.map((part) => `<p>${part}</p>`).join("");
}
