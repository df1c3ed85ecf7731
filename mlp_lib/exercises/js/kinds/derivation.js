// A derivation that goes on when its next step has been chosen.
import { html } from "../../../figures/js/controls.js";
import { unfinished } from "../replies.js";
import { chosen, radioRows } from "./choice.js";

function derivationArea(/** @type {Parts} */ { spec, uid, text, saved, changed }) {
  const element = html("div", "mm-derivation");
  const count = spec.steps.length;
  let done = Number.isInteger(saved) ? Math.min(Math.max(saved, 0), count) : 0;
  let rows = null;
  function draw() {
    element.replaceChildren(...spec.steps.slice(0, done).map((step) => text("div", "mm-settled", step.then)));
    rows = null;
    if (done === count) return;
    const step = spec.steps[done];
    const ask = text("div", "mm-ask", step.ask);
    ask.id = `${uid}-ask`;
    rows = radioRows({ name: `step-${uid}`, label: ask.id, options: step.options, text, onPick: changed });
    element.append(ask, rows.element);
  }
  draw();
  return {
    element,
    quiet: true,
    value: () => done,
    judge() {
      if (!rows) return { right: true, head: "Derived", says: "" };
      if (!rows.picked()) return unfinished("Nothing chosen yet", "Choose the next step first.");
      const verdict = chosen(spec.steps[done].options, rows.picked());
      if (!verdict.right) return verdict;
      done++;
      draw();
      if (done === count) return { ...verdict, head: "Derived" };
      rows.inputs[0].focus();
      return { ...verdict, onTheWay: true, head: `Right, step ${done} of ${count}` };
    },
    clear() {
      done = 0;
      draw();
    },
  };
}

export const derivation = { area: derivationArea };
