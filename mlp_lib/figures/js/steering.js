// What moves a figure's state: its sliders, choices, steps and actions.
import { button, choiceRow, html, sliderRow, stepBar } from "./controls.js";
import { words } from "./numbers.js";

/** Shows an element in those states for which the rule holds; without a rule, in all. */
const shownWhen = (element, when, limits) => (s) => when && (element.hidden = !when(s, limits));

/**
 * @param {Definition} definition
 * @param {Control[]} controls  one a slider; none where JupyterLab draws them
 * @param {{state(): State, set(patch: Patch): void, limits: Limits}} figure
 * @returns {{choices: HTMLElement[], steps: HTMLElement[], sliders: HTMLElement, act(patch: Patch|void): void, stop(): void,
 *   update(s: State, regime?: string): void}} `act` sets what a press does: unlike a drag it ends a run of the step bar
 */
export function steering(definition, controls, { state, set, limits }) {
  const bar = definition.steps && stepsOf(definition.steps, { state, set });
  const stop = () => bar?.stop();
  function act(patch) {
    stop();
    if (patch) set(patch);
  }
  const choices = (definition.choices ?? []).map((choice) => {
    const pick = (value) => act({ [choice.trait]: value, ...choice.also?.(state(), value) });
    const options = limits[choice.trait].names.map((name) => [name, choice.text?.(name) ?? String(name)]);
    return { when: choice.when, ...choiceRow({ ...choice, options, get: () => state()[choice.trait], set: pick }) };
  });
  const sliders = slidersOf(definition, controls, { state, act, limits });
  const actions = (definition.actions ?? []).map(({ label, icon, run, when }) => {
    const element = button(label, { icon, onClick: () => act(run(state(), limits)) });
    (bar?.element ?? sliders.element).append(element);
    return { element, when };
  });
  const sometimes = [...choices, ...actions].map(({ element, when }) => shownWhen(element, when, limits));
  return {
    choices: choices.map(({ element }) => element),
    steps: bar ? [bar.element] : [],
    sliders: sliders.element,
    act,
    stop,
    update(s, regime) {
      sliders.update(s, regime);
      for (const row of choices) row.update();
      for (const update of sometimes) update(s);
      bar?.update();
    },
  };
}

function stepsOf(/** @type {Steps} */ { trait, max, count, interval, also }, { state, set }) {
  return stepBar({
    max: () => max(state()),
    get: () => state()[trait],
    set: (k) => set({ [trait]: k, ...also?.(state(), k) }),
    count: (k, n) => count(k, n, state()),
    interval,
  });
}

/** The rows of all sliders in one box, those of a group in a box of their own below. */
function slidersOf(/** @type {Definition} */ { regimes, sliderWhen, groups = [] }, controls, { state, act, limits }) {
  const element = html("div", "mm-sliders");
  const rows = controls.map((control) =>
    sliderRow({
      ...control,
      regimes: regimes?.[control.trait],
      get: () => state()[control.trait],
      set: (value) => act({ [control.trait]: value }),
    }),
  );
  element.append(...rows.map((row) => row.element));
  const sometimes = rows.map((row, i) => shownWhen(row.element, sliderWhen?.[controls[i].trait], limits));
  const boxes = controls.length ? groups.map(groupOf) : [];
  function groupOf({ title, label, traits }) {
    const box = html("div", "mm-group", `<p class="mm-cap">${words(title)}</p>`);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", label);
    box.append(...controls.flatMap(({ trait }, i) => (traits.includes(trait) ? [rows[i].element] : [])));
    return box;
  }
  element.append(...boxes);
  element.classList.toggle("mm-grouped", boxes.length > 0);
  return {
    element,
    update(s, regime) {
      for (const row of rows) row.update(regime);
      for (const update of sometimes) update(s);
      boxes.forEach((box, i) => box.classList.toggle("open", !groups[i].open || groups[i].open(s)));
    },
  };
}
