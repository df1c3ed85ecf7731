// Inline, before the first paint: light or dark, and the fonts of the first screen on their way.
(() => {
  const root = document.documentElement.dataset;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {}
  const dark = mode === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : mode === "dark";
  root.mode = mode;
  root.theme = dark ? "dark" : "light";
  // As objects, and not as preloaded files: what prints reads the style sheets anew, and Chromium would fetch a
  // preloaded font again that the server wants asked for, and print the page without its words meanwhile.
  if (location.protocol === "file:") return; // they are at hand, and a script may not read them
  for (const [file, [family, style]] of Object.entries(FONTS)) {
    const font = new FontFace(family, `url(${root.content_root}${file})`, style);
    document.fonts.add(font);
    font.load().catch(() => {}); // then the style sheet's own comes, or the next in its list
  }
})();
