// Draws the static picture of every widget of the book: the page's own scripts on a DOM without a browser.
// In, on stdin: {node_modules, scripts: [source], pages: {name: {state, views: [model id]}}}
// Out, on stdout: {name: [markup of each view, or {error}]}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createContext, Script } from "node:vm";

const job = JSON.parse(readFileSync(0, "utf8"));
const { parseHTML } = createRequire(`${job.node_modules}/`)("linkedom");
const scripts = job.scripts.map((source) => new Script(source));

/** Properties that linkedom does not write back as attributes. */
const REFLECTED = { INPUT: ["type", "min", "max", "step", "value"], OPTION: ["value"], BUTTON: ["type"] };
const KEPT = { title: "title", hidden: "hidden", tabIndex: "tabindex", disabled: "disabled" };

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
    get: () => (["hidden", "disabled"].includes(name) ? element.hasAttribute(name) : element.getAttribute(name) ?? ""),
    set: (value) =>
      typeof value === "boolean" ? element.toggleAttribute(name, value) : element.setAttribute(name, value),
  });
}

/** A page without layout, clock or address. */
function world(document) {
  const nothing = () => {};
  return createContext({
    document,
    mlpStatic: true,
    console,
    atob,
    btoa,
    URLSearchParams,
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
    ResizeObserver: class { observe() {} disconnect() {} },
    IntersectionObserver: class { observe() {} disconnect() {} },
    location: { hash: "", pathname: "", search: "", href: "" },
    navigator: {},
  });
}

const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** What places a mark; a tenth of a pixel is enough on paper. */
const DRAWN = / (?:d|points|transform|[xy][12]?|c[xy]|r|width|height)="[^"]*"/g;
const coarser = (attribute) => attribute.replace(/(\d*\.\d)\d+/g, "$1").replace(/(\d)\.0\b/g, "$1");

const IDLE = / (?:text-anchor="start"|rx="0")/g; // what SVG takes for granted

function pictures({ state, views }) {
  const { document } = parseHTML("<!doctype html><html><head></head><body></body></html>");
  const kinds = "application/vnd.jupyter.widget";
  document.body.innerHTML =
    `<script type="${kinds}-state+json">${json({ state })}</script>` +
    views.map((id) => `<div class="view"><script type="${kinds}-view+json">${json({ model_id: id })}</script></div>`).join("");
  reflect(document);
  const page = world(document);
  for (const script of scripts) script.runInContext(page);
  page.mlpWidgets.start();
  return [...document.querySelectorAll(".view")].map((view) => {
    const host = view.querySelector(".mm-live");
    if (!host) return { error: "nothing was drawn" };
    for (const control of host.querySelectorAll("button, input, select")) control.setAttribute("disabled", "");
    for (const stop of host.querySelectorAll("[tabindex]")) stop.removeAttribute("tabindex");
    return host.innerHTML.replace(DRAWN, coarser).replace(IDLE, "").replace(/<tspan>([^<]*)<\/tspan>/g, "$1");
  });
}

const answer = {};
for (const [name, page] of Object.entries(job.pages)) {
  try {
    answer[name] = pictures(page);
  } catch (error) {
    answer[name] = page.views.map(() => ({ error: String(error.stack ?? error) }));
  }
}
process.stdout.write(JSON.stringify(answer));
