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

  // As objects, and not as preloaded files: what prints reads the style sheets anew, and Chromium would fetch a
  // preloaded font again that the server wants asked for, and print the page without its words meanwhile.
  if (location.protocol === "file:") return; // they are at hand, and a script may not read them
  for (const [file, [family, style]] of Object.entries(FONTS)) {
    const font = new FontFace(family, `url(${root.content_root}${file})`, style);
    document.fonts.add(font);
    font.load().catch(() => {}); // then the style sheet's own comes, or the next in its list
  }
})();
