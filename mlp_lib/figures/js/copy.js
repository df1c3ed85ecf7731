// Text for the clipboard, also where the browser keeps its clipboard from the page.
import { html } from "./controls.js";

/**
 * Copy a text.
 *
 * `navigator.clipboard` is missing on a page that came over plain http from another machine, and it refuses where the
 * reader or a frame forbids it; the older command works there in most browsers.
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard now
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

function copySelection(text) {
  const focused = /** @type {?HTMLElement} */ (document.activeElement);
  const area = html("textarea", "mm-sr");
  area.value = text;
  area.readOnly = true;
  area.style.whiteSpace = "pre"; // what is hidden is set in one line otherwise, and its spaces are copied as one
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    focused?.focus({ preventScroll: true });
  }
}
