// Graphs of values and edges: the paths through one, and how its nodes and edges are drawn.

/** All paths from node `from` to node `to` along edges [a, b] without a cycle; each path is a list of edge indices. */
export function pathsThrough(edges, from, to) {
  if (from === to) return [[]];
  return edges.flatMap(([a, b], i) => (a === from ? pathsThrough(edges, b, to).map((rest) => [i, ...rest]) : []));
}

/** An arrow from the rim of one round node to that of another, in pixels; classes such as "k-delta" or "k-plain thin". */
export function drawEdge(p, [x1, y1], [x2, y2], r, kind, extra = "") {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const gap = r + 4;
  const ends = [x1 + ux * gap, y1 + uy * gap, x2 - ux * gap, y2 - uy * gap];
  p.arrow(kind, ...ends, { extra, head: 10 });
  p.avoidLine(...ends);
}

/** A round node with its name in it. */
export function drawNode(p, [x, y], r, kind, name) {
  p.put("circle", `mark thin ${kind}`, { cx: x, cy: y, r });
  p.put("text", `lab big bare ${kind}`, { x, y: y + 6, "text-anchor": "middle" }, name);
  p.avoid(x - r - 3, y - r - 3, 2 * r + 6, 2 * r + 6);
}
