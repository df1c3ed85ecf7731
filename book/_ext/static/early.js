// Inline, before anything else is asked for: storage, light or dark, what a host does to addresses, what fails.
(() => {
  const root = document.documentElement.dataset;

  // A browser may forbid a page to keep anything (blocked cookies, a frame without rights), and scripts of the theme
  // and of search end at their first word of storage. They get one that lasts as long as the page.
  for (const kind of ["localStorage", "sessionStorage"]) {
    try {
      if (window[kind]) continue;
    } catch {}
    const kept = new Map();
    const value = {
      forgets: true,
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, text) => void kept.set(String(key), String(text)),
      removeItem: (key) => void kept.delete(String(key)),
    };
    Object.defineProperty(window, kind, { value, configurable: true });
  }

  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  root.mode = mode;
  root.theme = dark ? "dark" : "light";

  // Hosts show a page under other addresses than its file's, too: "/book" for book/index.html, "/page/" for
  // page.html. Where the folder is not the file's, what the page asks for is counted from the file's all the same.
  // Some hosts take capital and small letters for the same.
  const page = root.page;
  const path = location.pathname;
  const sameName = (address) => address.toLowerCase();
  const folder = page.replace(/index$/, ""); // of a front page; of any other its own name
  const end = [`${page}.html`, `${page}/`, page, folder, folder.replace(/\/$/, "")].find((one) =>
    sameName(path).endsWith(`/${one}`),
  );
  const top = end === undefined ? (page === "index" ? `${path}/` : null) : path.slice(0, path.length - end.length);
  const folderOf = (place) => sameName(place.slice(0, place.lastIndexOf("/")));
  if (top !== null && folderOf(path) !== folderOf(top + page)) {
    const base = document.createElement("base");
    base.href = `${top}${page}.html`;
    document.head.append(base);
  }

  // A script or style sheet that did not come, or that this browser cannot read, is named above the text; not what
  // somebody else put into the page (an extension, a network's operator).
  const OURS = /\/_static\/|\/searchindex\.js/;
  const failed = new Set();
  const note = document.createElement("p");
  note.className = "mm-unknown mm-missing";
  note.setAttribute("role", "note");
  const name = (address) => address.split(/[?#]/)[0].split("/").pop();
  const tell = () => {
    if (!failed.size || !document.body) return;
    note.textContent = `Not all of this page could be loaded. What is missing: ${[...failed].join(", ")}. The text is complete, but pictures may stand still and some buttons may do nothing. Reload the page to try again.`;
    if (!note.parentNode) (document.querySelector("article") || document.body).prepend(note);
  };
  const notice = (event) => {
    const { tagName, rel } = event.target;
    const address =
      tagName === "SCRIPT" ? event.target.src : tagName === "LINK" && rel === "stylesheet" ? event.target.href : "";
    const unread = event.target === window && document.readyState !== "complete" ? event.filename : "";
    if (!OURS.test(address || unread)) return;
    failed.add(name(address || unread));
    if (document.readyState === "complete") tell();
  };
  // Chromium says nothing of a style sheet that came as a page; of one read from disk it lets nobody see the rules.
  const isEmpty = (/** @type {HTMLLinkElement} */ { sheet }) => {
    try {
      return !sheet?.cssRules.length;
    } catch {
      return false;
    }
  };
  addEventListener("error", notice, true);
  addEventListener("load", () => {
    /** @type {NodeListOf<HTMLLinkElement>} */
    const links = document.querySelectorAll("link[rel=stylesheet]");
    for (const { href } of [...links].filter(isEmpty)) if (OURS.test(href)) failed.add(name(href));
    tell();
  });

  // As objects, and not as preloaded files: what prints reads the style sheets anew, and Chromium would fetch a
  // preloaded font again that the server wants asked for, and print the page without its words meanwhile.
  if (location.protocol === "file:") return; // they are at hand, and a script may not read them
  for (const [file, [family, style]] of Object.entries(FONTS)) {
    const font = new FontFace(family, `url(${root.content_root}${file})`, style);
    document.fonts.add(font);
    font.load().catch(() => {}); // then the style sheet's own comes, or the next in its list
  }
})();
