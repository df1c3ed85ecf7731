// Finds the saved widgets of a page and puts them where the notebook showed them.

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
  if ((model.get("_dom_classes") ?? []).includes("mm-figure-box"))
    return show(models.find(children[0]), host, models);
  const box = make("div", BOXES[model.name]);
  host.append(box);
  for (const child of children) show(models.find(child), box, models);
}

function showFigure(model, host, models) {
  const name = model.get("figure_name");
  const definition = name && globalThis.mlp?.figures[name];
  if (!definition) return host.append(placeholder(name ?? model.get("_anywidget_id") ?? "anywidget"));
  mlp.mount(definition, model, host, { controls: controlsOf(model, models) });
}

/** An exercise, with the formulas of its picture; code is judged by the page's own Python, where there is one. */
function showCard(model, host, picture) {
  const typeset = [...(picture?.querySelectorAll("[data-tex]") ?? [])].map((formula) => [formula.dataset.tex, formula.outerHTML]);
  const spec = model.get("spec");
  model.set("spec", { ...spec, formulas: { ...spec.formulas, ...Object.fromEntries(typeset) } });
  const python = mlp.python?.available() ? mlp.python : null;
  const why = python || globalThis.mlpStatic ? "" : (mlp.python?.why() ?? "This copy of the book runs no Python in the page.");
  mlp.mountCard(model, host, { python, why });
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
      host.remove();
      if (!picture) throw error;
      script.after(picture);
      console.error(error);
    }
  }
}

// The build draws the static pictures with the same code, without a browser, and says when.
globalThis.mlpWidgets = { start };
if (!globalThis.mlpStatic) start();
