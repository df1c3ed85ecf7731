// A page without a browser: the book's own scripts and a notebook's widgets on linkedom's DOM.

/** Properties that linkedom does not write back as attributes. */
const REFLECTED = { INPUT: ["type", "min", "max", "step", "value"], OPTION: ["value"], BUTTON: ["type"] };
const KEPT = { title: "title", hidden: "hidden", tabIndex: "tabindex", disabled: "disabled" };

/** Make the document's elements write these properties as attributes. */
function reflect(document) {
  const plain = document.createElement.bind(document);
  document.createElement = (tag) => {
    const element = plain(tag);
    for (const name of REFLECTED[element.tagName] ?? []) attribute(element, name, name);
    for (const [property, name] of Object.entries(KEPT)) attribute(element, property, name);
    if (element.tagName === "SELECT") Object.defineProperty(element, "value", { writable: true });
    return element;
  };
}

function attribute(element, property, name) {
  Object.defineProperty(element, property, {
    get: () =>
      ["hidden", "disabled"].includes(name) ? element.hasAttribute(name) : (element.getAttribute(name) ?? ""),
    set: (value) =>
      typeof value === "boolean" ? element.toggleAttribute(name, value) : element.setAttribute(name, value),
  });
}

/** The globals of a page without layout, clock or address. */
function world(document) {
  const nothing = () => {};
  return {
    document,
    requestAnimationFrame: nothing,
    cancelAnimationFrame: nothing,
    setTimeout: nothing,
    clearTimeout: nothing,
    setInterval: nothing,
    clearInterval: nothing,
    addEventListener: nothing,
    removeEventListener: nothing,
    getComputedStyle: () => ({ getPropertyValue: () => "" }),
    matchMedia: () => ({ matches: false, addEventListener: nothing }),
    ResizeObserver: class {
      observe() {}
      disconnect() {}
    },
    IntersectionObserver: class {
      observe() {}
      disconnect() {}
    },
    location: { hash: "", pathname: "", search: "", href: "" },
    navigator: {},
  };
}

/** JSON that may stand in a script element. */
const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/**
 * Open a page with the given widgets and run scripts in it. Its globals are node's own, and the page opened before is
 * over: in a context of its own every global name is looked up anew, which makes drawing three times as slow.
 * @param {Function} parseHTML  linkedom's
 * @param {Array<{runInThisContext(): any}>} scripts    those of the page, in their order
 * @param {{state: object, views: string[]}} widgets  as a notebook saves them, and which are shown
 * @param {(document, window) => object} more  globals that this page has besides or in place of the usual ones
 * @returns {Document}
 */
export function open(parseHTML, scripts, { state, views }, more = () => ({})) {
  const { document, window } = parseHTML("<!doctype html><html><head></head><body></body></html>");
  const kinds = "application/vnd.jupyter.widget";
  document.body.innerHTML =
    `<script type="${kinds}-state+json">${json({ state })}</script>` +
    views
      .map((id) => `<div class="view"><script type="${kinds}-view+json">${json({ model_id: id })}</script></div>`)
      .join("");
  reflect(document);
  for (const [name, value] of Object.entries({ ...world(document), ...more(document, window) }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  for (const script of scripts) script.runInThisContext();
  return document;
}
