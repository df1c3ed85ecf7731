// Numbers that meet all of several conditions; many answers are right.
import { arrayOf, close, expectedShape } from "../arrays.js";
import { understood } from "../reading.js";
import { notYet, parting, right, slip } from "../replies.js";
import { typedArea } from "../typed.js";

const EXPLORE_DECIMALS = 9; // a mistake is recognised when it agrees so far
/** What a sum of a few terms may lose to rounding, relative to their sizes: 0.1 + 0.2 - 0.3 is 0. */
const NOISE = 1e-12;

function holds({ weights, constant, strict }, numbers) {
  const terms = [constant, ...weights.map((w, i) => w * numbers[i])];
  const value = terms.reduce((sum, term) => sum + term, 0);
  const rounding = NOISE * terms.reduce((sum, term) => sum + Math.abs(term), 0);
  return strict ? value > rounding : value >= -rounding;
}

/** @param {{entries: string[], conditions: Array, mistakes: Array<{answer, name, says}>}} spec @param {string} typed */
function judgeExplore(spec, typed) {
  const count = spec.entries.length;
  const { given, refused } = understood(typed, count > 1);
  if (refused) return refused;
  if (given.data.length !== count || given.shape.length > 1) {
    const how = given.data.length >= count ? parting(1) : "";
    return slip("shape", { expected: expectedShape({ shape: [count] }, given) + how });
  }
  const numbers = arrayOf(given.data);
  for (const { answer, name, says } of spec.mistakes)
    if (close(numbers, arrayOf([answer].flat()), EXPLORE_DECIMALS)) return notYet(name, says);
  const failed = spec.conditions.find((condition) => !holds(condition, numbers.data));
  return failed ? notYet("", failed.says) : right();
}

export const explore = {
  judge: judgeExplore,
  area: (parts) => typedArea(parts, (typed) => judgeExplore(parts.spec, typed), parts.spec.entries.length > 1),
};
