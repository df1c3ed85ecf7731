// Graphs of values and edges: the paths through one, and how its nodes and edges are drawn.

/** All paths from node `from` to node `to` along edges [a, b] without a cycle; each path is a list of edge indices. */
export function pathsThrough(edges, from, to) {
  if (from === to) return [[]];
  return edges.flatMap(([a, b], i) => (a === from ? pathsThrough(edges, b, to).map((rest) => [i, ...rest]) : []));
}

/** An arrow from the rim of one round node to that of another, in pixels; classes such as "k-delta" or "k-plain thin". */
export function drawEdge(/** @type {Pen} */ p, [x1, y1], [x2, y2], r, kind, extra = "") {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const gap = r + 4;
  /** @type {[number, number, number, number]} */
  const ends = [x1 + ux * gap, y1 + uy * gap, x2 - ux * gap, y2 - uy * gap];
  p.arrow(kind, ...ends, { extra, head: 10 });
  p.avoidLine(...ends);
}

/** A round node with its name in it. */
export function drawNode(/** @type {Pen} */ p, [x, y], r, kind, name) {
  p.put("circle", `mark thin ${kind}`, { cx: x, cy: y, r });
  p.put("text", `lab big bare ${kind}`, { x, y: y + 6, "text-anchor": "middle" }, name);
  p.avoid(x - r - 3, y - r - 3, 2 * r + 6, 2 * r + 6);
}

/** The line of a weight from the rim of one unit to that of another: thick where it is large, dashed where negative. */
export function drawWeight(/** @type {Pen} */ p, [x1, y1], [x2, y2], r, w, { kind = "k-weight", extra = "" } = {}) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [((x2 - x1) / length) * (r + 2), ((y2 - y1) / length) * (r + 2)];
  const ends = { x1: x1 + ux, y1: y1 + uy, x2: x2 - ux, y2: y2 - uy };
  const style = `stroke-width:${(1 + 2.4 * Math.min(2, Math.abs(w))).toFixed(2)}px`;
  p.put("line", `mark ${kind} ${w < 0 ? "dash" : ""} ${extra}`, { ...ends, style });
  p.avoidLine(ends.x1, ends.y1, ends.x2, ends.y2);
}

/** Centre of a weight's number of about this width: outside of a level line, above or below the start of a sloping one. */
export function weightPlace([x1, y1], [x2, y2], r, { t = 0.3, outside = 1, width = 26 } = {}) {
  if (y1 === y2) return [(x1 + x2) / 2, y1 + 13 * outside];
  const length = Math.hypot(x2 - x1, y2 - y1);
  const at = r / length + t * (1 - (2 * r) / length);
  const [nx, ny] = [Math.abs(y2 - y1) / length, (-Math.sign(y2 - y1) * (x2 - x1)) / length];
  const reach = (nx * width) / 2 + 7 * Math.abs(ny) + 3;
  return [x1 + at * (x2 - x1) + reach * nx, y1 + at * (y2 - y1) + reach * ny];
}

/**
 * A unit with one number, or with two: what comes in above the line, what goes out below it. Grey where it is off.
 * @param {Pen} p @param {Place} centre @param {number} r
 * @param {{kind: string, top: string, bottom?: string, bottomKind?: string, off?: boolean, extra?: string}} look
 */
export function drawUnit(p, [x, y], r, { kind, top, bottom, bottomKind = kind, off = false, extra = "" }) {
  const colour = off ? "k-plain" : kind;
  p.dot(`soft ${colour}`, x, y, r);
  p.dot(`mark ${colour} ${off ? "dash thin" : extra || "thin"}`, x, y, r);
  p.avoid(x - r - 2, y - r - 2, 2 * r + 4, 2 * r + 4);
  const small = r < 26 ? "small" : "";
  const write = (dy, markup, of) =>
    p.put("text", `lab bare ${small} ${of}`, { x, y: y + dy, "text-anchor": "middle" }, markup);
  if (bottom === undefined) return write(5, top, colour);
  p.line("axis", x - r * 0.72, y, x + r * 0.72, y);
  write(-5, top, off ? "quiet" : kind);
  write(small ? 14 : 17, bottom, off ? "quiet" : bottomKind);
}
