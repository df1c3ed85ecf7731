// The plane of two inputs, cut by the ReLUs of a network into convex parts.
import { clipPositive } from "./maths.js";
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

/**
 * Parts of a convex polygon in which the same hidden ReLUs are on; the last layer counts as output.
 * @returns {Array<{corners: number[][], centre: number[], on: boolean[]}>} on: layer by layer, unit by unit
 */
export function reluRegions(layers, polygon) {
  const hidden = layers.slice(0, -1);
  // z of unit k in layer l, as the affine function that it is where the units before are on or off as in `on`
  const z = (x, l, k, on) => {
    let a = x;
    for (let i = 0, first = 0; i < l; first += hidden[i++].b.length) a = affine(a, hidden[i]).map((value, j) => (on[first + j] ? value : 0));
    return affine(a, hidden[l])[k];
  };
  let found = [{ corners: polygon, on: [] }];
  hidden.forEach(({ b }, l) =>
    b.forEach((_, k) => {
      found = found.flatMap(({ corners, on }) =>
        [1, -1].flatMap((sign) => {
          const part = clipPositive(corners, (x) => sign * z(x, l, k, on));
          return part.length < 3 ? [] : [{ corners: part, on: [...on, sign > 0] }];
        }),
      );
    }),
  );
  return found.map((part) => ({ ...part, centre: centroid(part.corners) }));
}
