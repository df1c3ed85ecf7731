// What a reader copies: LaTeX for formulas, the minus of keyboards, and no names of buttons.
(() => {
  const LEFT_OUT =
    "button, input, select, textarea, script, style, svg, .headerlink, .mm-sr, .mm-py-bar, .mm-py-row, .mm-py-tag";
  const FIELDS = "input, textarea, [contenteditable]";

  const formulaAt = (node) => (node.closest ? node : node.parentElement)?.closest("[data-tex]");

  /** The range with every formula that it cuts into, whole; one that it only touches stays outside. */
  function withWholeFormulas(range) {
    const whole = range.cloneRange();
    const first = formulaAt(range.startContainer);
    const last = formulaAt(range.endContainer);
    if (first) {
      whole.selectNodeContents(first);
      whole.setStart(range.startContainer, range.startOffset);
      const touched = first !== last && !whole.toString();
      whole.setEnd(range.endContainer, range.endOffset);
      if (touched) whole.setStartAfter(first);
      else whole.setStartBefore(first);
    }
    if (last) {
      const inside = document.createRange();
      inside.selectNodeContents(last);
      inside.setEnd(range.endContainer, range.endOffset);
      if (first === last || inside.toString()) whole.setEndAfter(last);
      else whole.setEndBefore(last);
    }
    return whole;
  }

  const RAISED = { SUB: "_", SUP: "^" };
  const FACES = { B: "\\mathbf", SMALL: "\\text" };
  const OPERATORS = {
    "·": "\\cdot",
    "×": "\\times",
    "−": "-",
    "≈": "\\approx",
    "←": "\\leftarrow",
    "→": "\\to",
    "≤": "\\le",
    "≥": "\\ge",
    "′": "\\prime",
  };

  /** A symbol of a figure as TeX: w<sub>1</sub> becomes w_{1}. */
  function texOf(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[·×−≈←→≤≥′]/g, (sign) => OPERATORS[sign]);
    const inner = [...node.childNodes].map(texOf).join("");
    if (node.tagName in RAISED) return `${RAISED[node.tagName]}{${inner}}`;
    return node.tagName in FACES ? `${FACES[node.tagName]}{${inner}}` : inner;
  }

  /** A figure's equation in two lines: the symbols, and the numbers in their place. */
  function equationOf(readout) {
    const parts = [...readout.querySelectorAll(".col, .op")];
    const [symbols, numbers] = [0, 1].map((line) => parts.map((part) => part.children[line]));
    const entries = (cell) => [...cell.querySelectorAll(".val")].map((entry) => entry.textContent).join(" ");
    const shown = (cell) => (cell?.matches(".mm-mat") ? `[${entries(cell)}]` : (cell?.textContent ?? ""));
    return [`$${symbols.map((cell) => (cell ? texOf(cell) : "")).join(" ")}$`, numbers.map(shown).join(" ")];
  }

  const line = (text, tag = "div") => {
    const element = document.createElement(tag);
    element.style.whiteSpace = "pre";
    element.textContent = text;
    return element;
  };

  /** Write LaTeX in place of the formulas below an element; take out what is no part of the text. */
  function rewrite(box) {
    for (const element of box.querySelectorAll(LEFT_OUT)) element.remove();
    for (const formula of box.querySelectorAll("[data-tex]"))
      formula.replaceWith(line(formula.dataset.tex, formula.matches(".katex-display") ? "div" : "span"));
    for (const readout of box.querySelectorAll(".mm-eq"))
      readout.replaceWith(...equationOf(readout).map((text) => line(text)));
    for (const symbol of box.querySelectorAll(".mm-sym")) symbol.replaceWith(line(`$${texOf(symbol)}$`, "span"));
  }

  const plain = (text) =>
    text
      .replaceAll("−", "-")
      .replace(/[\u00a0\u202f]/g, " ")
      .replaceAll("\u200b", "");

  /** What the ranges hold, as text and as HTML; laid out for a moment, since only layout knows where lines end. */
  function copied(ranges) {
    const box = document.createElement("div");
    for (const range of ranges) {
      const part = document.createElement("div");
      part.append(withWholeFormulas(range).cloneContents());
      const around = range.commonAncestorContainer;
      part.style.whiteSpace = getComputedStyle(
        around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement,
      ).whiteSpace;
      box.append(part);
    }
    const before = box.innerHTML;
    rewrite(box);
    const same = before === box.innerHTML && plain(box.textContent) === box.textContent;
    if (same) return null;
    box.style.cssText = "position: fixed; left: -10000px; top: 0";
    document.querySelector("article")?.append(box);
    const text = plain(box.innerText).replace(/^\n+|\n+$/g, "");
    box.remove();
    return { text, html: plain(box.innerHTML) };
  }

  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (
      event.defaultPrevented ||
      !selection ||
      selection.isCollapsed ||
      /** @type {Element} */ (event.target).closest?.(FIELDS)
    )
      return;
    const ranges = Array.from({ length: selection.rangeCount }, (_, i) => selection.getRangeAt(i));
    const what = copied(ranges);
    if (!what) return;
    event.clipboardData.setData("text/plain", what.text);
    event.clipboardData.setData("text/html", what.html);
    event.preventDefault();
  });
})();
