// Steps to bring into order.
import { button, html } from "../../../figures/js/controls.js";
import { inWords } from "../markup.js";
import { counted, notYet, right, slip } from "../replies.js";

/** @param {number[]} given the steps' numbers, counted from 1 in their right order */
function judgeOrder(spec, given) {
  const first = given.findIndex((step, i) => step !== i + 1);
  if (first < 0) return right();
  for (const { answer, name, says } of spec.mistakes)
    if (answer.every((step, i) => step === given[i])) return notYet(name, says);
  return first ? slip("next_step", { standing: counted(first, "standing") }) : slip("first_step");
}

/** A fixed order that is not the right one, the same at each visit. */
function shuffled(count) {
  const order = Array.from({ length: count }, (_, i) => i + 1);
  for (let i = count - 1, seed = count * 7 + 3; i > 0; i--) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const j = seed % (i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.every((step, i) => step === i + 1) ? order.reverse() : order;
}

const isOrder = (value, count) =>
  Array.isArray(value) && value.length === count && [...value].sort((a, b) => a - b).every((step, i) => step === i + 1);

function orderArea(/** @type {Parts} */ { spec, uid, text, saved, changed }) {
  const element = html("div", "mm-ordering");
  const list = html("ol", "mm-order");
  const said = html("span", "mm-sr");
  said.setAttribute("role", "status");
  element.append(list, said);
  let order = isOrder(saved, spec.steps.length) ? saved : shuffled(spec.steps.length);
  const rows = spec.steps.map((step, i) => {
    const row = html("li");
    row.dataset.step = i + 1;
    const words = text("span", "mm-step", step);
    const mover = (label, by) => {
      const b = button(label, { className: "quiet", onClick: () => move(i + 1, by, b) });
      b.setAttribute("aria-label", `${label}: ${inWords(words)}`);
      return b;
    };
    const buttons = html("span", "mm-moves");
    buttons.append(mover("Up", -1), mover("Down", 1));
    row.append(words, buttons);
    return row;
  });
  function draw() {
    list.replaceChildren(...order.map((step) => rows[step - 1]));
    order.forEach((step, i) => {
      const [up, down] = rows[step - 1].lastChild.children;
      up.setAttribute("aria-disabled", String(i === 0));
      down.setAttribute("aria-disabled", String(i === order.length - 1));
    });
  }
  function move(step, by, pressed) {
    const i = order.indexOf(step);
    if (i + by < 0 || i + by >= order.length) return;
    order = [...order];
    [order[i], order[i + by]] = [order[i + by], order[i]];
    draw();
    pressed.focus();
    said.textContent = `Now step ${i + by + 1} of ${order.length}.`;
    changed();
  }
  draw();
  return {
    element,
    value: () => order,
    judge: () => judgeOrder(spec, order),
    clear() {
      order = shuffled(spec.steps.length);
      said.textContent = "";
      draw();
    },
  };
}

export const order = { judge: judgeOrder, area: orderArea };
