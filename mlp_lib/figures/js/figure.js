// From a definition and a model to a living figure: the parts every figure has, in the same order everywhere.
import { keepAddress } from "./address.js";
import { canvas } from "./canvas.js";
import { html } from "./controls.js";
import { held } from "./limits.js";
import { htmlMath, words } from "./numbers.js";
import { steering } from "./steering.js";
import { telling } from "./telling.js";
import { toolRow } from "./tools.js";

const STATIC_WIDTH = 720; // of the picture that is drawn at build time
let count = 0;
const uniqueId = (name) => {
  let id = name;
  for (let n = 2; document.getElementById(id); n++) id = `${name}-${n}`;
  return id;
};

/**
 * Build a figure into a host element.
 * @param {Definition} definition
 * @param {Model} model
 * @param {HTMLElement} host
 * @param {{controls?: Array<{trait: string, symbol: Maths, label: string, widget: Model}>}} options  in a page of the book: the slider models, whose
 *   rows the figure then draws itself, keeping its state in the address too. In JupyterLab: none.
 * @returns {() => void} clean-up
 */
export function mount(definition, model, host, options = {}) {
  /** @type {Limits} */
  const limits = model.get("limits");
  const page = options.controls !== undefined;
  const number = model.get("number");
  const chapter = number.split(".")[0];
  const controls = (options.controls ?? []).map((control) => ({ ...controlOf(control, limits), chapter }));
  const root = outline(definition, page, number);
  let paper = null; // what the state is instead while the page is printed
  const saved = () => Object.fromEntries(definition.state.map((name) => [name, model.get(name)]));
  const start = saved();
  const { steps } = definition;
  function state() {
    const s = { ...saved(), ...paper };
    if (steps) s[steps.trait] = Math.min(s[steps.trait] ?? Infinity, steps.max(s));
    return s;
  }
  function set(patch) {
    for (const [name, value] of Object.entries(patch)) model.set(name, value);
    model.save_changes();
  }
  let asked = 0;
  let resized = false;
  function ask() {
    if (!asked) asked = requestAnimationFrame(frame);
  }

  // ---- parts
  const steer = steering(definition, controls, { state, set, limits });
  const place = { state, set, limits, act: steer.act, width: () => root.clientWidth || STATIC_WIDTH };
  const pictures = definition.pictures.map((picture) => canvas(picture, place));
  const told = telling(definition, state, limits, chapter);
  let address = null;
  const tools = toolRow(root.id, {
    reset() {
      steer.act(start);
      address?.forget();
    },
    link: page ? () => address.link() : null,
    opened: ask,
  });
  arrange(root, definition, { steer, pictures, told, tools });
  host.append(root);

  // ---- one frame
  const figure = {
    frames: 0,
    state,
    set,
    values: () => definition.values(state()),
    python: () => definition.python(state(), definition.values(state())),
  };
  root.mmFigure = figure;
  function frame() {
    asked = 0;
    if (resized) for (const c of pictures) c.fit();
    resized = false;
    const s = state();
    const v = definition.values(s);
    steer.update(s, definition.regime?.(s, v));
    for (const picture of pictures) picture.update(s, v);
    told.update(s, v);
    tools.update(() => definition.python(s, v));
    const now = JSON.stringify(s);
    if (figure.frames && now !== root.dataset.state) {
      told.tellSoon();
      address?.changed();
    }
    root.dataset.state = now;
    root.dataset.values = JSON.stringify(v);
    figure.frames++;
  }

  if (globalThis.mlpStatic) {
    for (const c of pictures) c.fit(definition.layout === "two" ? STATIC_WIDTH / 2 : STATIC_WIDTH);
    frame();
    return () => root.remove();
  }
  const stops = [told.stop, steer.stop, () => cancelAnimationFrame(asked)];
  for (const name of definition.state) {
    model.on(`change:${name}`, ask);
    stops.push(() => model.off(`change:${name}`, ask));
  }
  if (page) {
    // A value from an address as the figure would take it; undefined when it cannot be used.
    const accept = (name, value) =>
      Object.hasOwn(start, name) ? (definition.usable?.[name] ?? held)(value, limits[name]) : undefined;
    address = keepAddress(root.id, { state, set, accept, show: () => root.scrollIntoView({ block: "start" }) });
    stops.push(address.stop);
  }
  // Fitted in the frame that draws: what grows while sizes are told is an error in every browser.
  const watch = new ResizeObserver(() => {
    resized = true;
    ask();
  });
  stops.push(() => watch.disconnect());
  for (const c of pictures) {
    watch.observe(c.element);
    c.fit();
  }
  cancelAnimationFrame(asked);
  frame();
  root.dataset.live = "1";
  const turn = (to) => {
    paper = to;
    frame();
  };
  if (definition.paper)
    stops.push(
      whilePrinting(
        () => turn(definition.paper),
        () => turn(null),
      ),
    );
  pointOut(steer.sliders, told.read);

  return () => {
    for (const stop of stops) stop();
    root.remove();
  };
}

/**
 * A control of the page with the range of its trait in place of its slider's model.
 * @returns {Control}
 */
function controlOf(
  /** @type {{trait: string, symbol: Maths, label: string, widget: Model}} */ { widget, ...control },
  limits,
) {
  const digits = Number(/\d+/.exec(widget.get("readout_format"))?.[0] ?? 2);
  return { ...control, ...limits[control.trait], digits };
}

/** The figure's element with its title, under an id that no other has. */
function outline(/** @type {Definition} */ { name, title, predict, layout = "one" }, page, number) {
  const root = html("figure", `mm-fig mm-${layout}`);
  root.id = page ? uniqueId(name) : `mm-${name}-${++count}`;
  root.dataset.figure = name;
  const head = html("div", "mm-head");
  if (number) head.append(html("span", "mm-no", `Figure ${number}`));
  const line = html("p", "mm-title", title);
  line.id = `${root.id}-title`;
  root.setAttribute("aria-labelledby", line.id);
  head.append(line);
  root.append(head, html("p", "mm-predict", `<b>Predict first</b>${words(predict)}`));
  return root;
}

/** All parts in their places, top to bottom. */
function arrange(root, /** @type {Definition} */ { layout, see }, { steer, pictures, told, tools }) {
  const two = layout === "two";
  const stage = html("div", "mm-stage");
  const of = (where) => pictures.filter(({ picture }) => Boolean(picture.side) === where).map(({ element }) => element);
  stage.append(...of(false));
  if (two) {
    const side = html("div", "mm-side");
    side.append(steer.sliders, ...of(true), told.say);
    stage.append(side);
  }
  const below = two ? [] : [told.say, steer.sliders];
  const caption = html("figcaption", "mm-see", `<b>What to see</b>${words(see)}`);
  root.append(
    ...steer.choices,
    stage,
    ...steer.steps,
    ...below,
    told.read,
    told.inWords,
    caption,
    tools.element,
    told.live,
  );
}

/** Call one function before the page is printed and the other after it. @returns {() => void} stops that */
function whilePrinting(before, after) {
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}

/** Mark the number of a slider's symbol in the formula while the slider is under the pointer or has the focus. */
function pointOut(sliders, read) {
  const highlight = (event) => {
    const symbol = event.target.closest(".mm-slider")?.querySelector(".sym")?.innerHTML;
    const on = symbol && ["pointerover", "focusin"].includes(event.type);
    for (const column of read.querySelectorAll("[data-symbol]"))
      column.classList.toggle("on", Boolean(on) && htmlMath(column.dataset.symbol) === symbol);
  };
  for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) sliders.addEventListener(type, highlight);
}
