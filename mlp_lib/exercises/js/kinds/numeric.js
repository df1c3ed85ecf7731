// A number, vector or matrix.
import { arrayOf, close } from "../arrays.js";
import { understood, withoutThousands } from "../reading.js";
import { notYet, right, slip } from "../replies.js";
import { recognise } from "../slips.js";
import { typedArea } from "../typed.js";

/**
 * @param {{answer, decimals: number, examples: number|null, mistakes: Array<{answer, name, says}>}} spec
 * @param {string} typed
 */
function judgeNumeric(spec, typed) {
  const { decimals, examples } = spec;
  const wanted = arrayOf(spec.answer);
  const meant = withoutThousands(typed);
  if (meant && close(meant, wanted, decimals)) return slip("thousands");
  const { given, refused } = understood(typed, wanted.shape.length > 0);
  if (refused) return refused;
  if (close(given, wanted, decimals)) return right();
  for (const { answer, name, says } of spec.mistakes)
    if (close(given, arrayOf(answer), decimals)) return notYet(name, says);
  return recognise({ given, wanted, decimals, examples });
}

export const numeric = {
  judge: judgeNumeric,
  area: (parts) =>
    typedArea(parts, (typed) => judgeNumeric(parts.spec, typed), arrayOf(parts.spec.answer).shape.length > 0),
};
