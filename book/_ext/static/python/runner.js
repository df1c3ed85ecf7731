// One Python for the whole page, in a worker that starts at the first click. Defines mlp.python.
// BUILT says what the build put beside the pages.

const SCRIPT = document.currentScript?.src ?? location.href;
const here = (path) => new URL(path, SCRIPT).href;
const PATIENCE = 1500; // ms that an interrupted Python gets before it is ended
const JUDGING = 10_000; // ms that the code of an exercise may take

const python = {
  /** "off" | "loading" | "ready" | "running" */
  state: "off",
  /** What the last start took: bytes, and marks in ms. */
  started: null,
  isolated: Boolean(globalThis.crossOriginIsolated && globalThis.SharedArrayBuffer),
  available: () => python.why() === "",
  why,
  run,
  judge,
  stop,
  reset,
  editor,
  onState: (listener) => listeners.add(listener),
};
const listeners = new Set();
const waiting = new Map();
let worker = null;
let starting = null;
let interrupt = null;
let count = 0;

/** Why Python cannot run here, in a sentence; empty where it can. */
function why() {
  if (!BUILT.available) return "In-page Python is not part of this copy of the book. The cells run in JupyterLab.";
  if (location.protocol === "file:")
    return "A page read from disk cannot start Python. In the folder of the book run: python -m http.server. Then open http://localhost:8000.";
  if (!globalThis.WebAssembly || !globalThis.Worker) return "This browser cannot run Python: it has no WebAssembly or no workers.";
  return "";
}

function tell(state, detail = {}) {
  python.state = state;
  for (const listener of listeners) listener(state, detail);
}

function send(message, onOutput) {
  const id = ++count;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, onOutput });
    worker.postMessage({ ...message, id });
  });
}

function hear({ data }) {
  if (data.progress) return tell("loading", data.progress);
  const one = waiting.get(data.id);
  if (!one) return;
  if (data.stream) return one.onOutput?.(data.text, data.stream);
  waiting.delete(data.id);
  if (data.ok) one.resolve(data);
  else one.reject(new Error(data.error));
}

/** Start the worker if there is none; resolves when Python answers. */
function start() {
  if (starting) return starting;
  tell("loading", { loaded: 0, total: 0 });
  const own = new Worker(here(BUILT.worker), { type: "module" });
  worker = own;
  own.onmessage = hear;
  own.onerror = (event) => end(`Python did not start: ${event.message ?? "its worker could not be loaded"}`);
  interrupt = python.isolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
  starting = (async () => {
    const answer = await fetch(here(BUILT.manifest), { cache: "no-cache" });
    if (!answer.ok) throw new Error(`Python is not on this server (${answer.status})`);
    const { helpers, ...manifest } = await answer.json();
    if (worker !== own) throw new Error("stopped");
    python.started = await send({ type: "start", where: here(BUILT.folder), manifest, interrupt, helpers });
    tell("ready");
  })();
  starting.catch((error) => worker === own && end(error.message));
  return starting;
}

/** End the worker; all that waits learns why. */
function end(reason) {
  worker?.terminate();
  worker = null;
  starting = null;
  for (const one of waiting.values()) one.reject(new Error(reason));
  waiting.clear();
  tell("off", { reason });
}

// One thing at a time: whoever comes while Python is busy waits in line.
let line = Promise.resolve();
const inLine = (work) => {
  const mine = line.then(work, work);
  line = mine.catch(() => {});
  return mine;
};

/**
 * Run code; the variables of a space stay from run to run.
 * @param {string} code
 * @param {{space?: string, name?: string, onOutput?: (text: string, kind: string) => void, timeout?: number}} options
 * @returns {Promise<{value: ?string, error: ?string, stdout: string, figures: string[], ms: number, stopped: boolean, restarted: boolean}>}
 *   figures: SVG, base64. A stopped run has stopped = true; restarted says that variables are lost.
 */
function run(code, { space = "page", name = "cell", onOutput, timeout } = {}) {
  return inLine(async () => {
    let stdout = "";
    const heard = (text, kind) => {
      stdout += text;
      onOutput?.(text, kind);
    };
    try {
      await start();
      const done = await busy(send({ type: "run", code, space, name }, heard), timeout);
      return { ...done, stdout, restarted: false };
    } catch (error) {
      const stopped = error.message === STOPPED || error.message === STILL;
      return { value: null, error: error.message, stdout, figures: [], ms: 0, stopped, restarted: stopped };
    }
  });
}

async function busy(answer, timeout) {
  if (interrupt) interrupt[0] = 0;
  tell("running");
  const timer = timeout ? setTimeout(stop, timeout) : 0;
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    if (worker) tell("ready");
  }
}

const STOPPED = "Python was stopped and starts anew: its variables are gone.";
const STILL = "Python was stopped.";

/** Stop what runs: where the server isolates pages the variables stay, else Python starts anew. */
function stop() {
  if (!worker) return;
  if (!interrupt || python.state === "loading") return restart();
  interrupt[0] = 2;
  const mine = worker;
  const running = [...waiting.keys()];
  setTimeout(() => worker === mine && running.some((id) => waiting.has(id)) && restart(), PATIENCE);
}

function restart() {
  const loading = python.state === "loading";
  end(loading ? STILL : STOPPED);
  if (!loading) start().catch(() => {});
}

/** Forget the variables of a space. */
function reset(space = "page") {
  return worker ? inLine(() => (worker ? send({ type: "reset", space }) : null)) : Promise.resolve();
}

/**
 * Judge the code of an exercise with mlp_lib's own judge.
 * @returns {Promise<{right: boolean, head: string, says: string}>}
 */
function judge(exercise, source) {
  const reason = why();
  if (reason) return Promise.resolve({ right: false, unfinished: true, head: "Python cannot run here", says: reason });
  return inLine(async () => {
    try {
      await start();
      await send({ type: "prepare", exercise, source }); // what is imported here takes none of the learner's time
      return (await busy(send({ type: "judge", exercise, source }), JUDGING)).verdict;
    } catch (error) {
      if (error.message !== STOPPED && !/KeyboardInterrupt/.test(error.message)) throw error;
      return { right: false, head: "Your code did not finish", says: "It was stopped after ten seconds. Does its loop ever end?" };
    }
  });
}

/**
 * An editor in `host`: a text area that becomes CodeMirror when it is first entered (`now`: at
 * once), and stays one where that cannot be loaded.
 * @returns {Promise<{get(): string, set(value: string): void, focus(): void, destroy(): void}>}
 */
async function editor(host, { value, label, onChange, onRun, now = false }) {
  const area = document.createElement("textarea");
  Object.assign(area, { value, spellcheck: false, className: "mm-editor", rows: value.split("\n").length + 1 });
  area.setAttribute("aria-label", label);
  area.addEventListener("input", () => onChange?.());
  host.append(area);
  let current = { get: () => area.value, set: (text) => (area.value = text), focus: () => area.focus(), destroy: () => area.remove() };
  const improve = async () => {
    const { edit } = await import(here(BUILT.editor));
    const box = document.createElement("div");
    box.className = "mm-editor";
    area.after(box);
    const made = edit(box, { value: area.value, label, onChange, onRun });
    if (document.activeElement === area) made.focus();
    area.remove();
    current = { ...made, destroy: () => (made.destroy(), box.remove()) };
  };
  if (now) await improve().catch(() => {});
  else area.addEventListener("focus", () => improve().catch(() => {}), { once: true });
  const act = (name) => (...values) => current[name](...values);
  return { get: act("get"), set: act("set"), focus: act("focus"), destroy: act("destroy") };
}

globalThis.mlp ??= {};
mlp.python = python;
