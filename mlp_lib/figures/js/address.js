// A figure's state in the page's address, and in the browser's memory of the pages that the reader has been on.

const SETTLED = 250; // milliseconds without a change after which the browser is told the state

/**
 * Keep a figure's state with the page.
 *
 * A link to a state is read when it is followed. Who comes Back finds the figure as they left it: the state stands in
 * the history's entry, under the figure's name.
 * @param {string} id of the figure's element
 * @param {{state(): State, set(patch: Patch): void, accept(name: string, value: any): any, show(): void}} figure
 *   `accept` gives a value held to what the trait allows, undefined when it cannot be used
 * @returns {{link(): string, changed(): void, forget(): void, stop(): void}}
 */
export function keepAddress(id, { state, set, accept, show }) {
  const key = `figure ${id}`;
  const mine = () => location.hash.startsWith(`#${id}?`);
  const noted = () => history.state?.[key];
  const note = (value, address = "") => history.replaceState({ ...history.state, [key]: value }, "", address);
  let moved = false;
  let timer;

  function take(values) {
    const usable = Object.entries(values).map(([name, value]) => [name, accept(name, value)]);
    set(Object.fromEntries(usable.filter(([, value]) => value !== undefined)));
  }
  function read() {
    const values = {};
    for (const [name, text] of new URLSearchParams(location.hash.slice(id.length + 2))) {
      try {
        values[name] = JSON.parse(text);
      } catch {
        // No value at all: the others of the link may be.
      }
    }
    take(values);
    note(state());
    show();
  }
  function onHash() {
    clearTimeout(timer);
    if (mine() && !noted()) read();
    else if (moved) note(state());
  }

  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (entry?.type === "back_forward" && noted()) take(noted());
  else if (mine()) read();
  else if (noted()) note(undefined);
  addEventListener("hashchange", onHash);

  return {
    link() {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(state())) query.set(name, JSON.stringify(value));
      note(state(), `#${id}?${query}`);
      return location.href;
    },
    changed() {
      moved = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const asked = mine() && !noted(); // a link that was followed a moment ago, and is about to be read
        if (!asked) note(state());
      }, SETTLED);
    },
    forget() {
      note(undefined, mine() ? location.pathname + location.search : "");
    },
    stop() {
      clearTimeout(timer);
      removeEventListener("hashchange", onHash);
    },
  };
}
