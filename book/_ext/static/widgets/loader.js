// Finds the saved widgets of a page and puts them where the notebook showed them.
import { Models } from "./models.js";
import { VIEWS, kindOfWidget, make, placeholder } from "./views.js";

const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';
const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
const BOXES = { VBoxModel: "mm-vbox", HBoxModel: "mm-hbox", BoxModel: "mm-hbox", GridBoxModel: "mm-hbox" };

/** The controls of a figure with the models of their sliders in place of references. */
const controlsOf = (model, models) =>
  (model.get("controls") ?? []).map((control) => ({ ...control, widget: models.find(control.widget) }));

/** Fill `host` with the view of a model; `picture` is the static one that stood in its place. */
function show(model, host, models, picture = null) {
  if (!model) return host.append(placeholder("missing"));
  if (model.get("card_name")) return showCard(model, host, picture);
  if (model.name === "AnyModel") return showFigure(model, host, models);
  if (model.name in BOXES) return showBox(model, host, models);
  host.append(VIEWS[model.name] ? VIEWS[model.name](model) : placeholder(kindOfWidget(model)));
}

function showBox(model, host, models) {
  const children = model.get("children") ?? [];
  // A figure draws its own sliders: of its box only the figure itself is shown.
  if ((model.get("_dom_classes") ?? []).includes("mm-figure-box")) return show(models.find(children[0]), host, models);
  const box = make("div", BOXES[model.name]);
  host.append(box);
  for (const child of children) show(models.find(child), box, models);
}

function showFigure(model, host, models) {
  const name = model.get("figure_name");
  if (!name) return host.append(placeholder(model.get("_anywidget_id") ?? "anywidget"));
  need("shared.js", globalThis.mlp?.figures);
  const definition = need(`${name}.js`, mlp.figures[name]);
  mlp.mount(definition, model, host, { controls: controlsOf(model, models) });
}

/** What a script has defined; without it there is nothing to show. */
function need(script, defined) {
  if (!defined) throw new Error(`its script ${script} could not be loaded or read`);
  return defined;
}

/** An exercise, with the formulas of its picture; code is judged by the page's own Python, where there is one. */
function showCard(model, host, picture) {
  need("shared.js", globalThis.mlp?.figures);
  const mountCard = need("cards.js", mlp.mountCard);
  const typeset = [...(picture?.querySelectorAll("[data-tex]") ?? [])].map((formula) => [
    formula.dataset.tex,
    formula.outerHTML,
  ]);
  const spec = model.get("spec");
  model.set("spec", { ...spec, formulas: { ...spec.formulas, ...Object.fromEntries(typeset) } });
  const python = mlp.python?.available() ? mlp.python : null;
  const why =
    python || globalThis.mlpStatic
      ? ""
      : (mlp.python?.why() ?? "The page's Python is missing: its script python.js could not be loaded or read.");
  mountCard(model, host, { python, why });
}

/** Said below a static picture that stays. */
function still(error) {
  const note = make(
    "p",
    "mm-unknown mm-still",
    `This part stands still: ${error.message}. Reload the page to try again.`,
  );
  note.setAttribute("role", "note");
  return note;
}

/** Read every saved state of the document, then replace every static picture by the live thing. */
function start() {
  const states = {};
  for (const script of document.querySelectorAll(STATE)) Object.assign(states, JSON.parse(script.textContent).state);
  const models = new Models(states);
  for (const script of document.querySelectorAll(VIEW)) {
    const model = models.find(JSON.parse(script.textContent).model_id);
    const before = script.nextElementSibling;
    const picture = before?.classList.contains("mm-static") ? before : null;
    const host = make("div", "mm-live");
    script.after(host);
    picture?.remove(); // first, so that its ids are free
    try {
      show(model, host, models, picture);
    } catch (error) {
      if (globalThis.mlpStatic) throw error;
      console.error(error);
      host.replaceChildren(...(picture ? [picture] : []), still(error));
    }
  }
}

// The build draws the static pictures with the same code, without a browser, and says when.
globalThis.mlpWidgets = { start };
if (!globalThis.mlpStatic) start();
