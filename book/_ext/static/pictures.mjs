// Draws the static picture of every widget of the book: the page's own scripts on a DOM without a browser.
// In, on stdin: {node_modules, scripts: [source], pages: {name: {state, views: [model id]}}}
// Out, on stdout: {name: [markup of each view, or {error}]}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import { open } from "./world.mjs";

const job = JSON.parse(readFileSync(0, "utf8"));
const { parseHTML } = createRequire(`${job.node_modules}/`)("linkedom");
const scripts = job.scripts.map((source) => new Script(source));

/** What places a mark; a tenth of a pixel is enough on paper. */
const DRAWN = / (?:d|points|transform|[xy][12]?|c[xy]|r|width|height)="[^"]*"/g;
const coarser = (attribute) => attribute.replace(/(\d*\.\d)\d+/g, "$1").replace(/(\d)\.0\b/g, "$1");

const IDLE = / (?:text-anchor="start"|rx="0")/g; // what SVG takes for granted

function pictures(widgets) {
  const document = open(parseHTML, scripts, widgets, () => ({ mlpStatic: true }));
  mlpWidgets.start();
  return [...document.querySelectorAll(".view")].map((view) => {
    const host = view.querySelector(".mm-live");
    if (!host) return { error: "nothing was drawn" };
    for (const control of host.querySelectorAll("button, input, select")) control.setAttribute("disabled", "");
    for (const stop of host.querySelectorAll("[tabindex]")) stop.removeAttribute("tabindex");
    return host.innerHTML
      .replace(DRAWN, coarser)
      .replace(IDLE, "")
      .replace(/<tspan>([^<]*)<\/tspan>/g, "$1");
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
