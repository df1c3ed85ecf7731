// A field for numbers, and beside it what is understood of them.
import { html } from "../../figures/js/controls.js";
import { nameAfter } from "./markup.js";
import { readAnswer } from "./reading.js";

const numberInWords = (v) => String(Number(v.toPrecision(6))).replace("-", "−");

/** What was understood, in brackets: (0.2, −1, 1.2); of a matrix a row in each line. */
function readBack({ shape, data }) {
  const list = (values) => `(${values.map(numberInWords).join(", ")})`;
  if (!shape.length) return numberInWords(data[0]);
  if (shape.length === 1) return list(data);
  const row = (i) => data.slice(i * shape[1], (i + 1) * shape[1]);
  return Array.from({ length: shape[0] }, (_, i) => list(row(i))).join("\n");
}

/**
 * @param {Parts} parts
 * @param {(typed: string) => Verdict} judge
 * @param {boolean} vector whether several numbers are expected
 * @returns {Area}
 */
export function typedArea({ spec, uid, write, saved, changed }, judge, vector) {
  const element = html("div", "mm-answer");
  const id = `answer-${uid}`;
  const label = write(html("label", "mm-lhs"), spec.lhs);
  label.htmlFor = id;
  const input = html("input");
  Object.assign(input, { id, type: "text", autocomplete: "off", spellcheck: false });
  input.value = typeof saved === "string" ? saved : "";
  input.setAttribute("autocapitalize", "off");
  input.setAttribute("aria-describedby", `${id}-read`);
  nameAfter(input, label);
  const back = html("span", "mm-read-back");
  back.id = `${id}-read`;
  const wanted = spec.decimals === undefined ? "" : `to ${spec.decimals} decimals or exactly`;
  function echo() {
    let shown = "";
    try {
      if (input.value.trim()) shown = `read as ${readBack(readAnswer(input.value, vector))}`;
    } catch {
      // Half of an answer cannot be read yet; Check says so when it is asked.
    }
    back.textContent = shown || wanted;
  }
  // A matrix copied from elsewhere comes in several lines, which a field of one line would join.
  input.addEventListener("paste", (event) => {
    const lines =
      event.clipboardData
        ?.getData("text")
        .trim()
        .split(/[\r\n]+/) ?? [];
    if (lines.length < 2) return;
    event.preventDefault();
    input.setRangeText(lines.join("; "), input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new Event("input"));
  });
  input.addEventListener("input", () => {
    echo();
    input.removeAttribute("aria-invalid");
    changed();
  });
  element.append(label, input, back);
  echo();
  return {
    element,
    value: () => input.value,
    judge: () => judge(input.value),
    mark: (verdict) => input.setAttribute("aria-invalid", String(!verdict.right)),
    clear() {
      input.value = "";
      input.removeAttribute("aria-invalid");
      echo();
    },
  };
}
