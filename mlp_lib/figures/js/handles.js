// Points in a picture that the reader moves: by mouse, finger, pen and keys.
import { snap } from "./limits.js";
import { svgElement } from "./plot.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const JITTER = { mouse: 4 }; // pixels that a press may wander without being a drag; a finger or pen is less steady
const JITTER_OF_FINGER = 10;
const FAR = 1e4; // beyond every picture, in data units
const TARGET = 22; // radius in pixels of what a finger has to meet

/**
 * A draggable point.
 * @param {SVGElement} layer
 * @param {Handle} handle
 * @param {Surroundings} picture
 * @returns {{key: string, element: SVGElement, update(s: State, place: Place): void}}
 */
export function draggable(layer, handle, { state, set, act, at, limits }) {
  handle = completed(handle, limits);
  const g = svgElement(
    "g",
    { class: `handle k-${handle.kind}`, tabindex: 0, role: "slider", "aria-label": handle.label },
    layer,
  );
  svgElement("circle", { r: TARGET, fill: "transparent" }, g);
  svgElement("circle", { class: "halo", r: 15 }, g);
  svgElement("circle", { class: "focus-ring", r: 15 }, g);
  if (!handle.bare) svgElement("circle", { class: "dotm", r: 7 }, g);
  describeAxis(g, handle);

  let drag = null; // {pointer, from: where a press began that is not yet a drag, before: what the drag has changed}
  function follow(event) {
    const patch = handle.move(state(), at(event), limits);
    drag.before = { ...Object.fromEntries(Object.keys(patch).map((name) => [name, state()[name]])), ...drag.before };
    set(patch);
  }
  g.addEventListener("pointerdown", (event) => {
    // A second finger, the right button and its stand-in on a Mac do not take hold of the point.
    if ((drag && !event.isPrimary) || event.button !== 0 || event.ctrlKey) return;
    drag = { pointer: event.pointerId, from: handle.press ? [event.clientX, event.clientY] : null, before: {} };
    event.preventDefault();
    g.setPointerCapture(event.pointerId);
    g.focus({ preventScroll: true });
  });
  g.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    if (event.pointerType === "mouse" && !event.buttons) return void (drag = null); // let go out of our sight
    const { from } = drag;
    const jitter = JITTER[event.pointerType] ?? JITTER_OF_FINGER;
    if (from && Math.hypot(event.clientX - from[0], event.clientY - from[1]) < jitter) return;
    drag.from = null;
    follow(event);
  });
  g.addEventListener("pointerup", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    const press = drag.from;
    drag = null;
    if (press) act(handle.press(state()));
  });
  // The browser has taken the gesture for something else: it was no move.
  g.addEventListener("pointercancel", (event) => {
    if (event.pointerId !== drag?.pointer) return;
    set(drag.before);
    drag = null;
  });
  g.addEventListener("lostpointercapture", (event) => event.pointerId === drag?.pointer && (drag = null));
  g.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return; // the browser's own: Alt and an arrow go back a page
    const run = { Enter: handle.press, " ": handle.press, Delete: handle.remove, Backspace: handle.remove }[event.key];
    if (run) {
      event.preventDefault();
      return act(run(state()));
    }
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault();
    const size = handle.step * (event.shiftKey ? 10 : 1);
    const [x, y] = handle.at(state());
    set(handle.move(state(), [x + size * direction[0], y + size * direction[1]], limits));
  });
  return {
    key: handle.key,
    element: g,
    update(s, [x, y]) {
      g.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      const axis = handle.axis === "y" ? 1 : 0;
      const [low, high] = [-FAR, FAR].map((far) => reached(handle, s, axis, far, limits));
      g.setAttribute("aria-valuemin", String(low));
      g.setAttribute("aria-valuemax", String(high));
      g.setAttribute("aria-valuenow", String(tidy(handle.at(s)[axis])));
      g.setAttribute("aria-valuetext", handle.describe(s));
    },
  };
}

/** A handle that names the traits it moves, with what follows from that. */
function completed(/** @type {Handle} */ { traits = [], ...handle }, limits) {
  return {
    step: limits[traits[0]]?.step,
    at: (s) => traits.map((name) => s[name]),
    move: (s, to) => Object.fromEntries(traits.map((name, i) => [name, snap(to[i], limits[name])])),
    ...handle,
  };
}

/** Where a point ends up that is pulled as far as it goes: the ends of its range as they are now. */
function reached(handle, s, axis, far, limits) {
  const to = [...handle.at(s)];
  to[axis] = far;
  return tidy(handle.at({ ...s, ...handle.move(s, to, limits) })[axis]);
}
const tidy = (value) => Number(value.toPrecision(6));

/** A slider has one value: which of the two it is, or that there are two, both in aria-valuetext. */
function describeAxis(g, /** @type {Handle} */ { axis }) {
  if (axis) g.setAttribute("aria-orientation", axis === "y" ? "vertical" : "horizontal");
  else g.setAttribute("aria-roledescription", "slider in two directions");
}
