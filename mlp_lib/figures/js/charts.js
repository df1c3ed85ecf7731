// What charts of training runs and of data need besides axes: counts of values, and numbers as colours.

/** Counts of values in n bars of one width from..to, as NumPy counts them: [from, to, count] each. */
export function histogram(values, [from, to], n) {
  const edge = (i) => from + ((to - from) * i) / n;
  const bars = Array.from({ length: n }, (_, i) => [edge(i), edge(i + 1), 0]);
  for (const value of values)
    if (value >= from && value <= to) bars[Math.min(n - 1, Math.floor(((value - from) / (to - from)) * n))][2]++;
  return bars;
}

/**
 * Numbers as coloured cells, such as an image or a matrix: the first row on top, the larger a number the stronger its colour.
 * One element for each strength, so many cells cost little.
 * @param {Pen} p
 * @param {number[]} box  left, top, width and height in pixels
 * @param {number[][]} rows
 * @param {{kinds?: string[], most?: number, levels?: number}} look  kinds of positive and of negative numbers; what gets full
 *   colour; how many strengths there are
 */
export function heat(p, box, rows, look = {}) {
  const { kinds = ["k-plain", "k-delta"], most = Math.max(...rows.flat().map(Math.abs)), levels = 12 } = look;
  const [left, top, width, height] = box;
  const [w, h] = [width / rows[0].length, height / rows.length];
  const paths = kinds.map(() => Array(levels).fill(""));
  rows.forEach((row, i) =>
    row.forEach((value, j) => {
      const level = Math.min(levels, Math.round((levels * Math.abs(value)) / most));
      if (level)
        paths[value < 0 ? 1 : 0][level - 1] +=
          `M${(left + j * w).toFixed(1)} ${(top + i * h).toFixed(1)}h${w.toFixed(1)}v${h.toFixed(1)}h${(-w).toFixed(1)}z`;
    }),
  );
  kinds.forEach((kind, k) =>
    paths[k].forEach((d, i) =>
      p.put("path", `solid ${kind}`, { d, opacity: (i + 1) / levels, "shape-rendering": "crispEdges" }),
    ),
  );
}
