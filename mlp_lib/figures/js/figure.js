// From a definition and a model to a living figure: the parts every figure has, in the same order everywhere.
import { keepAddress } from "./address.js";
import { button, choiceRow, html, sliderRow, stepBar } from "./controls.js";
import { draggable } from "./handles.js";
import { held } from "./limits.js";
import { htmlMath, spoken, words } from "./numbers.js";
import { pen, svgElement } from "./plot.js";
import { equation } from "./readout.js";
import { toolRow } from "./tools.js";

/**
 * @typedef {object} Definition  what a figure's own module exports by default
 * @property {string} name       as in Python
 * @property {string} title
 * @property {string} predict    the question to answer before touching anything (words markup)
 * @property {string} see        what to see (words markup)
 * @property {string[]} state    names of all traits that make up the state
 * @property {"one"|"two"|"wide"|"over"} layout  one column; picture beside controls; wide picture beside a small one; over two
 * @property {Picture[]} pictures
 * @property {(s) => object} values       full-precision results; names as in the Python snippet
 * @property {Array|(limits) => Array} readout  list of equations (see readout.js)
 * @property {(s, v, limits) => string} say  one or two sentences on the current state (words markup)
 * @property {(s, v) => string} python    snippet that computes the same values with mlp_lib
 * @property {object} [regimes]           trait -> strip under its slider
 * @property {(s, v) => string} [regime]  key of the current regime
 * @property {Array} [choices]            {trait, label, text(name): what stands on its button, where that is not the name,
 *                                        also(s, name) -> patch, when(s)}
 * @property {object} [steps]             {trait, max(s), count(k, n, s, v), interval, also(s, k) -> patch}; the trait is at
 *                                        most max(s) in every state that the figure's functions see
 * @property {object} [usable]            trait that is a list -> (value, limits) => it as Python would take it, or undefined
 * @property {Array} [groups]    sliders in named groups: {title (words markup), label, traits, open(s)}; on a narrow screen
 *                               only those stand open for which open(s) holds or that have no such rule
 * @property {object} [sliderWhen]        trait -> (s) => whether its slider is shown
 * @property {object} [paper]           the part of the state that is another on paper, where nothing can be pressed
 * @property {Array} [actions]            {label, icon, run(s, limits) -> patch, when(s, limits)}; not shown where when is false
 *
 * @typedef {object} Picture
 * @property {string} key
 * @property {(width: number, figureWidth: number) => number} height
 * @property {string} [caption]           words markup
 * @property {boolean} [side]             stands in the side column of layout "two"
 * @property {(s, v) => string} alt       text alternative of the current state
 * @property {(p, s, v, limits) => object|void} draw   with handles it returns {scales: [x, y], handles: {key: [x, y] in pixels}}
 * @property {Handle[]|(s, limits) => Handle[]} [handles]  draggable points, in data units: {key, kind, label, describe(s), and
 *                                        traits: names of the one or two numbers that it moves, or in place of what follows
 *                                        from these: at(s) -> [x, y], move(s, [x, y], limits) -> patch, step of a key};
 *                                        and where needed
 *                                        press(s) -> patch on Enter, Space or a tap; remove(s) -> patch on Delete;
 *                                        axis "x" or "y" where it moves in one direction only;
 *                                        bare: the picture draws the mark itself
 * @property {(s, [x, y], limits) => object} [tap]  patch for a click or tap beside the handles, in data units
 *
 * `limits` are those that Python declares: trait -> {min, max, step} or {names} (see limits.js).
 */

const STATIC_WIDTH = 720; // of the picture that is drawn at build time
const AT_REST = 600; // milliseconds without a change after which the new state is told to screen readers
let count = 0;
const uniqueId = (name) => {
  let id = name;
  for (let n = 2; document.getElementById(id); n++) id = `${name}-${n}`;
  return id;
};

/**
 * Build a figure into a host element.
 * @param {Definition} definition
 * @param {object} model       get(name), set(name, value), on("change:name", f), save_changes()
 * @param {HTMLElement} host
 * @param {{controls?: Array<{trait, symbol, label, widget}>}} options in a page of the book: the slider models, whose
 *   rows the figure then draws itself, keeping its state in the address too. In JupyterLab: none.
 * @returns {() => void} clean-up
 */
export function mount(definition, model, host, options = {}) {
  const limits = model.get("limits");
  const page = options.controls !== undefined;
  const controls = (options.controls ?? []).map(({ widget, ...control }) => ({
    ...control,
    ...limits[control.trait],
    digits: Number(/\d+/.exec(widget.get("readout_format"))?.[0] ?? 2),
  }));
  const width = globalThis.mlpStatic ? STATIC_WIDTH : 0;
  const root = html("figure", `mm-fig mm-${definition.layout ?? "one"}`);
  root.id = page ? uniqueId(definition.name) : `mm-${definition.name}-${++count}`;
  root.dataset.figure = definition.name;
  const titleId = `${root.id}-title`;
  root.setAttribute("aria-labelledby", titleId);

  let paper = null;
  const saved = () => Object.fromEntries(definition.state.map((name) => [name, model.get(name)]));
  const start = saved();
  function state() {
    const s = { ...saved(), ...paper };
    if (definition.steps) s[definition.steps.trait] = Math.min(s[definition.steps.trait] ?? Infinity, definition.steps.max(s));
    return s;
  }
  const stops = [];
  let asked = 0;

  function set(patch) {
    for (const [name, value] of Object.entries(patch)) model.set(name, value);
    model.save_changes();
  }
  function ask() {
    if (!asked) asked = requestAnimationFrame(frame);
  }

  // ---- parts, top to bottom
  const head = html("div", "mm-head");
  const number = model.get("number");
  head.append(...(number ? [html("span", "mm-no", `Figure ${number}`)] : []));
  const title = html("p", "mm-title", definition.title);
  title.id = titleId;
  head.append(title);
  const predict = html("p", "mm-predict", `<b>Predict first</b>${words(definition.predict)}`);

  const pictures = definition.pictures.map((picture) => canvas(picture));
  const sliders = controls.map((control) =>
    sliderRow({
      ...control,
      regimes: definition.regimes?.[control.trait],
      get: () => model.get(control.trait),
      set: (value) => (stepper?.stop(), set({ ...definition.onSlide?.(state()), [control.trait]: value })),
    }),
  );
  const sliderBox = html("div", "mm-sliders");
  sliderBox.append(...sliders.map((row) => row.element));
  const groups = (controls.length && definition.groups) || [];
  for (const { title, label, traits } of groups) {
    const group = html("div", "mm-group", `<p class="mm-cap">${words(title)}</p>`);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", label);
    group.append(...controls.flatMap(({ trait }, i) => (traits.includes(trait) ? [sliders[i].element] : [])));
    sliderBox.append(group);
  }
  if (groups.length) sliderBox.classList.add("mm-grouped");

  const choices = (definition.choices ?? []).map((choice) =>
    choiceRow({
      ...choice,
      options: limits[choice.trait].names.map((name) => [name, choice.text?.(name) ?? String(name)]),
      get: () => state()[choice.trait],
      set: (value) => (stepper?.stop(), set({ [choice.trait]: value, ...choice.also?.(state(), value) })),
    }),
  );
  const sometimes = [];
  const onlyWhen = (when, element) => when && sometimes.push((s) => (element.hidden = !when(s, limits)));
  choices.forEach((row, i) => onlyWhen(definition.choices[i].when, row.element));
  sliders.forEach((row, i) => onlyWhen(definition.sliderWhen?.[controls[i].trait], row.element));
  const stepper =
    definition.steps &&
    stepBar({
      max: () => definition.steps.max(state()),
      get: () => state()[definition.steps.trait],
      set: (k) => set({ [definition.steps.trait]: k, ...definition.steps.also?.(state(), k) }),
      count: (k, n) => definition.steps.count(k, n, state()),
      interval: definition.steps.interval,
    });
  for (const { label, icon, run, when } of definition.actions ?? []) {
    const b = button(label, { icon, onClick: () => (stepper?.stop(), set(run(state(), limits))) });
    (stepper?.element ?? sliderBox).append(b);
    onlyWhen(when, b);
  }

  const say = html("p", "mm-say");
  const live = html("span", "mm-sr");
  live.setAttribute("role", "status");

  const { readout } = definition;
  const equations = (readout.call ? readout(limits) : readout).map((groups) => equation(groups));
  const read = html("div", "mm-read");
  read.append(...equations.map((e) => e.element));
  // The same in words, as the columns of the readout make no sense when they are read out one after another.
  const inWords = html("div", "mm-sr");
  inWords.setAttribute("role", "status");
  inWords.setAttribute("aria-atomic", "false");
  inWords.append(...equations.map(() => html("p")));

  const tools = toolRow(root.id, {
    reset() {
      stepper?.stop();
      set(start);
      address?.forget();
    },
    link: page ? () => address.link() : null,
    opened: ask,
  });
  const see = html("figcaption", "mm-see", `<b>What to see</b>${words(definition.see)}`);

  // ---- layout
  const stage = html("div", "mm-stage");
  const side = html("div", "mm-side");
  const main = pictures.filter((c) => !c.picture.side);
  stage.append(...main.map((c) => c.host));
  if (definition.layout === "two") {
    side.append(sliderBox, ...pictures.filter((c) => c.picture.side).map((c) => c.host), say);
    stage.append(side);
  }
  const below = definition.layout === "two" ? [] : [say, sliderBox];
  root.append(
    head,
    predict,
    ...choices.map((c) => c.element),
    stage,
    ...(stepper ? [stepper.element] : []),
    ...below,
    read,
    inWords,
    see,
    tools.element,
    live,
  );
  host.append(root);

  // ---- pictures in real pixels
  function canvas(picture) {
    const box = html("div", "mm-plot");
    if (picture.caption) box.append(html("p", "mm-cap", words(picture.caption)));
    const svg = svgElement("svg", { translate: "no" }, box);
    const layer = svgElement("g", { role: "img" }, svg);
    const top = svgElement("g", {}, svg);
    const c = { picture, host: box, svg, layer, pen: pen(layer), W: 0, H: 0 };
    c.handles = [];
    c.updateHandles = (s, places) => {
      const wanted = typeof picture.handles === "function" ? picture.handles(s, limits) : (picture.handles ?? []);
      const gone = c.handles.filter((h) => !wanted.some(({ key }) => key === h.key));
      c.handles = wanted.map((handle) => c.handles.find((h) => h.key === handle.key) ?? draggable(top, handle, c.place));
      const focused = gone.some((h) => h.element === document.activeElement);
      for (const h of gone) h.element.remove();
      if (focused) c.handles.at(-1)?.element.focus({ preventScroll: true });
      for (const h of c.handles) h.update(s, places[h.key]);
    };
    c.at = (event) => {
      const box = svg.getBoundingClientRect();
      const k = c.W / box.width;
      return [c.scales[0].inv((event.clientX - box.left) * k), c.scales[1].inv((event.clientY - box.top) * k)];
    };
    c.place = { state, set, act, at: c.at, limits };
    if (picture.tap)
      svg.addEventListener("click", (event) => {
        if (!event.target.closest(".handle")) act(picture.tap(state(), c.at(event), limits));
      });
    c.fit = (given) => {
      const w = Math.round(given ?? box.clientWidth);
      if (!w || w === c.W) return;
      c.W = w;
      c.H = Math.round(picture.height(w, root.clientWidth || width));
      svg.setAttribute("viewBox", `0 0 ${c.W} ${c.H}`);
      ask();
    };
    return c;
  }

  /** What a click does: unlike a drag it ends a run of the step bar. */
  function act(patch) {
    stepper?.stop();
    if (patch) set(patch);
  }

  /** A value from an address as the figure would take it; undefined when it cannot be used. */
  function accept(name, value) {
    if (!Object.hasOwn(start, name)) return undefined;
    return (definition.usable?.[name] ?? held)(value, limits[name]);
  }

  // ---- one frame
  const figure = { frames: 0, state, set, values: () => definition.values(state()), python: () => definition.python(state(), definition.values(state())) };
  root.mmFigure = figure;
  let address = null;
  let lastSaid = "";
  let telling;

  /** Tell screen readers what the state has come to. */
  function tell() {
    const s = state();
    const v = definition.values(s);
    const told = [...equations.map((e) => e.inWords(s, v)), spoken(definition.say(s, v, limits))];
    [...inWords.children, live].forEach((element, i) => element.textContent !== told[i] && (element.textContent = told[i]));
  }

  function frame() {
    asked = 0;
    const s = state();
    const v = definition.values(s);
    const regime = definition.regime?.(s, v);
    for (const row of sliders) row.update(regime);
    for (const row of choices) row.update();
    for (const update of sometimes) update(s);
    groups.forEach(({ open }, i) => sliderBox.children[i].classList.toggle("open", !open || open(s)));
    stepper?.update();
    for (const c of pictures) {
      if (!c.W) continue;
      c.pen.begin(c.W, c.H);
      const drawn = c.picture.draw(c.pen, s, v, limits);
      c.scales = drawn?.scales;
      c.pen.end();
      c.layer.setAttribute("aria-label", spoken(c.picture.alt(s, v)));
      if (c.picture.handles) c.updateHandles(s, drawn.handles);
    }
    for (const e of equations) e.update(s, v);
    const said = definition.say(s, v, limits);
    if (said !== lastSaid) say.innerHTML = words((lastSaid = said));
    const now = JSON.stringify(s);
    if (!figure.frames) equations.forEach((e, i) => (inWords.children[i].textContent = e.inWords(s, v)));
    else if (now !== root.dataset.state) {
      clearTimeout(telling);
      telling = setTimeout(tell, AT_REST);
      address?.changed();
    }
    tools.update(() => definition.python(s, v));
    root.dataset.state = now;
    root.dataset.values = JSON.stringify(v);
    figure.frames++;
  }

  if (width) {
    for (const c of pictures) c.fit(definition.layout === "two" ? width / 2 : width);
    frame();
    return () => root.remove();
  }
  for (const name of definition.state) model.on(`change:${name}`, ask);
  if (page) {
    address = keepAddress(root.id, { state, set, accept, show: () => root.scrollIntoView({ block: "start" }) });
    stops.push(address.stop);
  }
  const watch = new ResizeObserver(() => pictures.forEach((c) => c.fit()));
  for (const c of pictures) {
    watch.observe(c.host);
    c.fit();
  }
  cancelAnimationFrame(asked);
  frame();
  root.dataset.live = "1";
  if (definition.paper)
    for (const [event, patch] of [["beforeprint", definition.paper], ["afterprint", null]]) {
      const turn = () => {
        paper = patch;
        frame();
      };
      addEventListener(event, turn);
      stops.push(() => removeEventListener(event, turn));
    }
  const highlight = (event) => {
    const symbol = event.target.closest(".mm-slider")?.querySelector(".sym")?.innerHTML;
    const on = symbol && ["pointerover", "focusin"].includes(event.type);
    for (const column of read.querySelectorAll("[data-symbol]"))
      column.classList.toggle("on", Boolean(on) && htmlMath(column.dataset.symbol) === symbol);
  };
  for (const type of ["pointerover", "pointerleave", "focusin", "focusout"]) sliderBox.addEventListener(type, highlight);

  return () => {
    watch.disconnect();
    stepper?.stop();
    cancelAnimationFrame(asked);
    clearTimeout(telling);
    for (const name of definition.state) model.off(`change:${name}`, ask);
    stops.forEach((f) => f());
    root.remove();
  };
}
