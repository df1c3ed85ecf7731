// Opens a page of the book without a browser and asks it something.
// In, on stdin: {node_modules, world, scripts: [source], widgets: {state, views}, widths: {id: [figure, picture, ...]},
//                ask: source of a function, visits: [{hash, given: its argument}]}
// Out, on stdout: what the function returns at each visit, as JSON

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";

const job = JSON.parse(readFileSync(0, "utf8"));
const { open } = await import(job.world);
const { parseHTML } = createRequire(`${job.node_modules}/`)("linkedom");

/** As wide as on a screen of 1280 pixels, where the job says nothing else. */
function width(element) {
  const figure = element.closest("figure");
  const [whole, ...pictures] = job.widths?.[figure?.id] ?? [720];
  if (element === figure) return whole;
  const half = figure?.classList.contains("mm-two") ? 0.5 : 1;
  return pictures[[...figure.querySelectorAll(".mm-plot")].indexOf(element)] ?? Math.round(half * whole);
}

/** Frames and delays are over at once; the address is the visit's, until one is followed; every box has a width. */
function more(document, window, hash) {
  const create = document.createElement;
  document.createElement = (tag) => {
    const element = Object.defineProperty(create(tag), "clientWidth", {
      get() {
        return width(this);
      },
    });
    return Object.assign(element, { scrollIntoView() {} });
  };
  const store = new Map();
  const heard = [];
  return {
    Event: window.Event,
    requestAnimationFrame: (draw) => (queueMicrotask(() => draw(performance.now())), 1),
    setTimeout: (act) => (act(), 1),
    addEventListener: (type, hear) => type === "hashchange" && heard.push(hear),
    followLink: (end) => ((location.hash = end), heard.forEach((hear) => hear())),
    location: { hash, pathname: "", search: "", href: "" },
    history: { replaceState() {} },
    localStorage: { getItem: (key) => store.get(key) ?? null, setItem: (key, text) => store.set(key, text) },
  };
}

const scripts = [...job.scripts, `globalThis.ask = ${job.ask}`].map((source) => new Script(source));
const answers = [];
for (const { hash, given } of job.visits) {
  open(parseHTML, scripts, job.widgets, (document, window) => more(document, window, hash));
  answers.push(await ask(given));
}
process.stdout.write(JSON.stringify(answers));
