// The row under a figure: reset, the same in Python, a link to the state.
import { button, html } from "./controls.js";
import { copyText } from "./copy.js";

const SEEN = 2400; // milliseconds that a message stays

/**
 * @param {string} id of the figure's element
 * @param {{reset(): void, link: (() => string)|null, opened(): void}} figure  `link` sets the address and gives it;
 *   `opened` is called when the panel with the Python code opens or closes
 * @returns {{element: HTMLElement, update(python: () => string): void}}
 */
export function toolRow(id, { reset, link, opened }) {
  const bar = html("div", "mm-bar mm-tools");
  const done = html("span", "mm-done");
  done.setAttribute("role", "status");
  let timer;
  const tell = (text) => {
    done.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (done.textContent = ""), SEEN);
  };

  const panel = html("div", "mm-panel");
  panel.hidden = true;
  panel.id = `${id}-python`;
  const code = html("code");
  const pre = html("pre");
  pre.tabIndex = 0;
  pre.setAttribute("role", "group");
  pre.setAttribute("aria-label", "Python that computes the numbers on show");
  pre.append(code);
  const copy = async () => {
    if (await copyText(code.textContent)) return tell("Python copied");
    getSelection().selectAllChildren(code);
    tell("Selected: copy it from here");
  };
  const copyButton = button("Copy", { icon: "copy", onClick: copy });
  copyButton.setAttribute("aria-label", "Copy the Python");
  panel.append(pre, copyButton);
  const toggle = button("In Python", { icon: "code", className: "quiet" });
  toggle.setAttribute("aria-expanded", "false");
  toggle.setAttribute("aria-controls", panel.id);
  toggle.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    toggle.setAttribute("aria-expanded", String(!panel.hidden));
    opened();
  });

  // Where nothing can be copied for the reader, the link stands here to be copied by hand.
  const field = html("input", "mm-link");
  field.type = "text";
  field.readOnly = true;
  field.hidden = true;
  field.setAttribute("aria-label", "Link to this state, to be copied from here");
  const show = async () => {
    const address = link();
    field.hidden = await copyText(address);
    if (field.hidden) return tell("Link copied");
    field.value = address;
    field.focus();
    field.select();
    tell("Selected: copy it from here");
  };

  const onReset = () => {
    reset();
    field.hidden = true;
    tell("Back to the start");
  };
  bar.append(button("Reset", { icon: "reset", className: "quiet", onClick: onReset }), toggle);
  if (link) bar.append(button("Link to this state", { icon: "link", className: "quiet", onClick: show }));
  bar.append(done);
  const element = html("div", "mm-foot");
  element.append(bar, field, panel);
  return {
    element,
    update(python) {
      if (!panel.hidden) code.textContent = python();
    },
  };
}
