// The page's own small behaviour: what the theme does with inline handlers, and two repairs.

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
