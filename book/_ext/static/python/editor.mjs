// The editor of cells and code exercises: CodeMirror, bundled by the build, loaded at the first Edit.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

const CONTROL = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? "⌘" : "Ctrl+";
const KEYS = `Tab moves on. Enter keeps the indentation; ${CONTROL}] indents more, ${CONTROL}[ less.`;
let made = 0;

/**
 * Put an editor into `host`, and under it which keys do what. Tab leaves it, so that nobody is held in it.
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
  const keys = document.createElement("p");
  keys.className = "mm-editor-keys";
  keys.id = `editor-keys-${++made}`;
  keys.textContent = KEYS;
  const view = new EditorView({
    parent: host,
    state: EditorState.create({
      doc: value,
      extensions: [
        keymap.of([{ key: "Shift-Enter", run }, { key: "Mod-Enter", run }, ...defaultKeymap, ...historyKeymap]),
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        highlightActiveLine(),
        syntaxHighlighting(classHighlighter),
        python(),
        EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": keys.id }),
        EditorView.updateListener.of((update) => update.docChanged && onChange?.()),
      ],
    }),
  });
  host.append(keys);
  // Lines out of sight are not in the page: on paper the whole text takes the editor's place (page.js takes it away).
  const onPaper = () => {
    const text = document.createElement("pre");
    text.className = "mm-paper";
    text.textContent = view.state.doc.toString();
    view.dom.after(text);
  };
  addEventListener("beforeprint", onPaper);
  return {
    get: () => view.state.doc.toString(),
    set: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    destroy: () => {
      removeEventListener("beforeprint", onPaper);
      keys.remove();
      view.destroy();
    },
  };
}
