// What was typed becomes numbers, or a sentence that says why not: the twin of reading.py.
import { arrayOf } from "./arrays.js";
import { counted, said, verdict } from "./replies.js";

const NUMBER = "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?";
const ENTRY = new RegExp(`^(${NUMBER})(?:/(${NUMBER}))?(%?)$`);
/** What may stand for something else: a copied array, 2·10^-3, a sign and a gap, 5 %. */
const SPELLINGS = [
  [/^[=≈~][ \t]*|(?:np\.)?(?:array|float64)(?=\()/g, ""],
  [/[ \t]*[*x·×][ \t]*10[ \t]*(?:\^|\*\*)[ \t]*(?:\(([+-]?[0-9]{1,3})\)|([+-]?[0-9]{1,3}))/g, "e$1$2"],
  [/(^|[,;([{\n])([ \t]*[+-])[ \t]+(?=[0-9.])/g, "$1$2"],
  [/[ \t]+%/g, "%"],
];
const THOUSANDS = /^([+-]?[0-9]{1,3}([ ,.'’_])[0-9]{3}(?:\2[0-9]{3})*)([.,][0-9]*)?$/;
const LONGEST = 2000;

/** Read what was typed; throws an Error with a sentence for the learner. */
export function readAnswer(typed, vector = false) {
  const how = said(vector ? "write_several" : "write_one");
  const { length } = [...typed];
  if (length > LONGEST) throw new Error(said("too_long", { count: length, how }));
  let text = typed.replace(/[\u2010-\u2014\u2212\ufe63\uff0d]/g, "-").replace(/[\r\f\v\u00a0\u2009\u202f]/g, " ");
  text = text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
  for (const [spelling, replacement] of SPELLINGS) text = text.replace(spelling, replacement);
  if (!vector && /^[+-]?[0-9]+,[0-9]+$/.test(text)) text = text.replace(",", ".");
  text = text.replace(/[\])}][ \t\n]*,?[ \t\n]*[[({]/g, ";").replace(/[[\](){}]/g, " ");
  const rows = text.split(/[;\n]/).filter((row) => /[^ \t]/.test(row));
  const values = rows.map((row) =>
    row
      .replace(/[ \t]*\/[ \t]*/g, "/")
      .replace(/^[ \t,]+|[ \t,]+$/g, "")
      .split(/[ \t,]+/)
      .map((entry) => readEntry(entry, how)),
  );
  if (!values.length) throw new Error(how);
  const odd = values.findIndex((row) => row.length !== values[0].length);
  if (odd > 0) {
    const numbers = counted(values[odd].length, "number");
    throw new Error(said("uneven", { row: odd + 1, numbers, first: values[0].length }));
  }
  if (values.length === 1) return values[0].length === 1 ? arrayOf(values[0][0]) : arrayOf(values[0]);
  return arrayOf(values);
}

function readEntry(entry, how) {
  const match = ENTRY.exec(entry);
  const value = match ? Number(match[1]) / Number(match[2] ?? 1) / (match[3] ? 100 : 1) : NaN;
  if (!Number.isFinite(value)) {
    const letters = [...entry];
    const shown = letters.length <= 20 ? entry : letters.slice(0, 20).join("") + "...";
    throw new Error(said("unreadable", { entry: shown, how }));
  }
  return value;
}

/** The number meant by 6,084 or 6 084.5, if there are such marks between thousands, else null. */
export function withoutThousands(typed) {
  const match = THOUSANDS.exec(typed.replace(/^ +| +$/g, ""));
  return match && arrayOf(Number(match[1].replace(/[^0-9+-]/g, "") + (match[3] ?? "").replace(",", ".")));
}

/** What was typed as `{ given }`, an array, or as `{ refused }`, the verdict that it is none. */
export function understood(typed, vector) {
  try {
    return { given: readAnswer(typed, vector) };
  } catch (error) {
    return { refused: verdict(false, said("no_number"), error.message) };
  }
}
