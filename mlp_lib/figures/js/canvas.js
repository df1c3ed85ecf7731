// One picture of a figure in real pixels: its drawing, and the points on it that the reader moves.
import { html } from "./controls.js";
import { draggable } from "./handles.js";
import { spoken, words } from "./numbers.js";
import { pen, svgElement } from "./plot.js";

/**
 * @param {Picture} picture
 * @param {{state(): State, set(patch: Patch): void, limits: Limits, act(patch: Patch|void): void, ask(): void,
 *   width(): number}} figure  `act` sets what a press does, `ask` asks for a frame, `width` is the figure's
 * @returns {{picture: Picture, element: HTMLElement, fit(width?: number): void, update(s: State, v: Values): void}} `fit` takes the width of
 *   the picture's box, or the one given
 */
export function canvas(picture, { state, set, limits, act, ask, width }) {
  const box = html("div", "mm-plot");
  if (picture.caption) box.append(html("p", "mm-cap", words(picture.caption)));
  const svg = svgElement("svg", { translate: "no" }, box);
  const layer = svgElement("g", { role: "img" }, svg);
  const top = svgElement("g", {}, svg);
  const drawing = pen(layer);
  let [W, H] = [0, 0];
  /** @type {Scale[]|undefined} */
  let scales;
  let handles = [];

  /** The place of an event in data units. */
  function at(event) {
    const box = svg.getBoundingClientRect();
    const k = W / box.width;
    return [scales[0].inv((event.clientX - box.left) * k), scales[1].inv((event.clientY - box.top) * k)];
  }
  const place = { state, set, limits, act, at };

  function updateHandles(s, places) {
    const wanted = typeof picture.handles === "function" ? picture.handles(s, limits) : picture.handles;
    const gone = handles.filter((h) => !wanted.some(({ key }) => key === h.key));
    handles = wanted.map((handle) => handles.find((h) => h.key === handle.key) ?? draggable(top, handle, place));
    const focused = gone.some((h) => h.element === document.activeElement);
    for (const h of gone) h.element.remove();
    if (focused) handles.at(-1)?.element.focus({ preventScroll: true });
    for (const h of handles) h.update(s, places[h.key]);
  }

  if (picture.tap)
    svg.addEventListener("click", (event) => {
      if (!(/** @type {Element} */ (event.target).closest(".handle"))) act(picture.tap(state(), at(event), limits));
    });
  return {
    picture,
    element: box,
    fit(given) {
      const w = Math.round(given ?? box.clientWidth);
      if (!w || w === W) return;
      [W, H] = [w, Math.round(picture.height(w, width()))];
      svg.setAttribute("viewBox", `0 0 ${W} ${H}`);
      ask();
    },
    update(s, v) {
      if (!W) return;
      drawing.begin(W, H);
      const drawn = /** @type {Drawn|undefined} */ (picture.draw(drawing, s, v, limits));
      scales = drawn?.scales;
      drawing.end();
      layer.setAttribute("aria-label", spoken(picture.alt(s, v)));
      if (picture.handles) updateHandles(s, drawn.handles);
    },
  };
}
