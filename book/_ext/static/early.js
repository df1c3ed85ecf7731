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
  // From disk a font may be used, but not preloaded.
  if (location.protocol === "file:") return;
  for (const font of FONTS) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
    link.href = root.content_root + font;
    document.head.append(link);
  }
})();
