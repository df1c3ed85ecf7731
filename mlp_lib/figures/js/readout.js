// The formula with the current numbers in it: symbol over number (over shape), in lines that do not jump.
import { htmlMath, kindOf, symbolInWords } from "./numbers.js";

const span = (className, html = "") => {
  const element = document.createElement("span");
  if (className) element.className = className;
  element.innerHTML = html;
  return element;
};

/** What writes text into an element that holds nothing else, where it differs from the text before. */
function writer(element) {
  const node = element.appendChild(document.createTextNode(""));
  return (text) => node.data !== text && (node.data = text);
}

/** An item of an equation: a symbol with the number under it; `options` are {name, width, kind, shape}. */
export const cell = (symbol, show, options = {}) => ({ symbol, show, ...options });

/**
 * An equation. A group never breaks; lines break between groups.
 *
 * @param {Array<Array<string|Item>>} groups each item is an operator string, or a symbol with its number; the name of a
 *   number stands in data-name for the tests
 * @param {string} [chapter] its number, for the colours of its symbols
 * @returns {{element: HTMLElement, update(s: State, v: Values): void, inWords(s: State, v: Values): string}} what is shown is for the
 *   eye only; `inWords` says it
 */
export function equation(groups, chapter) {
  const element = span("mm-eq");
  element.setAttribute("aria-hidden", "true");
  element.setAttribute("translate", "no");
  const updates = [];
  const withShapes = groups.flat().some((item) => typeof item !== "string" && item.shape);

  function column(item) {
    if (typeof item === "string") {
      const op = span("op" + (item === "·" ? " dot" : ""));
      op.append(span("", item), span("", item));
      if (withShapes) op.append(span("shape"));
      return op;
    }
    const fixed = typeof item.symbol === "string";
    const col = span();
    const named = (markup) => {
      symbol.innerHTML = htmlMath(markup);
      col.className = `col k-${item.kind ?? kindOf(markup, chapter)}`;
    };
    if (item.width) col.style.setProperty("--w", item.width);
    const symbol = span();
    if (fixed) {
      col.dataset.symbol = item.symbol;
      named(item.symbol);
    } else {
      let last;
      updates.push((s, v) => {
        const markup = item.symbol(s, v);
        if (markup !== last) named((last = markup));
      });
    }
    col.append(symbol, item.rows ? matrix(item.rows) : number(item));
    if (withShapes) col.append(span("shape", item.shape ?? ""));
    return col;
  }

  function number({ show, name }) {
    const slot = span("val");
    if (name) slot.dataset.name = name;
    const write = writer(slot);
    updates.push((s, v) => write(show(s, v)));
    return slot;
  }

  function matrix(rows) {
    const box = span("mm-mat");
    box.style.gridTemplateColumns = `repeat(${rows[0].length}, auto)`;
    for (const entry of rows.flat()) box.append(number(entry));
    return box;
  }

  for (const group of groups) {
    const box = span("grp");
    box.append(...group.map(column));
    element.append(box);
  }
  if (groups.flat().some((item) => typeof item !== "string" && item.rows)) element.classList.add("mm-mateq");
  return {
    element,
    update: (s, v) => updates.forEach((f) => f(s, v)),
    inWords: (s, v) => equationInWords(groups.flat(), s, v),
  };
}

/** "z equals w · x plus b: 0.30 equals 0.50 · 1.00 plus −0.20"; single values as "p 1: 0.42, p 2: 0.58". */
function equationInWords(items, s, v) {
  const symbol = (item) => symbolInWords(typeof item.symbol === "function" ? item.symbol(s, v) : item.symbol);
  const row = (entries) => entries.map(({ show }) => show(s, v)).join(", ");
  const number = (item) => (item.rows ? `(${item.rows.map(row).join("; ")})` : item.show(s, v).trim());
  const line = (say) =>
    items
      .map((item) => (typeof item === "string" ? symbolInWords(item) : say(item)))
      .filter(Boolean)
      .join(" ");
  const shapes = items.filter((item) => item.shape).map((item) => `${symbol(item)} ${item.shape}`);
  const shaped = shapes.length ? `; shapes: ${shapes.join(", ")}` : "";
  if (items.some((item) => typeof item === "string")) return `${line(symbol)}: ${line(number)}${shaped}`;
  return (
    items
      .filter((item) => symbol(item) || number(item))
      .map((item) => `${symbol(item)}: ${number(item)}`)
      .join(", ") + shaped
  );
}
