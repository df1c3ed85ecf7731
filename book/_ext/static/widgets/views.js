// What each plain ipywidgets type looks like in the page: native elements, bound to their models.

/**
 * A new element with a class and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {Array<Node|string>} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className = "", ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** Call `show` now and whenever one of the model's values changes. */
function follow(model, names, show) {
  model.on(
    names
      .split(" ")
      .map((name) => `change:${name}`)
      .join(" "),
    show,
  );
  show();
}

/** A number as ipywidgets' readout formats write it: .2f, .3g, .1e, .0%, d. */
function readout(value, format) {
  const [, digits, type] = /\.?(\d+)?([a-z%])?$/.exec(format ?? "") ?? [];
  const places = Number(digits ?? (type === "d" ? 0 : 2));
  const text =
    type === "%"
      ? `${(100 * value).toFixed(places)}%`
      : type === "e"
        ? value.toExponential(places)
        : type === "g"
          ? String(Number(value.toPrecision(places || 1)))
          : type === "d"
            ? String(Math.round(value))
            : value.toFixed(places);
  return text.replace("-", "−");
}

/** A label in front of a control; the description is also its accessible name. */
function labelled(model, control, ...after) {
  const name = make("span", "mm-w-name");
  follow(model, "description", () => (name.textContent = model.get("description") ?? ""));
  const tooltip = model.get("tooltip") ?? model.get("description_tooltip");
  if (tooltip) control.title = tooltip;
  if (!model.get("description")) control.setAttribute("aria-label", tooltip ?? kindOfWidget(model));
  follow(model, "disabled", () => control.toggleAttribute("disabled", Boolean(model.get("disabled"))));
  return make("label", "mm-w", name, control, ...after);
}

export const kindOfWidget = (model) => (model.name ?? "missing").replace(/Model$/, "");

/**
 * Sliders; `toPosition` and `toValue` translate between the model's value and the track.
 * @param {Model} model
 * @param {(value: number) => number} toPosition
 * @param {(position: number) => number} toValue
 */
function slider(model, toPosition = Number, toValue = Number) {
  const input = make("input");
  const number = make("output", "mm-w-number");
  const step = model.get("step") ?? "any";
  const range = { type: "range", min: model.get("min"), max: model.get("max"), step };
  for (const [name, value] of Object.entries(range)) input.setAttribute(name, value);
  const changed = () => {
    model.set("value", toValue(Number(input.value)));
    model.save_changes();
  };
  if (globalThis.mlp?.steady)
    mlp.steady(input, changed); // a swipe over it is no move
  else input.addEventListener("input", changed);
  follow(model, "value min max", () => {
    input.setAttribute("min", model.get("min"));
    input.setAttribute("max", model.get("max"));
    const value = model.get("value");
    const position = toPosition(value);
    if (Number(input.value) !== position) input.value = String(position);
    const text = readout(value, model.get("readout_format") ?? (model.name.startsWith("Int") ? "d" : ".2f"));
    number.textContent = model.get("readout") === false ? "" : text;
    input.setAttribute("aria-valuetext", text);
  });
  return labelled(model, input, number);
}

function logSlider(model) {
  const base = model.get("base") ?? 10;
  const round = (value) => Number(value.toPrecision(12));
  return slider(
    model,
    (value) => round(Math.log(value) / Math.log(base)),
    (place) => round(base ** place),
  );
}

function checkbox(model) {
  const input = make("input");
  input.type = "checkbox";
  input.addEventListener("change", () => model.set("value", input.checked));
  follow(model, "value", () => {
    input.checked = Boolean(model.get("value"));
    input.toggleAttribute("checked", input.checked);
  });
  return labelled(model, input);
}

function dropdown(model) {
  const select = make("select");
  select.addEventListener("change", () => model.set("index", Number(select.value)));
  follow(model, "_options_labels index", () => {
    const options = model.get("_options_labels") ?? [];
    select.replaceChildren(
      ...options.map((text, place) => {
        const option = make("option", "", text);
        option.value = String(place);
        option.toggleAttribute("selected", place === model.get("index"));
        return option;
      }),
    );
    select.value = String(model.get("index") ?? "");
  });
  return labelled(model, select);
}

function toggleButtons(model) {
  const group = make("div", "mm-w-group");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", model.get("description") || "choices");
  follow(model, "_options_labels index", () => {
    const labels = model.get("_options_labels") ?? [];
    if (group.children.length !== labels.length) group.replaceChildren(...labels.map(choice));
    [...group.children].forEach((one, place) => {
      one.textContent = labels[place];
      one.setAttribute("aria-pressed", String(place === model.get("index")));
    });
  });
  return make("div", "mm-w", make("span", "mm-w-name", model.get("description") ?? ""), group);

  function choice(_, place) {
    const one = make("button", "mm-w-choice");
    one.type = "button";
    one.addEventListener("click", () => model.set("index", place));
    return one;
  }
}

function progress(model) {
  const bar = make("progress");
  follow(model, "value min max", () => {
    const low = model.get("min") ?? 0;
    bar.setAttribute("max", String((model.get("max") ?? 100) - low));
    bar.setAttribute("value", String(model.get("value") - low));
  });
  return labelled(model, bar);
}

function text(model) {
  const element = make("div", "mm-w-text");
  follow(model, "value", () => (element.textContent = model.get("value")));
  return element;
}

function markup(model) {
  const element = make("div", "mm-w-text");
  follow(model, "value", () => (element.innerHTML = model.get("value")));
  return element;
}

function image(model) {
  const element = make("img");
  element.alt = model.get("tooltip") ?? "";
  follow(model, "value", () => {
    const bytes = new Uint8Array(model.get("value").buffer);
    const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const format = (model.get("format") ?? "png").replace(/^svg$/, "svg+xml");
    element.setAttribute("src", `data:image/${format};base64,${btoa(letters)}`);
  });
  return element;
}

/** Clear words in place of a widget that only a kernel can run. */
export function placeholder(name) {
  const note = make("p", "mm-unknown", "This part is a ", make("code", "", name));
  note.append(" widget. It needs a running kernel: open this notebook in JupyterLab to use it.");
  note.setAttribute("role", "note");
  return note;
}

/** Model name -> view. What is missing here gets a placeholder. */
export const VIEWS = {
  FloatSliderModel: (model) => slider(model),
  IntSliderModel: (model) => slider(model),
  FloatLogSliderModel: logSlider,
  CheckboxModel: checkbox,
  DropdownModel: dropdown,
  ToggleButtonsModel: toggleButtons,
  IntProgressModel: progress,
  FloatProgressModel: progress,
  LabelModel: text,
  HTMLModel: markup,
  HTMLMathModel: markup,
  ImageModel: image,
};
