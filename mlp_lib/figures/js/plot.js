// Pictures: scales, a pen that reuses its elements, and labels that look for a free place.
import { readMath } from "./numbers.js";

const SVG = "http://www.w3.org/2000/svg";

/** Linear map from data to pixels, with its inverse. */
export function scale(d0, d1, p0, p1) {
  const f = (v) => p0 + ((v - d0) / (d1 - d0)) * (p1 - p0);
  f.inv = (p) => d0 + ((p - p0) / (p1 - p0)) * (d1 - d0);
  f.domain = [d0, d1];
  f.range = [p0, p1];
  f.log = false;
  return f;
}

/** The same for positive values on a logarithmic axis; 0 lies far below it, as "not a number" would nowhere. */
export function logScale(d0, d1, p0, p1) {
  const decades = scale(Math.log10(d0), Math.log10(d1), p0, p1);
  const f = (v) => decades(Math.log10(Math.max(v, Number.MIN_VALUE)));
  f.inv = (p) => 10 ** decades.inv(p);
  f.domain = [d0, d1];
  f.range = [p0, p1];
  f.log = true;
  return f;
}

export const clamp = (v, low, high) => Math.max(low, Math.min(high, v));

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Object<string, any>} [attributes]
 * @param {?Element} [parent]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svgElement(tag, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent?.append(element);
  return element;
}

/** The runs of a maths markup; most labels are the same as in the frame before. */
const runsOf = remembered(readMath);

/** A function that remembers its results by their one argument, the latest few hundred. */
function remembered(f) {
  const known = new Map();
  return (argument) => {
    if (!known.has(argument)) {
      if (known.size > 400) known.clear();
      known.set(argument, f(argument));
    }
    return known.get(argument);
  };
}

/** Maths markup into an SVG <text>; only its words are written anew where its shape is as before. */
function svgMath(element, markup) {
  if (element.mmMarkup === markup) return;
  const before = element.mmMarkup === undefined ? null : runsOf(element.mmMarkup);
  const runs = runsOf(markup);
  element.mmMarkup = markup;
  const alike = (run, i) => run.face === before[i].face && run.position === before[i].position;
  if (before?.length === runs.length && runs.every(alike)) {
    runs.forEach(({ text }, i) => text !== before[i].text && (element.childNodes[i].firstChild.data = text));
    return;
  }
  element.textContent = "";
  let shift = 0;
  for (const { text, face, position } of runs) {
    const size = position ? 0.72 : 1;
    const want = position === "sub" ? 0.24 : position === "sup" ? -0.42 : 0;
    const span = svgElement("tspan", {}, element);
    if (face !== "up") span.setAttribute("class", face);
    if (position) span.setAttribute("font-size", ".72em");
    if (want !== shift) span.setAttribute("dy", ((want - shift) / size).toFixed(3) + "em");
    shift = want;
    // The halo of a letter would paint over the round of a ∂ right before it.
    if (element.textContent.endsWith("∂")) span.setAttribute("dx", ".13em");
    span.append(text);
  }
}

/** Estimated size in pixels of a label; on the generous side. */
function labelBox(markup, fontSize) {
  const width = runsOf(markup).reduce((sum, r) => {
    const em = r.face === "txt" ? 0.5 : r.face === "bf" ? 0.6 : 0.53;
    return sum + [...r.text].length * em * (r.position ? 0.72 : 1);
  }, 0);
  return { width: width * fontSize, height: fontSize * 1.2 };
}

const overlap = (a, b) =>
  Math.max(0, Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)) * Math.max(0, Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0));

const fontSizeOf = (classes) =>
  /\bbig\b/.test(classes) ? 18 : /\bsmall\b/.test(classes) ? 13 : /\btick\b/.test(classes) ? 12 : 15;

/**
 * Draws as if from scratch on every frame, but keeps its elements and writes only what changed.
 * @param {Element} layer
 * @returns {Pen}
 */
export function pen(layer) {
  const pool = [];
  let used = 0;
  let taken = [];
  const written = new WeakMap();

  function put(tag, classes, attributes, markup) {
    let element = pool[used];
    if (!element || element.tagName.toLowerCase() !== tag.toLowerCase()) {
      const fresh = svgElement(tag);
      if (element) element.replaceWith(fresh);
      else layer.append(fresh);
      pool[used] = element = fresh;
      written.set(element, {});
    }
    used++;
    const before = written.get(element);
    const now = { class: classes };
    for (const [name, value] of Object.entries(attributes))
      now[name] = typeof value === "number" ? value.toFixed(2) : value;
    for (const name in before) if (!(name in now)) element.removeAttribute(name);
    for (const name in now) if (before[name] !== now[name]) element.setAttribute(name, now[name]);
    written.set(element, now);
    if (markup !== undefined) svgMath(element, markup);
    return element;
  }

  /** @type {Pen} */
  const p = {
    W: 0,
    H: 0,
    put,
    begin(W, H) {
      [p.W, p.H, used, taken] = [W, H, 0, []];
    },
    end() {
      while (pool.length > used) pool.pop().remove();
    },
    line: (classes, x1, y1, x2, y2) => put("line", classes, { x1, y1, x2, y2 }),
    poly: (classes, points, attributes = {}) =>
      put("polyline", classes, { points: pixels(points), fill: "none", ...attributes }),
    area: (classes, points) => put("polygon", classes, { points: pixels(points) }),
    dot: (classes, cx, cy, r) => put("circle", classes, { cx, cy, r }),
    rect: (classes, x, y, width, height, rx = 0) => put("rect", classes, { x, y, width, height, rx }),
    path: (classes, d, attributes = {}) => put("path", classes, { d, fill: "none", ...attributes }),

    /** A label at a fixed place; its box is kept clear of labels that look for a place later. */
    text(classes, x, y, markup, anchor = "start") {
      const { width, height } = labelBox(markup, fontSizeOf(classes));
      const x0 = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
      taken.push({ x0, x1: x0 + width, y0: y - height * 0.8, y1: y + height * 0.25 });
      return put("text", classes, { x, y, "text-anchor": anchor }, markup);
    },

    /** Keep later labels away from this box, or from a segment. */
    avoid: (x, y, width, height) => taken.push({ x0: x, x1: x + width, y0: y, y1: y + height }),
    avoidLine(x1, y1, x2, y2) {
      const n = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / 8));
      for (let i = 0; i <= n; i++) {
        const [x, y] = [x1 + ((x2 - x1) * i) / n, y1 + ((y2 - y1) * i) / n];
        taken.push({ x0: x - 3, x1: x + 3, y0: y - 3, y1: y + 3 });
      }
    },

    /** A label beside a thing at (x, y), at the free place nearest to the preferred direction (radians, y upwards). */
    label(classes, x, y, markup, { towards = 0, gap = 12 } = {}) {
      const { width, height } = labelBox(markup, fontSizeOf(classes));
      let best = null;
      const [rx, ry] = [gap + 28 + width, gap + 28 + height]; // no candidate reaches further
      const near = taken.filter((t) => t.x1 > x - rx && t.x0 < x + rx && t.y1 > y - ry && t.y0 < y + ry);
      search: for (let ring = 0; ring < 3; ring++)
        for (let i = 0; i < 12; i++) {
          const turn = ((i % 2 ? 1 : -1) * Math.ceil(i / 2) * Math.PI) / 6;
          const least = 2 * Math.abs(turn) + 6 * ring; // cost of this place if it is free
          if (best?.cost <= least) {
            if (i === 0) break search; // later rings cost more still
            break;
          }
          const [ux, uy] = [Math.cos(towards + turn), -Math.sin(towards + turn)];
          const reach = gap + ring * 14;
          const cx = x + ux * (reach + width / 2);
          const cy = y + uy * (reach + height / 2);
          const box = { x0: cx - width / 2, x1: cx + width / 2, y0: cy - height / 2, y1: cy + height / 2 };
          const outside = width * height - overlap(box, { x0: 2, x1: p.W - 2, y0: 2, y1: p.H - 2 });
          let cost = 4 * outside + least;
          for (const t of near) if ((cost += overlap(box, t)) >= best?.cost) break;
          if (!best || cost < best.cost) best = { cost, box, cx, cy };
        }
      taken.push(best.box);
      return put("text", classes, { x: best.cx, y: best.cy + height * 0.3, "text-anchor": "middle" }, markup);
    },

    /** A label that lies along the segment a-b at the fraction t, on the side of the pixel direction (nx, ny). */
    along(classes, a, b, t, markup, [nx, ny]) {
      const [x, y] = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
      let turn = Math.atan2(b[1] - a[1], b[0] - a[0]);
      if (turn > Math.PI / 2) turn -= Math.PI;
      else if (turn <= -Math.PI / 2) turn += Math.PI;
      const below = -Math.sin(turn) * nx + Math.cos(turn) * ny > 0;
      const { width, height } = labelBox(markup, fontSizeOf(classes));
      const half = (Math.abs(Math.cos(turn)) * width + Math.abs(Math.sin(turn)) * height) / 2;
      const [cx, cy] = [x - Math.sin(turn) * (below ? 13 : -13), y + Math.cos(turn) * (below ? 13 : -13)];
      p.avoid(cx - half, cy - half, 2 * half, 2 * half);
      const transform = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${((turn * 180) / Math.PI).toFixed(2)}) translate(0 ${below ? 18 : -8})`;
      return put("text", classes, { transform, "text-anchor": "middle" }, markup);
    },

    arrow(kind, x1, y1, x2, y2, { extra = "", head = 10 } = {}) {
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (length < 2) return;
      const h = Math.min(head, length);
      const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
      const [bx, by, q] = [x2 - ux * h, y2 - uy * h, h * 0.42];
      p.line(`mark ${kind} ${extra}`, x1, y1, bx + ux, by + uy);
      p.area(`solid ${kind}`, [
        [x2, y2],
        [bx - uy * q, by + ux * q],
        [bx + uy * q, by - ux * q],
      ]);
    },
  };
  return p;
}

const pixels = (points) => points.map(([x, y]) => x.toFixed(2) + "," + y.toFixed(2)).join(" ");
