// Run once in node after Pyodide was fetched: what a page would otherwise do at every start.
//   node pyodide_prepare.mjs <folder of the verified files> <folder for what is made> <pinned list>
// Makes: numpy.pack.gz, matplotlib.pack.gz (compiled to bytecode, without tests; Matplotlib with the list of
// its fonts), snapshot.gz (the memory of a Python that has started and imported what NumPy needs of
// the standard library) and pyodide.asm.wasm.gz (many a server sends files as they are).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

process.on("uncaughtException", ({ message }) => {
  console.error(message); // not the source line, which is a megabyte
  process.exit(1);
});
const [files, made, pins] = process.argv.slice(2);
const { info, packages } = JSON.parse(readFileSync(pins, "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(files, "pyodide.mjs")));
const start = (options) => loadPyodide({ indexURL: files, lockFileURL: join(made, "pyodide-lock.json"), ...options });

const SITE = "/lib/python3.12/site-packages";

/** Modules of the standard library that NumPy and the runner import. */
const USED = `
import sys, json, numpy, numpy.random, ast, base64, dataclasses, io, linecache, shutil, tempfile, traceback, zipfile
json.dumps([name for name, module in sys.modules.items() if '/python312.zip/' in str(getattr(module, '__file__', ''))])
`;

const COMPILE = `
import os, py_compile, shutil
site = '${SITE}'
LEFT_OUT = {'tests', 'testing', 'testing_data', 'f2py', 'distutils', 'include', '__pycache__', 'afm', 'axisartist',
            'sample_data', 'web_backend', 'sphinxext'}
KEPT = ('.so', '.json', '.ttf', '.mplstyle', '.svg', '.txt', 'matplotlibrc')

def compiled(target, skip=()):
    """Copy all packages but those in skip: bytecode for source, and the data that they read."""
    for folder, _, names in os.walk(site):
        inside = os.path.relpath(folder, site)
        parts = inside.split('/')
        if parts[0] in skip or LEFT_OUT & set(parts[1:]):
            continue
        place = os.path.normpath(os.path.join(target, inside))
        os.makedirs(place, exist_ok=True)
        for name in names:
            file, copy = os.path.join(folder, name), os.path.join(place, name)
            if name.endswith('.py'):
                py_compile.compile(file, cfile=copy + 'c', dfile=file, doraise=True,
                                   invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
            elif name.endswith(KEPT) or 'LICEN' in name.upper():
                shutil.copyfile(file, copy)
`;

writeFileSync(join(made, "pyodide-lock.json"), JSON.stringify({ info, packages: {} }));

const python = await start({ env: { MPLBACKEND: "agg" } });
const unpack = (name) => {
  const { buffer, byteOffset, byteLength } = readFileSync(join(files, packages[name].file));
  python.unpackArchive(buffer.slice(byteOffset, byteOffset + byteLength), "wheel", { extractDir: SITE });
};

/** One gzipped file: length of the index in 4 bytes, index [[path, size], ...] as JSON, contents. */
function pack(FS, root) {
  const index = [];
  const contents = [];
  (function walk(folder) {
    for (const name of FS.readdir(folder).sort()) {
      if (name === "." || name === "..") continue;
      const path = `${folder}/${name}`;
      if (FS.isDir(FS.stat(path).mode)) walk(path);
      else {
        const content = FS.readFile(path);
        index.push([path.slice(root.length + 1), content.length]);
        contents.push(content);
      }
    }
  })(root);
  const head = Buffer.from(JSON.stringify(index));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return gzip(Buffer.concat([length, head, ...contents]));
}
const gzip = (bytes) => gzipSync(bytes, { level: 9 });
const write = (name, bytes) => writeFileSync(join(made, name), bytes);

python.runPython(COMPILE);
unpack("numpy");
const used = JSON.parse(python.runPython(USED));
python.runPython("compiled('/made/numpy')");
write("numpy.pack.gz", pack(python.FS, "/made/numpy"));

for (const name in packages) if (name !== "numpy") unpack(name);
python.runPython(`
for name in os.listdir(site + '/matplotlib/mpl-data/fonts/ttf'):
    if name.endswith('.ttf') and not name.startswith(('DejaVuSans', 'cm')):
        os.remove(site + '/matplotlib/mpl-data/fonts/ttf/' + name)
from matplotlib import font_manager
font_manager.json_dump(font_manager.fontManager, site + '/matplotlib/fontlist.json')
compiled('/made/matplotlib', skip={name for name in os.listdir(site) if name.startswith('numpy')})
`);
write("matplotlib.pack.gz", pack(python.FS, "/made/matplotlib"));

const fresh = await start({ _makeSnapshot: true });
fresh.runPython(`import ${used.join(", ")}`);
write("snapshot.gz", gzip(fresh.makeMemorySnapshot()));
write("pyodide.asm.wasm.gz", gzip(readFileSync(join(files, "pyodide.asm.wasm"))));
process.exit(0);
