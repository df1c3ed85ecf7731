// An exercise as a card: task, answer, verdict, hints, solution.
import { button, html } from "../../figures/js/controls.js";
import { KINDS } from "./kinds.js";
import { escapeText, markup } from "./markup.js";
import { progress } from "./progress.js";

const VERDICT_ICON = {
  yes: '<circle cx="8" cy="8" r="6.5"/><path d="M5 8.2l2.1 2.2L11 6"/>',
  no: '<circle cx="8" cy="8" r="6.5"/><path d="M5 6.8h6M5 9.6h6M9.8 4.6 6.4 11.8"/>',
};
const STATE_WORD = { open: "Open", tried: "Not yet", right: "Right" };
const CHECKING = "Python is checking …";
const LONGEST_REPLY = 1000; // characters; an exception's text may be of any length
const PATIENCE = 600; // milliseconds before a judge at work is announced

const freeId = (wanted) => {
  let id = wanted;
  for (let n = 2; document.getElementById(id); n++) id = `${wanted}-${n}`;
  return id;
};

/**
 * @param {Model} model holds `spec` (see card.py); the book's build has added `formulas` to it, typeset
 * @param {HTMLElement} host
 * @param {object} options
 * @param {?Judge} [options.python] who judges code: by default the kernel, as in JupyterLab; null where nobody can
 * @param {string} [options.why] then says why
 * @returns {() => void} clean-up
 */
export function mountCard(model, host, { python = kernelOf(model), why = "" } = {}) {
  const spec = model.get("spec");
  const state = progress.get(spec.id);
  const uid = freeId(`exercise-${spec.id}`);
  const write = textsOf(spec, model.widget_manager?.rendermime?.latexTypesetter);
  /** @type {Parts["text"]} */
  const text = (tag, className, words) => write(html(tag, className), words);
  const card = html("form", "mm-card");
  card.id = uid;
  card.noValidate = true;
  card.dataset.exercise = spec.id;

  // ---- parts, top to bottom
  const head = headOf(card, spec, text);
  const prompt = text("div", "mm-prompt", spec.prompt);
  prompt.id = `${uid}-prompt`;
  const area = KINDS[spec.kind].area({
    spec,
    uid,
    text,
    write,
    python,
    why,
    saved: state.answer,
    changed: () => reply.show(null),
  });
  const reply = replyTo(area, state, text, python);
  const help = helpOf(spec, state, text);
  const bar = html("div", "mm-bar");
  const check = button("Check", { className: "main" });
  check.type = "submit";
  check.hidden = !area.judge;
  const hint = button("Hint", { onClick: () => state.hints < spec.hints.length && keep({ hints: state.hints + 1 }) });
  const solve = button("Solution", { className: "quiet", onClick: () => keep({ solution: !state.solution }) });
  const again = button("Start over", { icon: "reset", className: "quiet", onClick: startOver });
  bar.append(check, hint, solve, again);
  card.append(head.element, prompt, area.element, reply.element, ...help.elements, bar);
  host.append(card);

  // ---- what the reader does
  function keep(patch) {
    Object.assign(state, patch);
    progress.put(spec.id, { ...patch, when: new Date().toISOString() });
    draw();
  }
  let busy = false;
  card.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy || !area.judge) return;
    busy = true;
    const patience = setTimeout(reply.wait, PATIENCE);
    const verdict = await area.judge();
    clearTimeout(patience);
    busy = false;
    reply.show(verdict);
    if (verdict.unfinished) return;
    if (verdict.onTheWay) return keep({ answer: area.value() });
    const solved = verdict.right || state.state === "right";
    keep({ state: solved ? "right" : "tried", answer: area.value() });
  });
  function startOver() {
    progress.forget(spec.id);
    area.clear();
    reply.show(null);
    again.hidden = true;
    /** @type {NodeListOf<HTMLElement>} */
    const fields = area.element.querySelectorAll("input, textarea, button, [contenteditable=true], [tabindex]");
    [...fields].find((field) => getComputedStyle(field).visibility !== "hidden")?.focus();
  }

  // ---- what the card shows of its state
  function draw() {
    const begun = state.state !== "open" || Boolean(state.hints || state.solution || state.answer !== null);
    head.say(STATE_WORD[state.state] + (begun && !progress.kept() ? ", not kept by this browser" : ""));
    card.dataset.state = state.state;
    help.draw();
    const last = state.hints >= spec.hints.length;
    hint.setAttribute("aria-disabled", String(last));
    hint.lastChild.textContent = state.hints && !last ? `Hint ${state.hints + 1} of ${spec.hints.length}` : "Hint";
    solve.setAttribute("aria-expanded", String(state.solution));
    again.hidden = !begun;
  }
  draw();
  // Who comes near a card may soon open a hint: its formulas should be there by then.
  const near = () => lateFormulas() || fetchLate(spec.late);
  if (spec.late) for (const event of ["pointerover", "focusin"]) card.addEventListener(event, near, { once: true });
  const stop = progress.onChange(() => {
    Object.assign(state, progress.get(spec.id));
    draw();
  });
  return () => {
    stop();
    card.remove();
  };
}

/** What writes a text of the exercise into an element, its formulas typeset. @returns {Parts["write"]} */
function textsOf(spec, typesetter) {
  return function write(element, words) {
    element.innerHTML = markup(words, { ...spec.formulas, ...lateFormulas() });
    for (const code of element.querySelectorAll("code")) code.setAttribute("translate", "no");
    if (spec.late && !lateFormulas() && element.textContent.includes("$"))
      fetchLate(spec.late).then(() => write(element, words));
    if (typesetter && words.includes("$")) requestAnimationFrame(() => typesetter.typeset(element));
    return element;
  };
}

/** The card's title, which names it, and beside it the state of the exercise. */
function headOf(card, spec, text) {
  const title = html("p", "mm-card-title");
  title.id = `${card.id}-title`;
  card.setAttribute("aria-labelledby", title.id);
  title.append(`Exercise ${spec.id} · `, text("span", "", spec.title));
  const meta = html("span", "mm-meta");
  const element = html("div", "mm-card-top");
  element.append(title, meta);
  return { element, say: (words) => (meta.textContent = words) };
}

/**
 * What is said to an answer: that it is being judged, then the verdict.
 * @param {Area} area
 * @param {{solution: boolean}} state
 * @param {Parts["text"]} text
 * @param {?Judge} python
 */
function replyTo(area, state, text, python) {
  const element = html("div", "mm-said");
  element.setAttribute("role", "status");
  const doing = html("strong");
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  python?.onState?.((now, { loaded, total }) => {
    const loading = now === "loading" && total;
    doing.textContent = loading ? `Loading Python: ${megabytes(loaded)} of ${megabytes(total)} MB` : CHECKING;
  });
  return {
    element,
    /** Python is still at work: say so, and offer to end it. */
    wait() {
      const box = html("div", "mm-verdict wait");
      doing.textContent ||= CHECKING;
      box.append(doing);
      if (area.stop) box.append(button("Stop", { onClick: area.stop }));
      element.replaceChildren(box);
    },
    show(/** @type {?Verdict} */ verdict) {
      element.textContent = "";
      if (!verdict) return;
      const box = html("div", `mm-verdict ${verdict.right ? "ok" : "no"}`);
      box.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true">${VERDICT_ICON[verdict.right ? "yes" : "no"]}</svg>`;
      const words = html("div");
      words.append(text("strong", "", verdict.head.slice(0, LONGEST_REPLY)));
      const says =
        verdict.says ||
        (verdict.right && !area.quiet && !state.solution ? "Compare with the solution if you like." : "");
      if (says) words.append(text("p", "", says.length > LONGEST_REPLY ? `${says.slice(0, LONGEST_REPLY)} …` : says));
      box.append(words);
      element.append(box);
      area.mark?.(verdict);
    },
  };
}

/** The hints opened so far, and the solution. */
function helpOf(spec, state, text) {
  const hints = html("ol", "mm-hints");
  hints.setAttribute("aria-live", "polite");
  const solution = html("div", "mm-solution");
  solution.setAttribute("aria-live", "polite");
  function drawSolution() {
    if (!state.solution) return solution.replaceChildren();
    if (solution.childElementCount) return;
    solution.append(html("b", "", "Solution"), text("div", "", spec.solution));
    if (!spec.source) return;
    const pre = html("pre", "", `<code>${escapeText(spec.source)}</code>`);
    pre.tabIndex = 0;
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", "Solution in Python");
    solution.append(pre);
  }
  return {
    elements: [hints, solution],
    draw() {
      while (hints.childElementCount > state.hints) hints.lastChild.remove();
      while (hints.childElementCount < state.hints) hints.append(text("li", "", spec.hints[hints.childElementCount]));
      hints.hidden = !state.hints;
      drawSolution();
    },
  };
}

const lateFormulas = () => globalThis.mlp?.lateFormulas;
let fetching = null;

/** The formulas of hints, replies and solutions come when the first of them is opened: a script, so also from disk. */
function fetchLate(address) {
  fetching ??= new Promise((resolve) => {
    const script = html("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => (fetching = null)); // whoever needs it next asks again
    document.head.append(script);
  });
  return fetching;
}

/** The kernel behind a notebook's widget as the judge of code. @returns {Judge} */
function kernelOf(model) {
  let giveUp = null;
  return {
    judge: (id, source) =>
      new Promise((resolve, reject) => {
        const done = (settle, result) => {
          model.off("msg:custom", hear);
          settle(result);
        };
        const hear = (content) => content.verdict && done(resolve, content.verdict);
        giveUp = () => done(reject, new Error("The kernel may still be at work: interrupt it in the menu Kernel."));
        model.on("msg:custom", hear);
        model.send({ source });
      }),
    stop: () => giveUp?.(),
  };
}
