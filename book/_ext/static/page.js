// The page's own small behaviour: what the theme does with inline handlers, and some repairs.

// A host may add a policy of its own that forbids styles inside the page, where formulas have theirs.
// What a script sets is not forbidden.
const inside = [...document.querySelectorAll("style")];
if (inside.some((one) => !one.sheet)) {
  document.adoptedStyleSheets = inside.map((one) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(one.textContent);
    return sheet;
  });
  const apply = (part) => {
    if (part.nodeType !== Node.ELEMENT_NODE) return;
    for (const element of [part, ...part.querySelectorAll("[style]")])
      if (element.hasAttribute("style")) element.style.cssText = element.getAttribute("style");
  };
  apply(document.body);
  const watch = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(apply)));
  watch.observe(document.body, { childList: true, subtree: true });
}

document.addEventListener("click", (event) => {
  if (/** @type {Element} */ (event.target).closest?.('[data-mm-do="print"]')) window.print();
});

// A page read from disk may not fetch others: search lists its hits without excerpts.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined")
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

/** @type {?HTMLInputElement} */ (document.querySelector(".bd-search-container input[type=search]"))?.focus();

// What scrolls sideways must be reachable by keyboard, whether the window changed or the letters did (which the
// theme does not see): code, tables, formulas that stand alone, and those in a line of text of which a part is wider
// than the column. All are measured before any is changed.
const BOXES = "pre, .pst-scrollable-table-container";
const wide = (formula) => {
  if (formula.matches(`.katex-display, ${BOXES}`)) return formula.scrollWidth > formula.clientWidth;
  const room = formula.parentElement.closest("p, li, td, dd, h1, h2, h3, label, div").clientWidth;
  return [...formula.querySelectorAll(".katex-base")].some((part) => part.offsetWidth > room);
};
const article = document.querySelector("article");
const sizeOf = (element) => `${element?.offsetWidth} ${element?.offsetHeight}`;
const reach = () => {
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(`article :is(${BOXES}), .katex-display, .katex[data-tex]`);
  const formulas = [...found];
  const narrow = innerWidth < 50 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const long = formulas.map((formula) => (narrow || !formula.matches(".katex")) && wide(formula));
  formulas.forEach((formula, i) => {
    formula.classList.toggle("mm-long", long[i] && formula.matches(".katex"));
    if (long[i]) formula.tabIndex = 0;
    else if (!formula.matches(BOXES)) formula.removeAttribute("tabindex");
  });
  document.documentElement.dataset.fits = sizeOf(article); // what it has been looked at for
};
let soon = 0;
const reachSoon = () => {
  clearTimeout(soon);
  soon = setTimeout(reach, 150);
};
for (const what of ["load", "resize"]) addEventListener(what, reachSoon);
// The reader's own spacing or size of letters changes the page without an event of the window.
if (article) new ResizeObserver(reachSoon).observe(article);

// On paper a field shows no more than its box: its text stands beside it, where it may break across pages.
const backToScreen = () => {
  for (const text of document.querySelectorAll(".mm-paper")) text.remove();
};
addEventListener("afterprint", backToScreen);
addEventListener("beforeprint", () => {
  backToScreen(); // not every print says when it is over
  /** @type {NodeListOf<HTMLTextAreaElement>} */
  const fields = document.querySelectorAll(".mm-code textarea, textarea.mm-editor");
  for (const field of fields) {
    const text = document.createElement("pre");
    text.className = "mm-paper";
    text.textContent = field.value;
    field.after(text);
  }
});
// A cell's buttons are one stop of the Tab key; the arrow keys lead from one to the next (the pattern of toolbars).
(() => {
  const BUTTONS = ".copybtn, .mm-py-row button:not([hidden], [disabled])";
  function arrange(cell, current) {
    const row = cell.querySelector(".mm-py-row");
    if (!row) return [];
    row.setAttribute("role", "toolbar");
    const name = row.getAttribute("aria-label")?.toLowerCase();
    const buttons = [...cell.querySelectorAll(BUTTONS)];
    const main = [current, buttons.find((button) => "stop" in button.dataset), row.querySelector("button")].find(
      (button) => buttons.includes(button),
    );
    for (const button of buttons) {
      button.tabIndex = button === main ? 0 : -1;
      button.toggleAttribute("data-stop", button === main);
      if (button.matches(".copybtn")) button.setAttribute("aria-label", `Copy the code of ${name}`);
    }
    return buttons;
  }
  const STEP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  /** @type {NodeListOf<HTMLElement>} */
  const cells = document.querySelectorAll("div.cell");
  for (const cell of cells) {
    cell.addEventListener("focusin", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (target.matches(BUTTONS)) arrange(cell, target);
    });
    cell.addEventListener("keydown", (event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      const buttons = target.matches(BUTTONS) && STEP[event.key] ? arrange(cell, target) : [];
      if (!buttons.length) return;
      event.preventDefault();
      const next = (buttons.indexOf(target) + STEP[event.key] + buttons.length) % buttons.length;
      buttons[next].focus();
    });
  }
  // Run and Edit come with the page's Python, Copy with a script of its own, others later.
  for (const cell of cells) {
    const observe = { childList: true, subtree: true, attributeFilter: ["hidden"] };
    new MutationObserver(() => arrange(cell)).observe(cell, observe);
    arrange(cell);
  }
})();
