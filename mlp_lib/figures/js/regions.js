// The plane of two inputs, cut by the ReLUs of a network into convex parts.
import { clipPositive, crossings } from "./maths.js";
import { affine } from "./network.js";

/** Centre of gravity of a convex polygon, triangle by triangle. */
export function centroid(corners) {
  const [[x0, y0]] = corners;
  const sums = [0, 0, 0];
  for (let i = 1; i < corners.length - 1; i++) {
    const [[x1, y1], [x2, y2]] = [corners[i], corners[i + 1]];
    const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    [x0 + x1 + x2, y0 + y1 + y2, 3].forEach((part, j) => (sums[j] += area * part));
  }
  return [sums[0] / sums[2], sums[1] / sums[2]];
}

/** A convex polygon cut along f = 0: {on, corners} for each part that has an area. */
function cut(corners, f) {
  const values = corners.map(f);
  if (!values.some((z) => z > 1e-9)) return [{ on: false, corners }];
  if (!values.some((z) => z < -1e-9)) return [{ on: true, corners }];
  return [1, -1].map((sign) => ({ on: sign > 0, corners: clipPositive(corners, (x) => sign * f(x)) }));
}

/** z of layer l, as the affine function of x that it is where the hidden units before are on or off as in `on`. */
export function zWhere(layers, l, on) {
  return (x) => {
    let a = x;
    for (let i = 0, first = 0; i < l; first += layers[i++].b.length)
      a = affine(a, layers[i]).map((z, j) => (on[first + j] ? z : 0));
    return affine(a, layers[l]);
  };
}

/**
 * Parts of a convex polygon in which the same hidden ReLUs are on, and the folds between them; the last layer counts as output.
 * @returns {{regions: Array<{corners: number[][], centre: number[], on: boolean[]}>, folds: number[][][][]}} on: layer by layer,
 *   unit by unit; folds: for each unit in this order the straight segments [point, point] along which its z is 0
 */
export function reluRegions(layers, polygon) {
  const folds = [];
  let parts = [{ corners: polygon, on: [] }];
  layers.slice(0, -1).forEach(({ b }, l) => {
    const before = parts; // in each of these the layer is affine
    b.forEach((_, k) => {
      const z = (on) => (x) => zWhere(layers, l, on)(x)[k];
      const folded = before.filter(({ corners, on }) => cut(corners, z(on)).length > 1);
      folds.push(folded.map(({ corners, on }) => crossings(corners, z(on))).filter((ends) => ends.length > 1));
      parts = parts.flatMap(({ corners, on }) =>
        cut(corners, z(on)).map((part) => ({ corners: part.corners, on: [...on, part.on] })),
      );
    });
  });
  return { regions: parts.map((part) => ({ ...part, centre: centroid(part.corners) })), folds };
}
