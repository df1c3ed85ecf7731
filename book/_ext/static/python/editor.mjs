// The editor of cells and code exercises: CodeMirror, bundled by the build, loaded at the first Edit.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/**
 * Put an editor into `host`. Tab indents; Escape and then Tab leaves it, as everywhere in CodeMirror.
 * @param {HTMLElement} host
 * @param {{value: string, label: string, onChange?: () => void, onRun?: () => void}} options
 * @returns {{get(): string, set(value: string): void, focus(): void, destroy(): void}}
 */
export function edit(host, { value, label, onChange, onRun }) {
  const run = () => {
    onRun?.();
    return Boolean(onRun);
  };
  // Keys that are typed here are text: "/" would open the search of the page.
  host.addEventListener("keydown", (event) => event.stopPropagation());
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: value,
      extensions: [
        keymap.of([{ key: "Shift-Enter", run }, { key: "Mod-Enter", run }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        highlightActiveLine(),
        syntaxHighlighting(classHighlighter),
        python(),
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.updateListener.of((update) => update.docChanged && onChange?.()),
      ],
    }),
  });
  return {
    get: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
