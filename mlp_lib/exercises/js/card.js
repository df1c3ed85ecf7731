// An exercise as a card: task, answer, verdict, hints, solution. The answer area depends on the kind.
import { button, html } from "./controls.js";
import { arrayOf, diagnoseChoice, diagnoseExplore, diagnoseNumeric, diagnoseOrder, readAnswer } from "./diagnose.js";
import { progress } from "./progress.js";

const VERDICT_ICON = {
  yes: '<circle cx="8" cy="8" r="6.5"/><path d="M5 8.2l2.1 2.2L11 6"/>',
  no: '<circle cx="8" cy="8" r="6.5"/><path d="M5 6.8h6M5 9.6h6M9.8 4.6 6.4 11.8"/>',
};
const STATE_WORD = { open: "Open", tried: "Not yet", right: "Right" };
const escapeText = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

/**
 * @param {object} model holds `spec` (see card.py)
 * @param {HTMLElement} host
 * @param {{python?: {judge(id: string, source: string): Promise<object>, editor?(host, options): Promise<object>}}} options
 *   python: who judges code; in JupyterLab the kernel does
 * @returns {() => void} clean-up
 */
export function mountCard(model, host, { python = kernelOf(model) } = {}) {
  const spec = model.get("spec");
  const saved = progress.get(spec.id);
  const titleId = `exercise-${spec.id}`;
  const card = html("form", "mm-card");
  card.noValidate = true;
  card.setAttribute("aria-labelledby", titleId);
  card.dataset.exercise = spec.id;

  /** Text of the book into an element; its TeX is typeset by the build, or here by JupyterLab. */
  function write(element, text) {
    if (spec.typeset) element.innerHTML = text;
    else {
      element.innerHTML = escapeText(text)
        .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
        .replace(/`([^`]+)`/g, "<code>$1</code>");
      model.widget_manager?.rendermime?.latexTypesetter?.typeset(element);
    }
    return element;
  }
  const text = (tag, className, content) => write(html(tag, className), content);

  const title = html("p", "mm-card-title");
  title.id = titleId;
  title.setAttribute("role", "heading");
  title.setAttribute("aria-level", "3");
  title.append(`Exercise ${spec.id} · `, text("span", "", spec.title));
  const meta = html("span", "mm-meta");
  const top = html("div", "mm-card-top");
  top.append(title, meta);

  const area = AREA[spec.kind]({ spec, text, write, python, saved: saved.answer, changed: () => show(null) });
  const said = html("div", "mm-said");
  said.setAttribute("role", "status");
  const hints = html("ol", "mm-hints");
  const solution = html("div", "mm-solution");
  const bar = html("div", "mm-bar");
  const check = button("Check", { className: "main" });
  check.type = "submit";
  const hint = button("Hint", { onClick: openHint });
  const solve = button("Solution", { className: "quiet", onClick: openSolution });
  const again = button("Start over", { icon: "reset", className: "quiet", onClick: startOver });
  bar.append(check, hint, solve, again);
  card.append(top, text("div", "mm-prompt", spec.prompt), area.element, said, hints, solution, bar);
  host.append(card);

  const state = { ...saved };
  const keep = (patch) => {
    Object.assign(state, patch);
    progress.put(spec.id, { ...patch, when: new Date().toISOString() });
    draw();
  };

  card.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (check.disabled) return;
    check.disabled = true;
    const verdict = await area.judge();
    check.disabled = false;
    show(verdict);
    if (verdict.unfinished) return draw();
    const solved = verdict.right || state.state === "right";
    keep({ state: solved ? "right" : "tried", answer: area.value() });
  });

  function show(verdict) {
    said.textContent = "";
    if (!verdict) return;
    const box = html("div", `mm-verdict ${verdict.right ? "ok" : "no"}`);
    box.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${VERDICT_ICON[verdict.right ? "yes" : "no"]}</svg>`;
    const words = html("div");
    words.append(text("strong", "", verdict.head));
    const says = verdict.says || (verdict.right && !area.quiet ? "Compare with the solution if you like." : "");
    if (says) words.append(text("p", "", says));
    box.append(words);
    said.append(box);
    area.mark?.(verdict);
  }

  function openHint() {
    keep({ hints: Math.min(spec.hints.length, state.hints + 1) });
  }
  function openSolution() {
    keep({ solution: !state.solution });
  }
  function startOver() {
    progress.forget(spec.id);
    Object.assign(state, progress.get(spec.id));
    area.clear();
    show(null);
    draw();
  }

  function draw() {
    meta.textContent = STATE_WORD[state.state];
    card.dataset.state = state.state;
    if (hints.childElementCount !== state.hints) hints.replaceChildren(...spec.hints.slice(0, state.hints).map((h) => text("li", "", h)));
    hints.hidden = !state.hints;
    hint.disabled = state.hints >= spec.hints.length;
    hint.lastChild.textContent = state.hints ? `Hint ${Math.min(state.hints + 1, spec.hints.length)} of ${spec.hints.length}` : "Hint";
    if (state.solution && !solution.childElementCount) {
      solution.append(html("b", "", "Solution"), text("div", "", spec.solution));
      if (spec.source) {
        const pre = html("pre");
        pre.tabIndex = 0;
        pre.setAttribute("aria-label", "Solution in Python");
        pre.append(html("code", "", escapeText(spec.source)));
        solution.append(pre);
      }
    } else if (!state.solution) solution.textContent = "";
    solve.setAttribute("aria-expanded", String(Boolean(state.solution)));
    again.hidden = state.state === "open" && !state.hints && !state.solution;
  }
  draw();
  const stop = progress.onChange(() => {
    Object.assign(state, progress.get(spec.id));
    draw();
  });
  return () => {
    stop();
    area.destroy?.();
    card.remove();
  };
}

/** The kernel behind a notebook's widget as the judge of code. */
function kernelOf(model) {
  return {
    judge: (id, source) =>
      new Promise((resolve) => {
        const hear = (content) => {
          if (!content.verdict) return;
          model.off("msg:custom", hear);
          resolve(content.verdict);
        };
        model.on("msg:custom", hear);
        model.send({ source });
      }),
  };
}

const numberInWords = (v) => String(Number(v.toPrecision(6))).replace("-", "−");

/** What was understood, in brackets: (0.2, −1, 1.2). */
function readBack({ shape, data }) {
  const list = (values) => `(${values.map(numberInWords).join(", ")})`;
  if (!shape.length) return numberInWords(data[0]);
  if (shape.length === 1) return list(data);
  return `(${Array.from({ length: shape[0] }, (_, i) => list(data.slice(i * shape[1], (i + 1) * shape[1]))).join(", ")})`;
}

function typedArea({ spec, write, saved, changed }, left, diagnose, vector) {
  const element = html("div", "mm-answer");
  const id = `answer-${spec.id}`;
  const label = write(html("label", "mm-lhs"), left);
  label.htmlFor = id;
  const input = html("input");
  Object.assign(input, { id, type: "text", autocomplete: "off", spellcheck: false, value: saved ?? "" });
  input.setAttribute("aria-describedby", `${id}-read`);
  const back = html("span", "mm-read-back");
  back.id = `${id}-read`;
  const echo = () => {
    let shown = "";
    try {
      if (input.value.trim()) shown = `read as ${readBack(readAnswer(input.value, vector))}`;
    } catch {
      shown = "";
    }
    back.textContent = shown || (spec.decimals === undefined ? "" : `to ${spec.decimals} decimals or exactly`);
  };
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
      input.focus();
    },
  };
}

/** A group of radio rows; onPick(number counted from 1). */
function radioRows({ name, options, text, onPick, picked }) {
  const element = html("div", "mm-opts");
  element.setAttribute("role", "radiogroup");
  element.setAttribute("aria-label", "Answers");
  const inputs = options.map((option, i) => {
    const row = html("label", "mm-opt");
    const input = html("input");
    Object.assign(input, { type: "radio", name, value: i + 1, checked: picked === i + 1 });
    input.addEventListener("change", () => onPick(i + 1));
    row.append(input, text("span", "", option.text));
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

const AREA = {
  numeric: (parts) => typedArea(parts, parts.spec.lhs, diagnoseNumeric, arrayOf(parts.spec.answer).shape.length > 0),

  explore: (parts) => typedArea(parts, parts.spec.lhs, diagnoseExplore, parts.spec.entries.length > 1),

  choice({ spec, text, saved, changed }) {
    const rows = radioRows({ name: `choice-${spec.id}`, options: spec.options, text, onPick: changed, picked: saved });
    return {
      element: rows.element,
      quiet: true,
      value: rows.picked,
      judge: () =>
        rows.picked()
          ? diagnoseChoice(spec.options, rows.picked())
          : { right: false, unfinished: true, head: "Nothing chosen yet", says: "Choose one of the answers first." },
      clear: () => rows.inputs.forEach((input) => (input.checked = false)),
    };
  },

  order({ spec, text, saved, changed }) {
    const element = html("ol", "mm-order");
    let order = Array.isArray(saved) && saved.length === spec.steps.length ? saved : shuffled(spec.steps.length);
    const rows = spec.steps.map((step, i) => {
      const row = html("li");
      row.dataset.step = i + 1;
      const up = button("Up", { className: "quiet", onClick: () => move(i + 1, -1, up) });
      const down = button("Down", { className: "quiet", onClick: () => move(i + 1, 1, down) });
      const buttons = html("span", "mm-moves");
      buttons.append(up, down);
      row.append(text("span", "", step), buttons);
      return row;
    });
    const draw = () => element.replaceChildren(...order.map((step) => rows[step - 1]));
    function move(step, by, pressed) {
      const i = order.indexOf(step);
      if (i + by < 0 || i + by >= order.length) return;
      order = [...order];
      [order[i], order[i + by]] = [order[i + by], order[i]];
      draw();
      pressed.focus();
      changed();
    }
    draw();
    return {
      element,
      value: () => order,
      judge: () => diagnoseOrder(spec, order),
      clear() {
        order = shuffled(spec.steps.length);
        draw();
      },
    };
  },

  derivation({ spec, text, saved, changed }) {
    const element = html("div", "mm-derivation");
    let done = 0;
    let rows = null;
    const settled = (step) => text("p", "mm-settled", step.then);
    function draw() {
      element.replaceChildren(...spec.steps.slice(0, done).map(settled));
      rows = null;
      if (done === spec.steps.length) return;
      const step = spec.steps[done];
      rows = radioRows({ name: `step-${spec.id}-${done}`, options: step.options, text, onPick: changed });
      element.append(text("p", "mm-ask", `${step.ask}`), rows.element);
    }
    done = Number.isInteger(saved) ? Math.min(Math.max(saved, 0), spec.steps.length) : 0;
    draw();
    return {
      element,
      quiet: true,
      value: () => done,
      judge() {
        if (!rows) return { right: true, head: "Right", says: "" };
        if (!rows.picked()) return { right: false, unfinished: true, head: "Nothing chosen yet", says: "Choose the next step first." };
        const verdict = diagnoseChoice(spec.steps[done].options, rows.picked());
        if (!verdict.right) return verdict;
        done++;
        draw();
        if (done === spec.steps.length) return { ...verdict, head: "Derived" };
        rows.inputs[0].focus();
        return { ...verdict, unfinished: true, head: `Step ${done} of ${spec.steps.length}` };
      },
      clear() {
        done = 0;
        draw();
      },
    };
  },

  code({ spec, python, saved, changed }) {
    const element = html("div", "mm-code");
    const area = html("textarea");
    area.spellcheck = false;
    area.rows = Math.max(8, spec.starter.split("\n").length + 2);
    area.setAttribute("aria-label", `Code of exercise ${spec.id}`);
    area.value = saved ?? spec.starter;
    area.addEventListener("input", changed);
    element.append(area);
    let editor = { get: () => area.value, set: (value) => (area.value = value) };
    python.editor?.(element, { value: area.value, label: area.getAttribute("aria-label"), onChange: changed }).then(
      (better) => {
        editor = better;
        area.remove();
      },
      () => {}, // the plain text area stays
    );
    return {
      element,
      value: () => editor.get(),
      judge: () =>
        python.judge(spec.id, editor.get()).catch((error) => ({ right: false, unfinished: true, head: "Python did not answer", says: error.message })),
      clear: () => editor.set(spec.starter),
    };
  },
};
