// Buttons, slider rows, choices and the step bar of a figure: native elements, real labels.
import { htmlMath, kindOf, num } from "./numbers.js";

export const ICON = {
  reset: '<path d="M3.2 8a4.8 4.8 0 1 0 1.6-3.6L3 6"/><path d="M3 2.6V6h3.4"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 3.5v-1h-8v8h1"/>',
  code: '<path d="M5.5 4 2 8l3.5 4M10.5 4 14 8l-3.5 4"/>',
  link: '<path d="M6.5 9.5l3-3M7 4.8l1.4-1.4a2.6 2.6 0 0 1 3.7 3.7L10.7 8.5M9 11.2l-1.4 1.4a2.6 2.6 0 0 1-3.7-3.7L5.3 7.5"/>',
  first: '<path d="M3.5 3.5v9"/><path class="solid" d="M12.5 3.5v9L5.5 8z"/>',
  back: '<path class="solid" d="M11.5 3.5v9L4.5 8z"/>',
  next: '<path class="solid" d="M4.5 3.5v9l7-4.5z"/>',
  play: '<path class="solid" d="M4.5 3.5v9l7-4.5z"/><path d="M13.4 3.5v9"/>',
  pause: '<path class="solid" d="M4 3.5h3v9H4zM9 3.5h3v9H9z"/>',
};

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {string} [content]  HTML
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export const html = (tag, className = "", content = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (content) element.innerHTML = content;
  if (tag === "pre") element.setAttribute("translate", "no");
  return element;
};

const face = (label, icon) =>
  (icon ? `<svg viewBox="0 0 16 16" aria-hidden="true">${ICON[icon]}</svg>` : "") + `<span>${label}</span>`;

/**
 * @param {string} label
 * @param {{icon?: Icon, className?: string, onClick?: (event: MouseEvent) => void}} [options]
 */
export function button(label, { icon, className = "", onClick } = {}) {
  const element = html("button", `mm-btn ${className}`, face(label, icon));
  element.type = "button";
  if (onClick) element.addEventListener("click", onClick);
  return element;
}

/**
 * One slider: symbol, native range input, number. The range counts whole steps, so that every position is exact.
 * @param {Control & {get(): number, set(value: number): void, regimes?: Regime[]}} options
 * @returns {{element: HTMLElement, update(regime?: string): void}}
 */
export function sliderRow({ symbol, label, chapter, min, max, step, digits, get, set, regimes = [] }) {
  const count = Math.round((max - min) / step);
  const valueAt = (index) => Number((min + index * step).toPrecision(12));
  const indexOf = (value) => Math.max(0, Math.min(count, (value - min) / step));

  const row = html("label", `mm-slider k-${kindOf(symbol, chapter)}`);
  const input = html("input");
  Object.assign(input, { type: "range", min: 0, max: count, step: 1 });
  input.setAttribute("aria-label", label);
  const number = html("span", "num");
  number.setAttribute("translate", "no");
  row.append(html("span", "sym", htmlMath(symbol)), input, number);
  steady(input, () => set(valueAt(Number(input.value))));

  const strip = html("span", "under");
  const names = regimes.map(({ to = max, key, text }, i) => {
    const from = i ? regimes[i - 1].to : min;
    const name = html("span", "", text);
    name.dataset.regime = key;
    name.style.left = `${(100 * (from - min)) / (max - min)}%`;
    name.style.width = `${(100 * (to - from)) / (max - min)}%`;
    strip.append(name);
    return name;
  });
  if (regimes.length) {
    strip.setAttribute("aria-hidden", "true");
    row.append(strip);
  }

  let shown = null;
  return {
    element: row,
    update(regime) {
      for (const name of names) name.classList.toggle("on", name.dataset.regime === regime);
      const value = get();
      if (value === shown) return;
      shown = value;
      const index = indexOf(value);
      const zero = min < 0 ? Math.min(1, -min / (max - min)) : 0;
      const here = count ? index / count : 0;
      if (Number(input.value) !== Math.round(index)) input.value = String(Math.round(index));
      input.style.setProperty("--lo", Math.min(zero, here).toFixed(4));
      input.style.setProperty("--hi", Math.max(zero, here).toFixed(4));
      const text = num(value, digits);
      number.textContent = text;
      input.setAttribute("aria-valuetext", text);
    },
  };
}

const CLEAR = 8; // pixels after which a finger's direction is clear

/**
 * Call `changed` when the reader moves a slider: a swipe over it that scrolls the page is no move.
 *
 * Browsers set a slider where a finger comes down. Here that counts once the finger has gone sideways, or has been
 * lifted where it came down.
 * @param {HTMLInputElement} input of type range
 * @param {() => void} changed
 */
export function steady(input, changed) {
  let swipe = null; // of a finger or pen: {pointer, x, y, before, wanted, way: "" | "across" | "along"}
  input.addEventListener("input", () => {
    if (!swipe || swipe.way === "along") return changed();
    swipe.wanted = input.value;
    input.value = swipe.before;
  });
  input.addEventListener("pointerdown", (event) => {
    if (swipe && !event.isPrimary) return; // a second finger
    swipe =
      event.pointerType === "mouse"
        ? null
        : { pointer: event.pointerId, x: event.clientX, y: event.clientY, before: input.value, wanted: null, way: "" };
  });
  const accept = () => {
    if (swipe.wanted === null) return;
    input.value = swipe.wanted;
    changed();
  };
  input.addEventListener("pointermove", (event) => {
    if (event.pointerId !== swipe?.pointer || swipe.way) return;
    const [dx, dy] = [Math.abs(event.clientX - swipe.x), Math.abs(event.clientY - swipe.y)];
    if (Math.max(dx, dy) < CLEAR) return;
    swipe.way = dx > dy ? "along" : "across";
    if (swipe.way === "along") accept();
  });
  const end = (event) => {
    if (event.pointerId !== swipe?.pointer) return;
    const { way, before } = swipe;
    if (event.type === "pointerup" && !way) accept();
    swipe = null;
    if (event.type !== "pointercancel" || way !== "along") return;
    input.value = before;
    changed();
  };
  for (const type of ["pointerup", "pointercancel"]) input.addEventListener(type, end);
  input.addEventListener("keydown", () => (swipe = null));
}

/** One of several: a group of pressed buttons. */
export function choiceRow({ label, options, get, set }) {
  const element = html("div", "mm-bar mm-choice");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", label);
  const buttons = options.map(([value, text]) => {
    const b = button(text, { onClick: () => set(value) });
    b.dataset.value = value;
    return b;
  });
  element.append(html("span", "count", label), ...buttons);
  return {
    element,
    update: () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.value === String(get())))),
  };
}

/** Start, Back, Next, Play over whole steps 0..max(). */
export function stepBar({ max, get, set, count, interval = 900 }) {
  const element = html("div", "mm-bar mm-steps");
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", "Steps");
  let timer = null;
  const stop = () => {
    if (!timer) return;
    clearInterval(timer);
    timer = null;
    play.innerHTML = face("Play", "play");
  };
  const go = (k) => {
    stop();
    set(Math.max(0, Math.min(max(), k)));
  };
  const first = button("Start", { icon: "first", onClick: () => go(0) });
  const back = button("Back", { icon: "back", onClick: () => go(get() - 1) });
  const next = button("Next", { icon: "next", onClick: () => go(get() + 1) });
  const play = button("Play", {
    icon: "play",
    className: "mm-play",
    onClick: () => {
      if (timer) return stop();
      if (get() >= max()) set(0);
      play.innerHTML = face("Pause", "pause");
      timer = setInterval(() => {
        if (get() >= max()) stop();
        else set(get() + 1);
      }, interval);
    },
  });
  const where = html("span", "count");
  element.append(first, back, next, play, where);
  return {
    element,
    stop,
    update() {
      const k = get();
      first.disabled = back.disabled = k <= 0;
      next.disabled = k >= max();
      if (timer && k >= max()) stop();
      const text = count(k, max());
      if (where.textContent !== text) where.textContent = text;
    },
  };
}
