// Names that the pages' scripts and node's find and do not define. `make lint` reads it; no page loads it.

/** What the joined scripts share. */
declare var mlp: typeof import("../../../mlp_lib/figures/js/controls.js") &
  typeof import("../../../mlp_lib/figures/js/figure.js") &
  typeof import("../../../mlp_lib/exercises/js/card.js") &
  typeof import("../../../mlp_lib/exercises/js/progress.js") & {
    figures: Record<string, Definition>;
    python?: PagePython;
    lateFormulas?: Record<string, string>;
  };
/** The page is drawn while the book is built: it stands still, 720 pixels wide. */
declare var mlpStatic: boolean | undefined;
declare var mlpWidgets: { start(): void };
/** What a test asks a page in node (tests/support/page.mjs). */
declare var ask: (given: any) => any;

/** Put before a script by the build (mlp_book/assets.py, python.py). */
declare const FONTS: Record<string, [string, FontFaceDescriptors]>;
declare const BUILT: { available: boolean; bytes: number; worker: string; editor: string };
declare const MANIFEST: { files: Record<string, { sha256: string; bytes: number }>; lock: object; helpers: string };
/** The theme's. */
declare const DOCUMENTATION_OPTIONS: { SHOW_SEARCH_SUMMARY: boolean };

/** The page's one Python. */
type PagePython = typeof import("./python/runner.js").python;

// Node's side is small: its modules are not described.
declare module "node:*";
declare const process: any;
declare const Buffer: any;
// Described where they are installed.
declare module "@codemirror/*";
declare module "@lezer/*";
