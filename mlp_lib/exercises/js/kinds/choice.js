// One of several answers; each has its own reply.
import { html } from "../../../figures/js/controls.js";
import { nameAfter } from "../markup.js";
import { notYet, right, said, unfinished, verdict } from "../replies.js";

/** @param {Array<{right: boolean, says: string}>} options @param {number} number counted from 1 */
export function chosen(options, number) {
  const option = options[number - 1];
  if (!option) return verdict(false, said("no_option"), said("choose", { count: options.length }));
  return option.right ? right(option.says) : notYet("", option.says);
}

/**
 * A group of radio rows; numbers are counted from 1.
 * @param {{name: string, label: string, options: Array<{text: string}>, text: Function, onPick: (chosen: number) => void, picked?: number}} parts
 */
export function radioRows({ name, label, options, text, onPick, picked }) {
  const element = html("div", "mm-opts");
  element.setAttribute("role", "radiogroup");
  element.setAttribute("aria-labelledby", label);
  const inputs = options.map((option, i) => {
    const row = html("label", "mm-opt");
    const input = html("input");
    Object.assign(input, { type: "radio", name, value: i + 1 });
    input.checked = picked === i + 1;
    input.addEventListener("change", () => onPick(i + 1));
    const words = text("span", "", option.text);
    nameAfter(input, words);
    row.append(input, words);
    element.append(row);
    return input;
  });
  return { element, inputs, picked: () => Number(inputs.find((input) => input.checked)?.value ?? 0) };
}

function choiceArea(/** @type {Parts} */ { spec, uid, text, saved, changed }) {
  const rows = radioRows({
    name: `choice-${uid}`,
    label: `${uid}-prompt`,
    options: spec.options,
    text,
    onPick: changed,
    picked: saved,
  });
  return {
    element: rows.element,
    quiet: true,
    value: rows.picked,
    judge: () =>
      rows.picked()
        ? chosen(spec.options, rows.picked())
        : unfinished("Nothing chosen yet", "Choose one of the answers first."),
    clear: () => rows.inputs.forEach((input) => (input.checked = false)),
  };
}

export const choice = { judge: (spec, number) => chosen(spec.options, number), area: choiceArea };
