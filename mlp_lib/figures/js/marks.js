// Marks that many pictures need: dots by the dozen, and what lies beyond the frame.

/** Many small circles as one element: a frame that moves them all writes one attribute. */
export function dots(/** @type {Pen} */ p, classes, points, r) {
  const circle = ([x, y]) => `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  p.put("path", classes, { d: points.map(circle).join("") });
}

/** A triangle at the frame's edge that points to what lies beyond: angle in radians, 0 to the right, y upwards. */
export function beyond(p, x, y, angle, kind) {
  const [ux, uy] = [Math.cos(angle), -Math.sin(angle)];
  p.area(`solid ${kind}`, [
    [x + 6 * ux, y + 6 * uy],
    [x - 5 * ux - 5.5 * uy, y - 5 * uy + 5.5 * ux],
    [x - 5 * ux + 5.5 * uy, y - 5 * uy - 5.5 * ux],
  ]);
  p.avoid(x - 8, y - 8, 16, 16);
}
