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
  if (event.target.closest?.('[data-mm-do="print"]')) window.print();
});

// A page read from disk may not fetch others: search lists its hits without excerpts.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined")
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

document.querySelector(".bd-search-container input[type=search]")?.focus();

// What scrolls sideways must be reachable by keyboard (the theme sees to code and tables).
const formulas = document.querySelectorAll(".katex-display");
const reach = () => {
  for (const formula of formulas) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  }
};
addEventListener("load", reach);
addEventListener("resize", reach);
