// One Python for the whole page, in a worker that starts at the first click. Defines mlp.python.
// BUILT says what the build put beside the pages.

const SCRIPT = /** @type {?HTMLScriptElement} */ (document.currentScript)?.src ?? location.href;
const here = (path) => new URL(path, SCRIPT).href;
const PATIENCE = 1500; // ms that an interrupted Python gets before it is ended
const JUDGING = 10_000; // ms that the code of an exercise may take

export const python = {
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
  if (self.origin === "null")
    return "A page in a frame without rights of its own cannot start Python. Open it in a tab of its own.";
  const lacks = ["WebAssembly", "Worker", "DecompressionStream"].find((name) => !globalThis[name]);
  if (lacks)
    return `This browser cannot run Python in the page: it has no ${lacks}. Chrome 89, Firefox 114, Safari 16.4 and newer ones have. The cells run in JupyterLab.`;
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
  if (data.progress) return progress(data.progress);
  const one = waiting.get(data.id);
  if (!one) return;
  if (data.stream) return one.onOutput?.(data.text, data.stream);
  waiting.delete(data.id);
  const { ok, error, fatal, snapshot } = data;
  if (ok) one.resolve(data);
  else one.reject(Object.assign(new Error(error), { fatal, snapshot }));
}

/** What is loaded after the start belongs to code that runs already. */
function progress(detail) {
  const running = python.state === "running";
  if (running && detail.loaded >= detail.total) return tell("running");
  tell("loading", detail);
  if (running) python.state = "running";
}

// The memory snapshot was made in one engine, and another may not be able to use it. Once a visit is
// enough to find out.
const SNAPSHOT = "mlp-python-snapshot";
let usable = true;
try {
  usable = sessionStorage.getItem(SNAPSHOT) !== "no";
} catch {}
function withoutSnapshot() {
  usable = false;
  try {
    sessionStorage.setItem(SNAPSHOT, "no");
  } catch {}
}

/** Start the worker if there is none; resolves when Python answers. After a failure the next call tries again. */
function start() {
  if (starting) return starting;
  const mine = launch();
  starting = mine;
  mine.catch((error) => starting === mine && end(error.message));
  return mine;
}

async function launch() {
  tell("loading", { loaded: 0, total: 0 });
  try {
    const own = new Worker(here(BUILT.worker), { type: "module" });
    worker = own;
    own.onmessage = hear;
    own.onerror = async (event) => {
      event.preventDefault?.();
      const reason = python.state === "loading" ? failed(event.message || (await whyNoWorker())) : CRASHED;
      if (worker === own) end(reason);
    };
    interrupt = python.isolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
    python.started = await send({ type: "start", snapshot: usable, interrupt });
  } catch (error) {
    if (error.ended) throw error;
    if (!error.snapshot) throw new Error(failed(error.message));
    worker.terminate();
    withoutSnapshot();
    return launch();
  }
  tell("ready");
}

/** The browser does not say why it has refused a worker. */
async function whyNoWorker() {
  try {
    const answer = await fetch(here(BUILT.worker));
    const type = answer.headers.get("Content-Type");
    if (!answer.ok) return `python-worker.js is not on this server (${answer.status})`;
    if (!/(java|ecma)script/.test(type)) return `this server sends python-worker.js as ${type}, which browsers refuse`;
  } catch {
    return "python-worker.js did not come from the server";
  }
  return "this browser refused python-worker.js";
}

const failed = (reason) => `Python did not start: ${reason}. The next try begins anew.`;
const STOPPED = "Python was stopped and starts anew: its variables are gone.";
const STILL = "Python was stopped.";
const LEFT = "Stopped before its turn came.";
const CRASHED = "Python broke down. It starts anew at the next run: its variables are gone.";

/** End the worker; all that waits learns why. */
function end(reason, stopped = false) {
  worker?.terminate();
  worker = null;
  starting = null;
  for (const one of waiting.values()) one.reject(ended(reason, stopped));
  waiting.clear();
  tell("off", { reason });
}
const ended = (reason, stopped = false) => Object.assign(new Error(reason), { ended: true, stopped });

// One thing at a time: whoever comes while Python is busy waits in line, and can leave it.
let line = Promise.resolve();
const jobs = new Set();
function inLine(key, work) {
  const job = { key, begun: false };
  jobs.add(job);
  return new Promise((resolve, reject) => {
    job.leave = () => reject(Object.assign(new Error(LEFT), { stopped: true }));
    line = line.then(async () => {
      if (!jobs.has(job)) return;
      job.begun = true;
      await work().then(resolve, reject);
      jobs.delete(job);
    });
  });
}

/**
 * Run code; the variables of a space stay from run to run.
 * @param {string} code
 * @param {{space?: string, name?: string, onOutput?: (text: string, kind: string) => void, timeout?: number}} options
 * @returns {Promise<{value: ?string, markdown?: ?string, error: ?string, stdout: string, figures: string[], ms: number, stopped: boolean, restarted: boolean, failed: boolean}>}
 *   figures: SVG, base64. A stopped run has stopped = true; restarted says that variables are lost; failed, that
 *   the error is not the code's.
 */
function run(code, { space = "page", name = "cell", onOutput, timeout } = {}) {
  let stdout = "";
  const heard = (text, kind) => {
    stdout += text;
    onOutput?.(text, kind);
  };
  const work = async () => {
    await start();
    return busy({ type: "run", code, space, name }, { timeout, heard });
  };
  return inLine(name, work).then(
    (done) => ({ ...done, stdout, restarted: false, failed: false }),
    ({ message, stopped = false, ended = false }) => ({
      value: null,
      error: message,
      stdout,
      figures: [],
      ms: 0,
      stopped,
      restarted: ended,
      failed: true,
    }),
  );
}

let asked = false; // whether the reader has asked to stop what runs

/**
 * Have the worker do something, and interrupt it after `timeout` milliseconds.
 * @param {object} message
 * @param {{timeout?: number, heard?: Function, onLate?: () => void}} [options]
 */
async function busy(message, { timeout, heard, onLate } = {}) {
  if (interrupt) interrupt[0] = 0;
  asked = false;
  tell("running");
  const late = () => {
    onLate?.();
    interruptOrRestart();
  };
  const timer = timeout ? setTimeout(late, timeout) : 0;
  const mine = worker;
  try {
    return await send(message, heard);
  } catch (error) {
    if (!error.fatal) throw error;
    end(CRASHED);
    throw ended(`${CRASHED} (${error.message})`);
  } finally {
    clearTimeout(timer);
    if (worker && worker === mine) tell("ready");
  }
}

/**
 * Stop what runs: where the server isolates pages the variables stay, else Python starts anew.
 * @param {string} [key]  name of a run or id of an exercise: while that waits in line, only it is given up
 */
function stop(key) {
  const one = [...jobs].find((job) => job.key === key && !job.begun);
  if (key !== undefined && one) {
    jobs.delete(one);
    return one.leave();
  }
  asked = true;
  interruptOrRestart();
}

function interruptOrRestart() {
  if (!worker) return;
  if (!interrupt || python.state === "loading") return restart();
  interrupt[0] = 2;
  const mine = worker;
  const running = [...waiting.keys()];
  setTimeout(() => worker === mine && running.some((id) => waiting.has(id)) && restart(), PATIENCE);
}

function restart() {
  const loading = python.state === "loading";
  end(loading ? STILL : STOPPED, true);
  if (!loading) start().catch(() => {});
}

/** Forget the variables of a space. */
function reset(space = "page") {
  const work = async () => worker && (await start(), send({ type: "reset", space }));
  return inLine("", work).catch(() => {}); // where Python has ended, all is forgotten
}

/**
 * Judge the code of an exercise with mlp_lib's own judge.
 * @returns {Promise<{right: boolean, head: string, says: string, unfinished?: boolean}>}
 */
function judge(exercise, source) {
  const reason = why();
  if (reason) return Promise.resolve({ right: false, unfinished: true, head: "Python cannot run here", says: reason });
  let late = false;
  const work = async () => {
    await start();
    await send({ type: "prepare", exercise, source }); // what is imported here takes none of the learner's time
    return (await busy({ type: "judge", exercise, source }, { timeout: JUDGING, onLate: () => (late = true) })).verdict;
  };
  return inLine(exercise, work).catch((error) => {
    if (late)
      return {
        right: false,
        head: "Your code did not finish",
        says: "It was stopped after ten seconds. Does its loop ever end?",
      };
    const interrupted = /KeyboardInterrupt/.test(error.message);
    if (error.stopped || (interrupted && asked))
      return { right: false, unfinished: true, head: "Stopped", says: "You stopped it before it had an answer." };
    if (interrupted) return { right: false, head: "Your code stopped", says: "It ended with `KeyboardInterrupt`." };
    throw error;
  });
}

/**
 * CodeMirror in `host`, loaded when one is first asked for; rejects where it does not come.
 * @returns {Promise<{get(): string, set(value: string): void, focus(): void, destroy(): void}>}
 */
async function editor(host, options) {
  const { edit } = await import(here(BUILT.editor));
  const box = document.createElement("div");
  box.className = "mm-editor";
  host.append(box);
  const made = edit(box, options);
  return { ...made, destroy: () => (made.destroy(), box.remove()) };
}

Object.assign(globalThis, { mlp: Object.assign(globalThis.mlp ?? {}, { python }) });
