// A function to write, or to mend; Python judges it.
import { html } from "../../../figures/js/controls.js";
import { escapeText } from "../markup.js";
import { unfinished } from "../replies.js";

function codeArea(/** @type {Parts} */ { spec, text, python, why, saved, changed }) {
  const element = html("div", "mm-code");
  const label = `Code of exercise ${spec.id}`;
  if (!python) {
    const pre = html("pre", "", `<code>${escapeText(spec.starter)}</code>`);
    pre.tabIndex = 0;
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", label);
    const how = `In JupyterLab, \`exercise("${spec.id}")\` shows this card with an editor; in any Python, \`check("${spec.id}", ${spec.function})\` judges your function.`;
    element.append(pre, text("p", "mm-how", `${why} ${how}`.trim()));
    return { element, value: () => null, clear() {} };
  }
  const area = html("textarea");
  area.spellcheck = false;
  area.rows = Math.max(8, spec.starter.split("\n").length + 2);
  area.setAttribute("autocapitalize", "off");
  area.setAttribute("aria-label", label);
  area.value = typeof saved === "string" ? saved : spec.starter;
  area.addEventListener("input", changed);
  element.append(area);
  let editor = { get: () => area.value, set: (value) => (area.value = value) };
  function improve(better) {
    if (better.get() !== area.value) better.set(area.value); // typed while the editor was on its way
    editor = better;
    const inside = area === document.activeElement;
    area.remove();
    if (inside) better.focus();
  }
  // An editor is a large script: only who begins to write loads it. Without one the text area stays.
  const load = () =>
    python
      .editor(element, { value: area.value, label, onChange: changed })
      .then(improve)
      .catch((error) => {
        element.append(
          html("p", "mm-how", escapeText(`The editor could not be loaded: this is a plain field. (${error.message})`)),
        );
        reportError(error);
      });
  if (python.editor) area.addEventListener("focus", load, { once: true });
  return {
    element,
    value: () => editor.get(),
    judge: () =>
      python
        .judge(spec.id, editor.get())
        .catch((error) => unfinished("Python did not answer", String(error?.message ?? error))),
    stop: python.stop && (() => python.stop(spec.id)),
    clear: () => editor.set(spec.starter),
  };
}

export const code = { area: codeArea };
