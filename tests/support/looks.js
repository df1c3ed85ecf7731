// What a figure shows and what a visitor does to it: the same for a page in a browser and in node.
globalThis.looks = (() => {
  const all = (f, selector) => [...f.querySelectorAll(selector)];
  const visible = (f, selector) => all(f, selector).filter((e) => !e.closest("[hidden]"));
  const frame = () => new Promise((draw) => requestAnimationFrame(draw));
  const input = (slider, position) => {
    slider.value = position;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const picture = (f) =>
    all(f, ".mm-plot svg, .mm-read")
      .map((e) => e.innerHTML)
      .join();
  const spoken = (e) => `${e.getAttribute("aria-label") ?? ""} ${e.getAttribute("aria-valuetext") ?? ""}`;
  const onShow = (f) => f.textContent + all(f, "[aria-label], [aria-valuetext]").map(spoken).join(" ");

  /** What no reader may see or hear; NaN as a number's text is a question mark, and places no mark. */
  const senseless = /NaN|Infinity|undefined|null|\[object/;
  const forbidden = (f, shown = picture(f)) =>
    senseless.exec(onShow(f))?.[0] ??
    senseless.exec(shown)?.[0] ??
    (all(f, ".val").some((e) => e.textContent === "?") ? "?" : "");

  async function settle() {
    await frame();
    await frame();
  }

  /** The picture once it has settled, and what is senseless on show. */
  async function look(f) {
    await settle();
    return [picture(f), forbidden(f)];
  }

  let screen = null;
  /** From now on a frame is drawn at once: waiting for the screen takes most of the time of many states. */
  async function hurry() {
    await settle(); // a frame that already waits for the screen would hold up the others
    screen ??= globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = (draw) => (queueMicrotask(() => draw(performance.now())), 1);
  }
  /** From now on frames wait for the screen again. */
  async function calm() {
    await settle();
    if (screen) globalThis.requestAnimationFrame = screen;
    screen = null;
  }

  const button = (f, name) => all(f, "button").find((e) => e.textContent.trim() === name);
  const reset = (f) => button(f, "Reset").click();

  /** Every position of a slider in turn: faults where nothing changes or something senseless shows. */
  async function sweep(f, slider) {
    const faults = [];
    let last = null;
    for (let position = 0; position <= Number(slider.max); position++) {
      input(slider, position);
      await frame();
      const now = picture(f);
      if (now === last) faults.push(`${position}: nothing changes`);
      const bad = forbidden(f, now);
      if (bad) faults.push(`${position}: ${bad} on show`);
      last = now;
    }
    return faults;
  }

  /** Go where the picks (numbers from 0 to 1) say: a choice, all sliders, a step. */
  async function go(f, pick) {
    const choose = (list, x) => list.length && list[Math.floor(x * list.length)];
    choose(visible(f, ".mm-choice button"), pick[0])?.click?.();
    visible(f, "input[type=range]").forEach((slider, i) =>
      input(slider, Math.round(pick[1 + (i % (pick.length - 2))] * slider.max)),
    );
    const step = choose(visible(f, ".mm-steps button:not(.mm-play)"), pick.at(-1));
    if (step && !step.disabled) step.click(); // as in a browser, where nothing would happen
    await settle();
  }

  /** The numbers on show, those computed in full precision, the state and the code. */
  function numbers(f) {
    return {
      slots: all(f, "[data-name]").map((e) => [e.dataset.name, e.textContent]),
      values: JSON.parse(f.dataset.values),
      state: f.mmFigure.state(),
      code: f.mmFigure.python(),
      bad: forbidden(f),
    };
  }

  /** All that a reader sees or hears of the state: what places each mark, then its letters and names. */
  function everything(f) {
    const own = (e) => [...e.childNodes].map((node) => (node.nodeType === 3 ? node.data : "")).join("");
    const written = ({ name, value }) => ` ${name}=${value.replace(/\s+/g, " ").trim()}`;
    const attributes = (e) => [...e.attributes].filter(({ name }) => !["style", "id"].includes(name));
    const some = (e, heard) =>
      attributes(e)
        .filter(({ name }) => name.startsWith("aria-") === heard)
        .map(written)
        .sort()
        .join("");
    const mark = (e) => `<${e.tagName.toLowerCase()}${some(e, false)}>\n${some(e, true)} ${own(e)}`;
    const parts = ".mm-plot svg, .mm-plot svg *, .mm-read *, .mm-say, .mm-say *, .mm-choice *, .mm-steps *";
    const sliders = all(f, "input[type=range]").map((e) => `slider\n${Number(e.value)} ${spoken(e)}`);
    return [...all(f, parts).map(mark), ...sliders];
  }

  /** The colours, size and weight of an element's letters, and what they stand on. */
  function dress(element) {
    const { color, fontSize, fontWeight, opacity } = getComputedStyle(element);
    let ground = element;
    while (ground.parentElement && /, 0\)$|transparent/.test(getComputedStyle(ground).backgroundColor))
      ground = ground.parentElement;
    return [color, fontSize, fontWeight, opacity, getComputedStyle(ground).backgroundColor].join();
  }

  /** Formulas of a part that are dressed as earlier ones: whoever measures contrasts need not look at them again. */
  function twins(part) {
    const seen = new Set();
    const letters = (formula) => all(formula, ".katex-html *").filter((e) => e.firstChild?.nodeType === 3);
    return [...document.querySelectorAll(part)]
      .flatMap((place) => all(place, ".katex"))
      .filter((formula) => {
        const fresh = [formula, ...letters(formula)].map(dress).filter((one) => !seen.has(one));
        fresh.forEach((one) => seen.add(one));
        return !fresh.length;
      });
  }

  const widths = (f) => [f.clientWidth, ...all(f, ".mm-plot").map((e) => e.clientWidth)];

  return {
    picture,
    forbidden,
    settle,
    look,
    hurry,
    calm,
    reset,
    button,
    sweep,
    go,
    numbers,
    everything,
    twins,
    widths,
    frame,
  };
})();
