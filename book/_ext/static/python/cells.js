// The cells of a chapter: a row under each to run, edit and restore it; a bar above the first one.
import { python } from "./runner.js";

const LIVE_FIGURE = /^(figures\.|(exercises\.)?exercise\()/;
const MEGABYTE = 1e6;
const megabytes = (bytes) => (bytes / MEGABYTE).toFixed(1);
const ICONS = {
  run: '<path d="M5 3.5v9l7.5-4.5z" fill="currentColor" stroke="none"/>',
  stop: '<path d="M4.5 4.5h7v7h-7z" fill="currentColor" stroke="none"/>',
};

const make = (tag, className = "", text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};
function press(text, onClick, className = "quiet") {
  const button = make("button", `mm-py-button ${className}`);
  button.type = "button";
  button.addEventListener("click", onClick);
  label(button, text);
  return button;
}
function label(button, text, icon = "") {
  button.innerHTML = icon ? `<svg viewBox="0 0 16 16" aria-hidden="true">${ICONS[icon]}</svg>` : "";
  button.append(make("span", "", text));
}

/** Why a cell stays as it is: its last line shows a widget, which the page draws by itself. */
const reasonNot = (source) => {
  const last = source.trimEnd().split("\n").pop();
  return LIVE_FIGURE.test(last) ? "Live already: the page draws it without Python." : "";
};

const words = (text) =>
  text
    .replace(/\$[^$]*\$/g, "")
    .replace(/\s+/g, " ")
    .trim();
const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

/** A short Markdown text. Its TeX stays as it is, except where the stored output says the same. */
function marked(text, stored) {
  const copy = stored?.cloneNode(true);
  for (const part of copy?.querySelectorAll(".katex, .mm-py-tag") ?? []) part.remove();
  const box = make("div", "mm-py-text");
  if (copy && words(copy.textContent) === words(text.replace(/\*\*|`/g, ""))) {
    const same = stored.cloneNode(true);
    same.querySelector(".mm-py-tag")?.remove();
    box.append(...same.childNodes);
    return box;
  }
  const inline = (part) =>
    escaped(part)
      .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>")
      .replace(/`([^`]+)`/g, "<code>$1</code>")
      .replace(/\$([^$]+)\$/g, "<code>$1</code>");
  box.innerHTML = text
    .split(/\n{2,}/)
    .map((part) => `<p>${inline(part)}</p>`)
    .join("");
  return box;
}

/** What is typed in where no editor comes. */
function plainField(host, { value, label, onChange }) {
  const area = make("textarea", "mm-editor", value);
  Object.assign(area, { spellcheck: false, rows: value.split("\n").length + 1 });
  area.setAttribute("aria-label", label);
  area.addEventListener("input", onChange);
  host.append(area);
  return {
    get: () => area.value,
    set: (text) => (area.value = text),
    focus: () => area.focus(),
    destroy: () => area.remove(),
  };
}

class Cell {
  constructor(element, number) {
    this.element = element;
    this.number = number;
    this.name = `cell ${number}`;
    this.input = element.querySelector(".cell_input");
    this.stored = element.querySelector(".cell_output");
    this.shown = this.input.querySelector("div[class^='highlight']") ?? this.input.firstElementChild;
    this.source = this.input.querySelector("pre").textContent.replace(/\n$/, "");
    this.reason = reasonNot(this.source);
    this.mayFail = element.classList.contains("tag_raises-exception");
    this.editor = null;
    this.output = null;
    this.draw();
    this.forget();
  }

  get code() {
    return this.editor?.get() ?? this.source;
  }

  draw() {
    this.element.dataset.python = this.reason ? "figure" : "cell";
    if (this.reason) {
      this.element.dataset.reason = this.reason;
      return;
    }
    this.row = make("div", "mm-py-row");
    this.row.setAttribute("role", "group");
    this.row.setAttribute("aria-label", `Cell ${this.number}`);
    this.load = make("div", "mm-py-load");
    this.load.append(make("i"));
    this.main = press("Run", () => (this.busy ? python.stop(this.name) : runUpTo(this)), "main");
    this.what = make("span", "mm-py-what");
    this.what.setAttribute("role", "status");
    this.edit = press("Edit", () => this.open());
    this.original = press("Original code", () => this.restore());
    this.original.hidden = true;
    this.row.append(this.main, this.what, this.edit, this.original);
    this.input.after(this.load, this.row);
    if (this.stored) this.stored.prepend(make("span", "mm-py-tag", "Stored output"));
  }

  say(text) {
    if (this.what && this.what.textContent !== text) this.what.textContent = text;
  }

  /** As before the first run; what is shown stays. */
  forget() {
    this.ran = false;
    if (!this.reason) this.settle(this.output ? "Python forgot this run" : "");
  }

  settle(text) {
    this.busy = false;
    label(this.main, this.ran ? "Run again" : "Run", "run");
    this.load.style.setProperty("--p", "0%");
    this.say(text);
  }

  /** Python is on its way or at work. */
  wait(text, share = 0) {
    this.busy = true;
    label(this.main, "Stop", "stop");
    this.load.style.setProperty("--p", `${share}%`);
    this.say(text);
  }

  async open() {
    this.edit.disabled = true;
    const onChange = () => {
      const changed = this.code !== this.source;
      this.element.dataset.edited = changed ? "1" : "";
      this.original.hidden = !changed;
    };
    const box = make("div", "mm-py-edit");
    this.shown.after(box);
    const options = { value: this.source, label: `Code of cell ${this.number}`, onChange, onRun: () => runUpTo(this) };
    this.editor = await python.editor(box, options).catch((error) => {
      this.say(`The editor could not be loaded: this is a plain field. (${error.message})`);
      reportError(error);
      return plainField(box, options);
    });
    this.shown.hidden = true;
    this.box = box;
    this.edit.hidden = true;
    this.edit.disabled = false;
    this.editor.focus();
  }

  restore() {
    this.editor?.destroy();
    this.editor = null;
    this.box?.remove();
    this.shown.hidden = false;
    this.edit.hidden = false;
    this.original.hidden = true;
    this.element.dataset.edited = "";
    this.edit.focus();
  }

  /** A place for new output; the stored one goes when there is something to show, or at the end. */
  fresh() {
    if (!this.output) {
      this.output = make("div", "mm-py-output");
      this.output.setAttribute("translate", "no");
      this.row.after(this.output);
    }
    this.output.replaceChildren();
    return this.output;
  }

  async run() {
    this.wait(python.state === "off" || python.state === "loading" ? "Loading Python" : "Running");
    let output = null;
    let text = null;
    const show = (part) => {
      if (!output) {
        output = this.fresh();
        if (this.stored) this.stored.hidden = true;
        output.append(make("span", "mm-py-tag", "New output"));
      }
      output.append(part);
    };
    const onOutput = (chunk, kind) => {
      if (text?.dataset.kind !== kind) {
        text = make("pre");
        text.dataset.kind = kind;
        text.tabIndex = 0;
        show(text);
      }
      text.append(chunk);
    };
    const done = await python.run(this.code, { name: this.name, onOutput });
    if (done.markdown) show(marked(done.markdown, this.stored));
    else if (done.value !== null) onOutput(done.value, "value");
    for (const [place, picture] of done.figures.entries()) {
      const image = make("img");
      image.src = `data:image/svg+xml;base64,${picture}`;
      image.alt = `Plot ${place + 1} drawn by cell ${this.number}`;
      show(image);
    }
    if (done.error && !done.failed) onOutput(done.error, "error");
    if (!output && !done.error) {
      this.fresh();
      if (this.stored) this.stored.hidden = true;
    }
    this.ran = !done.failed;
    const seconds = `${(done.ms / 1000).toFixed(2)} s`;
    if (done.failed) this.settle(done.error);
    else if (done.stopped) this.settle("Stopped; the variables are kept");
    else if (done.error) this.settle("Ended with an error");
    else this.settle(output ? `Finished in ${seconds}` : `Finished in ${seconds}, nothing to show`);
    return !done.error || (this.mayFail && !done.failed);
  }
}

const cells = [...document.querySelectorAll("div.cell")]
  .filter((element) => element.querySelector(".cell_input pre"))
  .map((element, place) => new Cell(element, place + 1));
const runnable = cells.filter((cell) => !cell.reason);
let queue = Promise.resolve(true);

/** Run a cell, and before it all above that have not run since Python started. */
const runUpTo = (cell) =>
  runAll(
    runnable
      .slice(0, runnable.indexOf(cell))
      .filter((above) => !above.ran)
      .concat(cell),
  );

function runAll(list) {
  for (const cell of list) cell.wait("Waits for its turn");
  const work = async () => {
    for (const [place, cell] of list.entries()) {
      if (await cell.run()) continue;
      for (const left of list.slice(place + 1)) left.settle(`Not run: cell ${cell.number} did not finish`);
      return false;
    }
    return true;
  };
  queue = queue.then(work, work);
  return queue;
}

async function resetAll() {
  if (python.state === "running") python.stop();
  await python.reset("page");
  for (const cell of runnable) {
    cell.forget();
    cell.output?.remove();
    cell.output = null;
    if (cell.stored) cell.stored.hidden = false;
    cell.say("");
  }
}

python.onState((state, { loaded, total, reason }) => {
  const active = runnable.filter((cell) => cell.busy);
  if (state === "loading" && total) {
    const text = `Loading Python, once per visit: ${megabytes(loaded)} of ${megabytes(total)} MB`;
    active[0]?.wait(loaded < total ? text : "Starting Python", (100 * loaded) / total);
  }
  if (state === "running") active[0]?.wait("Running");
  if (state === "off" && reason) for (const cell of runnable) if (cell.ran && !cell.busy) cell.forget();
});

const bar = make("div", "mm-py-bar");
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "Python in this page");
function drawBar() {
  const what = make("span", "mm-py-what");
  what.setAttribute("role", "status");
  if (python.available()) {
    bar.append(
      press("Run all cells", () => runAll(runnable), "main"),
      press("Reset Python", resetAll),
    );
    what.textContent = `Python runs in this page: change and run any cell. The first start loads ${megabytes(BUILT.bytes)} MB.`;
  } else what.textContent = python.why();
  bar.append(what);
  const first = runnable[0].element;
  first.before(bar);
}

if (runnable.length) {
  drawBar();
  if (!python.available()) for (const cell of runnable) cell.row.remove();
}
python.cells = {
  count: runnable.length,
  runAll: () => runAll(runnable),
  reset: resetAll,
  idle: () => runnable.every((cell) => !cell.busy),
};
