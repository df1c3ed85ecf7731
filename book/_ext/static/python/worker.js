// Owns the page's one Python. Messages in: {id, type, ...}; out: {id, ok, ...} and, while it works,
// {id, stream, text} or {progress: {loaded, total}}. The build puts MANIFEST before this text.

const PATIENCE = 30_000; // ms from the last file to an answer, on a slow machine
const SITE = "/lib/python3.12/site-packages";
const post = (message) => self.postMessage(message);
const network = self.fetch.bind(self);
const { files, lock, helpers } = MANIFEST; // files: name -> {sha256, bytes}

const base = new URL("../pyodide/", self.location.href).href;
let python;
let loaded = 0;
let total = 0;

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
const integrity = (digest) =>
  `sha256-${btoa(digest.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16))))}`;
const addressOf = (name) => `${base}${name}?v=${files[name].sha256.slice(0, 10)}`;

/** What the server, the network or the browser is to blame for: another start may go better. */
class Hindered extends Error {}

function report(bytes) {
  loaded += bytes;
  post({ progress: { loaded, total } });
}

/** A file of the list as bytes. What is damaged or broke off is asked for once more, past every cache. */
const verified = (name) => fetched(name, "default").catch(() => fetched(name, "reload"));

/** Fetch a file; refuse it when it is not the one that the build put there. */
async function fetched(name, cache) {
  const { sha256, bytes } = files[name];
  const content = new Uint8Array(bytes);
  // Without a secure context there is no crypto.subtle: the browser itself checks, in one piece.
  const subtle = self.crypto?.subtle;
  const wrong = `${name} is not the file that this book was built with, and was refused`;
  let at = 0;
  try {
    const answer = await network(addressOf(name), subtle ? { cache } : { cache, integrity: integrity(sha256) });
    if (!answer.ok) throw new Hindered(`${name} is not on this server (${answer.status})`);
    if (/^text\/html/.test(answer.headers.get("Content-Type")))
      throw new Hindered(`${name} is not on this server, which sent a page in its place`);
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (at + part.value.length > bytes) throw new Hindered(wrong);
      content.set(part.value, at);
      at += part.value.length;
      report(part.value.length);
    }
    if (at !== bytes || (subtle && hex(await subtle.digest("SHA-256", content)) !== sha256)) throw new Hindered(wrong);
    return content.buffer;
  } catch (error) {
    report(-at);
    throw error instanceof Hindered ? error : new Hindered(`${name} did not come from the server (${error.message})`);
  }
}

const unzip = (buffer) => new Response(new Blob([buffer]).stream().pipeThrough(new DecompressionStream("gzip")));

/** The files [path, bytes] of a pack made by tools/pyodide_prepare.mjs. */
function filesOf(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const index = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  let at = 4 + length;
  return index.map(([path, size]) => [path, new Uint8Array(buffer, (at += size) - size, size)]);
}

/** Write a pack into Python's file system. */
function unpack(buffer) {
  const { FS } = python;
  const folders = new Set();
  for (const [path, content] of filesOf(buffer)) {
    const folder = `${SITE}/${path.slice(0, path.lastIndexOf("/"))}`;
    if (!folders.has(folder)) FS.mkdirTree(folder);
    folders.add(folder);
    FS.writeFile(`${SITE}/${path}`, content, { canOwn: true });
  }
}

// Python compiles its extension modules when it imports them, and waits. Here they are compiled
// beside the start of Python, on other threads, and found again by their size.
const compiled = new Map();
function compileExtensions(buffer) {
  for (const [path, content] of filesOf(buffer))
    if (path.endsWith(".so"))
      WebAssembly.compile(content).then(
        (module) => compiled.set(content.length, compiled.has(content.length) ? null : module),
        () => {},
      );
  return buffer;
}
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct: (Module, [bytes]) => compiled.get(bytes.byteLength) ?? new Module(bytes),
});

let refuse;
/** Rejects where the core finds no memory, or not the snapshot's: Pyodide would only warn, and never answer. */
const refused = new Promise((_, reject) => (refuse = (error) => (reject(error), Promise.reject(error))));
refused.catch(() => {});

/** Pyodide compiles its core late; here that begins as soon as the bytes are there. */
function compileCore(bytes) {
  const streaming = WebAssembly.instantiateStreaming;
  /** @type {Promise<WebAssembly.Module>} */
  const core = bytes.then((buffer) =>
    WebAssembly.compileStreaming(new Response(unzip(buffer).body, { headers: { "Content-Type": "application/wasm" } })),
  );
  core.catch(() => {});
  WebAssembly.instantiateStreaming = async (_, imports) => {
    WebAssembly.instantiateStreaming = streaming;
    const module = await core;
    return { module, instance: await WebAssembly.instantiate(module, imports).catch(refuse) };
  };
  return core;
}

const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Before megabytes are loaded: may a worker of this server compile WebAssembly? */
const allowed = () =>
  WebAssembly.compile(EMPTY_MODULE).catch((error) => {
    throw new Hindered(
      `this server or browser forbids WebAssembly (its Content-Security-Policy needs 'wasm-unsafe-eval'): ${error.message}`,
    );
  });

/** A verified file as a script: from its address, which browsers keep compiled, else from the bytes, whatever a host calls them. */
const script = (name, bytes) =>
  import(addressOf(name)).catch(
    async () => import(URL.createObjectURL(new Blob([await bytes], { type: "text/javascript" }))),
  );

async function start({ interrupt, snapshot: wanted }) {
  const marks = { begin: performance.now() };
  await allowed();
  const early = Object.keys(files).filter((name) => name !== "matplotlib.bin" && (wanted || name !== "snapshot.bin"));
  total = early.reduce((sum, name) => sum + files[name].bytes, 0);
  const coming = Object.fromEntries(early.map((name) => [name, verified(name)]));
  for (const promise of Object.values(coming)) promise.catch(() => {}); // told where it is awaited
  const numpy = coming["numpy.bin"].then((buffer) => unzip(buffer).arrayBuffer()).then(compileExtensions);
  const snapshot = coming["snapshot.bin"]?.then((buffer) => unzip(buffer).arrayBuffer());
  for (const promise of [numpy, snapshot]) promise?.catch(() => {});
  const core = compileCore(coming["core.bin"]);

  // Pyodide asks for its files by address; it gets the verified bytes.
  const answers = {
    "python_stdlib.zip": async () => new Response(await coming["stdlib.bin"]),
    "pyodide-lock.json": async () => new Response(JSON.stringify(lock)),
    "pyodide.asm.wasm": async () => new Response(),
  };
  self.fetch = (request, options) => {
    const name = addressed(request).split(/[?#]/)[0].split("/").pop();
    return answers[name] ? answers[name]() : network(request, options);
  };
  await Promise.all([coming["pyodide.js"], coming["pyodide.asm.js"]]);
  const [{ loadPyodide }] = await Promise.all(
    ["pyodide.js", "pyodide.asm.js"].map((name) => script(name, coming[name])),
  );
  marks.scripts = performance.now();
  try {
    await awaken(loadPyodide({ indexURL: base, lockFileURL: `${base}pyodide-lock.json`, _loadSnapshot: snapshot }));
  } catch (error) {
    error.snapshot = wanted && !(error instanceof Hindered); // made in another engine, it can fail in this one
    throw error;
  }
  marks.ready = performance.now();
  confine();
  return { marks, bytes: loaded };

  async function awaken(loading) {
    // A file that was refused would only be a warning in Pyodide's eyes: it is noticed here.
    await Promise.all([core, snapshot, coming["stdlib.bin"]]);
    python = await Promise.race([loading, refused, tooLate()]);
    marks.core = performance.now();
    unpack(await numpy);
    python.unpackArchive(await coming["mlp_lib.bin"], "wheel", { extractDir: SITE });
    marks.unpacked = performance.now();
    if (interrupt) python.setInterruptBuffer(interrupt);
    python.runPython(helpers);
  }
}

/** Where a memory snapshot cannot be used, Pyodide may also never answer. */
const tooLate = () =>
  new Promise((_, reject) => setTimeout(() => reject(new Error("Python did not answer")), PATIENCE));

/** The address that a fetch asks for. @param {RequestInfo|URL} request */
const addressed = (request) => (request instanceof Request ? request.url : String(request));

/** Python that a reader types may not talk to other hosts. */
function confine() {
  const own = new URL(base).origin;
  self.fetch = (request, options) => {
    const address = new URL(addressed(request), base);
    return address.origin === own
      ? network(request, options)
      : Promise.reject(new TypeError("this page asks no other host"));
  };
  for (const name of ["XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "WebTransport"]) delete self[name];
}

let plots = null;
/** Matplotlib comes when code first mentions it. */
const withPlots = (code) => {
  if (!/\b(matplotlib|pylab|plots)\b/.test(code)) return null;
  if (plots) return plots;
  const before = total;
  total += files["matplotlib.bin"].bytes;
  plots = verified("matplotlib.bin").then(async (buffer) => {
    unpack(await unzip(buffer).arrayBuffer());
    python.runPython("import importlib; importlib.invalidate_caches()");
  });
  plots.catch(() => {
    plots = null; // the next run asks again
    total = before;
  });
  return plots;
};

/** Call a helper by name. */
function call(name, ...values) {
  const helper = python.globals.get(name);
  try {
    return helper(...values);
  } finally {
    helper.destroy();
  }
}

async function run({ id, code, space, name }) {
  await withPlots(code);
  const stream = (kind, text) => post({ id, stream: kind, text });
  const begin = performance.now();
  return { ...JSON.parse(call("_mlp_run", code, space, name, stream)), ms: performance.now() - begin };
}

async function prepare({ exercise, source }) {
  await withPlots(source);
  call("_mlp_check_of", exercise).destroy();
  return {};
}

const judge = ({ exercise, source }) => ({ verdict: JSON.parse(call("_mlp_judge", exercise, source)) });

function reset({ space }) {
  call("_mlp_reset", space);
  return {};
}

const ACTIONS = { start, run, prepare, judge, reset };
self.onmessage = async ({ data }) => {
  try {
    post({ id: data.id, ok: true, ...(await ACTIONS[data.type](data)) });
  } catch (error) {
    // The helpers catch what the reader's code raises: what else escapes has broken Python itself.
    const fatal = data.type !== "start" && !(error instanceof Hindered) && error?.name !== "PythonError";
    const snapshot = error?.snapshot;
    post({ id: data.id, ok: false, error: String(error?.message ?? error), fatal, snapshot });
  }
};
