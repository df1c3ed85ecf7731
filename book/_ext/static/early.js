// Inline, before anything else is asked for: light or dark, what a host does to addresses, what fails.
(() => {
  const root = document.documentElement.dataset;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {}
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  root.mode = mode;
  root.theme = dark ? "dark" : "light";

  // Hosts show a page under other addresses than its file's, too: "/book" for book/index.html, "/page/" for
  // page.html. Where the folder is not the file's, what the page asks for is counted from the file's all the same.
  const page = root.page;
  const path = location.pathname;
  const folder = page.replace(/index$/, ""); // of a front page; of any other its own name
  const end = [`${page}.html`, `${page}/`, page, folder, folder.replace(/\/$/, "")].find((one) => path.endsWith(`/${one}`));
  const top = end === undefined ? (page === "index" ? `${path}/` : null) : path.slice(0, path.length - end.length);
  const folderOf = (place) => place.slice(0, place.lastIndexOf("/"));
  if (top !== null && folderOf(path) !== folderOf(top + page)) {
    const base = document.createElement("base");
    base.href = `${top}${page}.html`;
    document.head.append(base);
  }

  // A script or style sheet that did not come, or that this browser cannot read, is named above the text.
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
    const address = tagName === "SCRIPT" ? event.target.src : tagName === "LINK" && rel === "stylesheet" ? event.target.href : "";
    const unread = event.target === window && document.readyState !== "complete" && /\/_static\//.test(event.filename) ? event.filename : "";
    if (!address && !unread) return;
    failed.add(name(address || unread));
    if (document.readyState === "complete") tell();
  };
  addEventListener("error", notice, true);
  addEventListener("load", tell);

  // From disk a font may be used, but not preloaded.
  if (location.protocol === "file:") return;
  for (const font of FONTS) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
    link.href = root.content_root + font;
    document.head.append(link);
  }
})();
