// Owns the page's one Python. Messages in: {id, type, ...}; out: {id, ok, ...} and, while it works,
// {id, stream, text} or {progress: {loaded, total}}.

const SITE = "/lib/python3.12/site-packages";
const post = (message, transfer = []) => self.postMessage(message, transfer);
const network = self.fetch.bind(self);

let base; // where the files lie, with a slash
let files; // name -> {sha256, bytes}
let python;
let loaded = 0;
let total = 0;

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
const integrity = (digest) => `sha256-${btoa(digest.replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16))))}`;

/** Fetch a file of the list as bytes; refuse it when it is not the one that the build put there. */
async function verified(name) {
  const { sha256, bytes } = files[name];
  const address = `${base}${name}?v=${sha256.slice(0, 10)}`;
  // Without a secure context there is no crypto.subtle: the browser itself checks, in one piece.
  if (!self.crypto?.subtle) {
    const answer = await network(address, { integrity: integrity(sha256) });
    report(bytes);
    return answer.arrayBuffer();
  }
  const answer = await network(address);
  if (!answer.ok) throw new Error(`${name} is not there (${answer.status})`);
  const content = new Uint8Array(bytes);
  let at = 0;
  const reader = answer.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (at + part.value.length > bytes) break;
    content.set(part.value, at);
    at += part.value.length;
    report(part.value.length);
  }
  if (at !== bytes || hex(await crypto.subtle.digest("SHA-256", content)) !== sha256)
    throw new Error(`${name} is not the file that this book was built with, and was refused`);
  return content.buffer;
}

function report(bytes) {
  loaded += bytes;
  post({ progress: { loaded, total } });
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
      WebAssembly.compile(content).then((module) => compiled.set(content.length, compiled.has(content.length) ? null : module), () => {});
  return buffer;
}
WebAssembly.Module = new Proxy(WebAssembly.Module, {
  construct: (Module, [bytes]) => compiled.get(bytes.byteLength) ?? new Module(bytes),
});

/** Pyodide compiles its core late; here that begins as soon as the bytes are there. */
function compileCore(bytes) {
  const streaming = WebAssembly.instantiateStreaming;
  const core = bytes.then((buffer) =>
    WebAssembly.compileStreaming(new Response(unzip(buffer).body, { headers: { "Content-Type": "application/wasm" } })),
  );
  core.catch(() => {});
  WebAssembly.instantiateStreaming = async (_, imports) => {
    WebAssembly.instantiateStreaming = streaming;
    const module = await core;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  return core;
}

async function start({ where, manifest, interrupt, helpers }) {
  base = where;
  files = manifest.files;
  const marks = { begin: performance.now() };
  const early = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm.gz", "python_stdlib.zip", "snapshot.gz", "numpy.pack.gz", manifest.wheel];
  total = early.reduce((sum, name) => sum + files[name].bytes, 0);
  const coming = Object.fromEntries(early.map((name) => [name, verified(name)]));
  for (const promise of Object.values(coming)) promise.catch(() => {}); // told where it is awaited
  const numpy = coming["numpy.pack.gz"].then((buffer) => unzip(buffer).arrayBuffer()).then(compileExtensions);
  const snapshot = coming["snapshot.gz"].then((buffer) => unzip(buffer).arrayBuffer());
  for (const promise of [numpy, snapshot]) promise.catch(() => {});
  const core = compileCore(coming["pyodide.asm.wasm.gz"]);

  // Pyodide asks for its files by address; it gets the verified bytes.
  const answers = {
    "python_stdlib.zip": async () => new Response(await coming["python_stdlib.zip"]),
    "pyodide-lock.json": async () => new Response(JSON.stringify(manifest.lock)),
    "pyodide.asm.wasm": async () => new Response(),
  };
  self.fetch = (request, options) => {
    const name = String(request?.url ?? request).split(/[?#]/)[0].split("/").pop();
    return answers[name] ? answers[name]() : network(request, options);
  };
  await Promise.all([coming["pyodide.mjs"], coming["pyodide.asm.js"]]);
  const script = (name) => import(`${base}${name}?v=${files[name].sha256.slice(0, 10)}`);
  const [{ loadPyodide }] = await Promise.all([script("pyodide.mjs"), script("pyodide.asm.js")]);
  const options = { indexURL: base, lockFileURL: `${base}pyodide-lock.json` };
  marks.scripts = performance.now();
  // A file that was refused would only be a warning in Pyodide's eyes: it is noticed here.
  const parts = [core, snapshot, coming["python_stdlib.zip"]];
  [python] = await Promise.all([loadPyodide({ ...options, _loadSnapshot: snapshot }), ...parts]);
  marks.core = performance.now();
  unpack(await numpy);
  python.unpackArchive(await coming[manifest.wheel], "wheel", { extractDir: SITE });
  marks.unpacked = performance.now();
  if (interrupt) python.setInterruptBuffer(interrupt);
  python.runPython(helpers);
  marks.ready = performance.now();
  confine();
  return { marks, bytes: loaded };
}

/** Python that a reader types may not talk to other hosts. */
function confine() {
  const own = new URL(base).origin;
  self.fetch = (request, options) => {
    const address = new URL(request?.url ?? request, base);
    return address.origin === own ? network(request, options) : Promise.reject(new TypeError("this page asks no other host"));
  };
  for (const name of ["XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "WebTransport"]) delete self[name];
}

let plots = null;
/** Matplotlib comes when code first mentions it. */
const withPlots = (code) => {
  if (!/\b(matplotlib|pylab|plots)\b/.test(code)) return null;
  total += plots ? 0 : files["matplotlib.pack.gz"].bytes;
  plots ??= verified("matplotlib.pack.gz").then(async (buffer) => {
    unpack(await unzip(buffer).arrayBuffer());
    python.runPython("import importlib; importlib.invalidate_caches()");
  });
  return plots;
};

async function run({ id, code, space, name }) {
  await withPlots(code);
  const stream = (kind, text) => post({ id, stream: kind, text });
  const call = python.globals.get("_mlp_run");
  const begin = performance.now();
  try {
    return { ...JSON.parse(call(code, space, name, stream)), ms: performance.now() - begin };
  } finally {
    call.destroy();
  }
}

async function prepare({ exercise, source }) {
  await withPlots(source);
  const call = python.globals.get("_mlp_check_of");
  call(exercise).destroy();
  call.destroy();
  return {};
}

function judge({ exercise, source }) {
  const call = python.globals.get("_mlp_judge");
  try {
    return { verdict: JSON.parse(call(exercise, source)) };
  } finally {
    call.destroy();
  }
}

function reset({ space }) {
  const call = python.globals.get("_mlp_reset");
  call(space);
  call.destroy();
  return {};
}

const ACTIONS = { run, prepare, judge, reset };
let ready;
self.onmessage = async ({ data }) => {
  try {
    if (data.type === "start") return post({ id: data.id, ok: true, ...(await (ready = start(data))) });
    await ready;
    post({ id: data.id, ok: true, ...(await ACTIONS[data.type](data)) });
  } catch (error) {
    post({ id: data.id, ok: false, error: String(error?.message ?? error) });
  }
};
