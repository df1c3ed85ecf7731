// Where the answer goes, one area for each kind of exercise.
import { button, html } from "./controls.js";
import { arrayOf, diagnoseChoice, diagnoseExplore, diagnoseNumeric, diagnoseOrder, readAnswer } from "./diagnose.js";
import { escapeText, inWords, nameAfter } from "./markup.js";

/**
 * @typedef {object} Area
 * @property {HTMLElement} element
 * @property {() => any} value  what is kept of the answer, as JSON
 * @property {() => object|Promise<object>} [judge]  the verdict; `unfinished` when it says nothing about the answer.
 *   Missing where nothing can judge.
 * @property {(verdict) => void} [mark]
 * @property {() => void} clear
 * @property {() => void} [stop]  ends a judge that takes too long
 * @property {boolean} [quiet]  the verdict needs no word about the solution
 */

const unfinished = (head, says) => ({ right: false, unfinished: true, head, says });
const numberInWords = (v) => String(Number(v.toPrecision(6))).replace("-", "−");

/** What was understood, in brackets: (0.2, −1, 1.2); of a matrix a row in each line. */
function readBack({ shape, data }) {
  const list = (values) => `(${values.map(numberInWords).join(", ")})`;
  if (!shape.length) return numberInWords(data[0]);
  if (shape.length === 1) return list(data);
  const row = (i) => data.slice(i * shape[1], (i + 1) * shape[1]);
  return Array.from({ length: shape[0] }, (_, i) => list(row(i))).join("\n");
}

function typedArea({ spec, uid, write, saved, changed }, diagnose, vector) {
  const element = html("div", "mm-answer");
  const id = `answer-${uid}`;
  const label = write(html("label", "mm-lhs"), spec.lhs);
  label.htmlFor = id;
  const input = html("input");
  Object.assign(input, { id, type: "text", autocomplete: "off", spellcheck: false });
  input.value = typeof saved === "string" ? saved : "";
  input.setAttribute("autocapitalize", "off");
  input.setAttribute("aria-describedby", `${id}-read`);
  nameAfter(input, label);
  const back = html("span", "mm-read-back");
  back.id = `${id}-read`;
  const wanted = spec.decimals === undefined ? "" : `to ${spec.decimals} decimals or exactly`;
  function echo() {
    let shown = "";
    try {
      if (input.value.trim()) shown = `read as ${readBack(readAnswer(input.value, vector))}`;
    } catch {
      // Half of an answer cannot be read yet; Check says so when it is asked.
    }
    back.textContent = shown || wanted;
  }
  // A matrix copied from elsewhere comes in several lines, which a field of one line would join.
  input.addEventListener("paste", (event) => {
    const lines = event.clipboardData?.getData("text").trim().split(/[\r\n]+/) ?? [];
    if (lines.length < 2) return;
    event.preventDefault();
    input.setRangeText(lines.join("; "), input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input"));
  });
  input.addEventListener("input", () => {
    echo();
    input.removeAttribute("aria-invalid");
    changed();
  });
  element.append(label, input, back);
  echo();
  return {
    element,
    value: () => input.value,
    judge: () => diagnose(spec, input.value),
    mark: (verdict) => input.setAttribute("aria-invalid", String(!verdict.right)),
    clear() {
      input.value = "";
      input.removeAttribute("aria-invalid");
      echo();
    },
  };
}

/** A group of radio rows; onPick(number counted from 1). */
function radioRows({ name, label, options, text, onPick, picked }) {
  const element = html("div", "mm-opts");
  element.setAttribute("role", "radiogroup");
  element.setAttribute("aria-labelledby", label);
  const inputs = options.map((option, i) => {
    const row = html("label", "mm-opt");
    const input = html("input");
    Object.assign(input, { type: "radio", name, value: i + 1 });
    input.checked = picked === i + 1;
    input.addEventListener("change", () => onPick(i + 1));
    const words = text("span", "", option.text);
    nameAfter(input, words);
    row.append(input, words);
    element.append(row);
    return input;
  });
  return { element, inputs, picked: () => Number(inputs.find((input) => input.checked)?.value ?? 0) };
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

const AREA = {
  numeric: (parts) => typedArea(parts, diagnoseNumeric, arrayOf(parts.spec.answer).shape.length > 0),

  explore: (parts) => typedArea(parts, diagnoseExplore, parts.spec.entries.length > 1),

  choice({ spec, uid, text, saved, changed }) {
    const rows = radioRows({ name: `choice-${uid}`, label: `${uid}-prompt`, options: spec.options, text, onPick: changed, picked: saved });
    return {
      element: rows.element,
      quiet: true,
      value: rows.picked,
      judge: () =>
        rows.picked() ? diagnoseChoice(spec.options, rows.picked()) : unfinished("Nothing chosen yet", "Choose one of the answers first."),
      clear: () => rows.inputs.forEach((input) => (input.checked = false)),
    };
  },

  order({ spec, uid, text, saved, changed }) {
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
      judge: () => diagnoseOrder(spec, order),
      clear() {
        order = shuffled(spec.steps.length);
        said.textContent = "";
        draw();
      },
    };
  },

  derivation({ spec, uid, text, saved, changed }) {
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
        const verdict = diagnoseChoice(spec.steps[done].options, rows.picked());
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
  },

  code({ spec, text, python, why, saved, changed }) {
    const element = html("div", "mm-code");
    const label = `Code of exercise ${spec.id}`;
    if (!python) {
      const pre = html("pre", "", `<code>${escapeText(spec.starter)}</code>`);
      pre.tabIndex = 0;
      pre.setAttribute("role", "group");
      pre.setAttribute("aria-label", label);
      const how = `In JupyterLab, \`exercise("${spec.id}")\` shows this card with an editor; in any Python, \`check("${spec.id}", ${spec.function})\` judges your function.`;
      element.append(pre, text("p", "mm-how", `${why} ${how}`.trim()));
      return { element, value: () => null, clear() {} };
    }
    const area = html("textarea");
    area.spellcheck = false;
    area.rows = Math.max(8, spec.starter.split("\n").length + 2);
    area.setAttribute("autocapitalize", "off");
    area.setAttribute("aria-label", label);
    area.value = typeof saved === "string" ? saved : spec.starter;
    area.addEventListener("input", changed);
    element.append(area);
    let editor = { get: () => area.value, set: (value) => (area.value = value) };
    function improve(better) {
      if (better.get() !== area.value) better.set(area.value); // typed while the editor was on its way
      editor = better;
      const inside = area === document.activeElement;
      area.remove();
      if (inside) better.focus();
    }
    // An editor is a large script: only who begins to write loads it. Without one the text area stays.
    const load = () =>
      python
        .editor(element, { value: area.value, label, onChange: changed })
        .then(improve)
        .catch((error) => {
          element.append(html("p", "mm-how", escapeText(`The editor could not be loaded: this is a plain field. (${error.message})`)));
          reportError(error);
        });
    if (python.editor) area.addEventListener("focus", load, { once: true });
    return {
      element,
      value: () => editor.get(),
      judge: () => python.judge(spec.id, editor.get()).catch((error) => unfinished("Python did not answer", String(error?.message ?? error))),
      stop: python.stop && (() => python.stop(spec.id)),
      clear: () => editor.set(spec.starter),
    };
  },
};

/** The area for an exercise's kind. @returns {Area} */
export const answerArea = (parts) => AREA[parts.spec.kind](parts);
