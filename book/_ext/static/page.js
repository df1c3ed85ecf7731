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

// A cell's buttons are one stop of the Tab key; the arrow keys lead from one to the next (the pattern of toolbars).
(() => {
  const BUTTONS = ".copybtn, .mm-py-row button:not([hidden], [disabled])";
  function arrange(cell, current) {
    const row = cell.querySelector(".mm-py-row");
    if (!row) return [];
    row.setAttribute("role", "toolbar");
    const name = row.getAttribute("aria-label")?.toLowerCase();
    const buttons = [...cell.querySelectorAll(BUTTONS)];
    const main = [current, buttons.find((button) => "stop" in button.dataset), row.querySelector("button")].find((button) => buttons.includes(button));
    for (const button of buttons) {
      button.tabIndex = button === main ? 0 : -1;
      button.toggleAttribute("data-stop", button === main);
      if (button.matches(".copybtn")) button.setAttribute("aria-label", `Copy the code of ${name}`);
    }
    return buttons;
  }
  const STEP = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  for (const cell of document.querySelectorAll("div.cell")) {
    cell.addEventListener("focusin", ({ target }) => target.matches(BUTTONS) && arrange(cell, target));
    cell.addEventListener("keydown", (event) => {
      const buttons = event.target.matches(BUTTONS) && STEP[event.key] ? arrange(cell, event.target) : [];
      if (!buttons.length) return;
      event.preventDefault();
      const next = (buttons.indexOf(event.target) + STEP[event.key] + buttons.length) % buttons.length;
      buttons[next].focus();
    });
  }
  // Run and Edit come with the page's Python, Copy with a script of its own, others later.
  for (const cell of document.querySelectorAll("div.cell")) {
    const observe = { childList: true, subtree: true, attributeFilter: ["hidden"] };
    new MutationObserver(() => arrange(cell)).observe(cell, observe);
    arrange(cell);
  }
})();
