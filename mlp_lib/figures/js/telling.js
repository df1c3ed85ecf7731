// What a figure says of its state: the formula with its numbers and a sentence, and both in words for screen readers.
import { html } from "./controls.js";
import { spoken, words } from "./numbers.js";
import { equation } from "./readout.js";

const AT_REST = 600; // milliseconds without a change after which the new state is told to screen readers

/**
 * @param {Definition} definition
 * @param {() => State} state
 * @param {Limits} limits
 * @param {string} chapter its number, for the colours of its symbols
 * @returns {{say: HTMLElement, read: HTMLElement, inWords: HTMLElement, live: HTMLElement,
 *   update(s: State, v: Values): void, tellSoon(): void, stop(): void}}
 */
export function telling({ readout, values, say: sentence }, state, limits, chapter) {
  const say = html("p", "mm-say");
  const live = html("span", "mm-sr");
  live.setAttribute("role", "status");
  const equations = (typeof readout === "function" ? readout(limits) : readout).map((groups) =>
    equation(groups, chapter),
  );
  const read = html("div", "mm-read");
  read.append(...equations.map((e) => e.element));
  // The same in words, as the columns of the readout make no sense when they are read out one after another.
  const inWords = html("div", "mm-sr");
  inWords.setAttribute("role", "status");
  inWords.setAttribute("aria-atomic", "false");
  inWords.append(...equations.map(() => html("p")));
  let lastSaid = null;
  let timer;

  /** Tell screen readers what the state has come to. */
  function tell() {
    const s = state();
    const v = values(s);
    const told = [...equations.map((e) => e.inWords(s, v)), spoken(sentence(s, v, limits))];
    [...inWords.children, live].forEach(
      (element, i) => element.textContent !== told[i] && (element.textContent = told[i]),
    );
  }
  return {
    say,
    read,
    inWords,
    live,
    update(s, v) {
      for (const e of equations) e.update(s, v);
      const said = sentence(s, v, limits);
      if (said !== lastSaid) say.innerHTML = words(said);
      if (lastSaid === null) equations.forEach((e, i) => (inWords.children[i].textContent = e.inWords(s, v)));
      lastSaid = said;
    },
    tellSoon() {
      clearTimeout(timer);
      timer = setTimeout(tell, AT_REST);
    },
    stop: () => clearTimeout(timer),
  };
}
