// The reader's progress: one entry a finished or tried exercise, kept in this browser and nowhere else.

const KEY = "mlp-book-progress";
const VERSION = 1;
const STATES = ["open", "tried", "right"];
const MOST_FOR_ONE = 20_000; // characters of one answer; a browser keeps about five million in all
const EMPTY = { state: "open", hints: 0, solution: false, answer: null };
const listeners = new Set();
let unstored = null; // the progress of this visit, where the browser stores nothing

const isObject = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
const isEntry = (e) =>
  isObject(e) &&
  STATES.includes(e.state) &&
  [undefined, 0, 1, 2, 3].includes(e.hints) &&
  [undefined, true, false].includes(e.solution);
const isProgress = (data) =>
  data?.version === VERSION && isObject(data.exercises) && Object.values(data.exercises).every(isEntry);

function load() {
  if (unstored) return unstored;
  try {
    const data = JSON.parse(localStorage.getItem(KEY));
    return isProgress(data) ? data.exercises : {};
  } catch {
    return {};
  }
}

const tell = () => listeners.forEach((listener) => listener());

function store(exercises) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: VERSION, exercises }));
    unstored = null;
  } catch {
    unstored = exercises; // a browser that stores nothing still does the exercises
  }
  tell();
}

// Another tab has written.
globalThis.addEventListener?.("storage", (event) => event.key === KEY && tell());

const rank = ({ state, when = "" }) => `${STATES.indexOf(state)} ${when}`;

export const progress = {
  all: load,
  /** @returns {{state: "open"|"tried"|"right", hints: number, solution: boolean, answer: any, when?: string}} */
  get: (id) => ({ ...EMPTY, ...(Object.hasOwn(load(), id) ? load()[id] : {}) }),
  put(id, patch) {
    const small = JSON.stringify(patch.answer ?? null).length <= MOST_FOR_ONE;
    store({ ...load(), [id]: { ...progress.get(id), ...patch, ...(small ? {} : { answer: null }) } });
  },
  forget(id) {
    const { [id]: _, ...others } = load();
    store(others);
  },
  clear: () => store({}),
  /** Whether the next page knows what this one stores: not where the browser forbids it (see early.js). */
  kept: () => {
    try {
      return !unstored && !localStorage.forgets;
    } catch {
      return false;
    }
  },
  /** Text of a file that `restore` reads. */
  save: () => JSON.stringify({ version: VERSION, exercises: load() }, null, 1),
  /**
   * Take over a saved file; where both know an exercise, what is further (or else newer) stays.
   * @returns {number} how many exercises were taken over
   * @throws {Error} that says what is wrong with the file; nothing is changed then
   */
  restore(text) {
    let data = null;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error("This is not a progress file: it cannot be read as JSON. Nothing was changed.");
    }
    if (!isProgress(data)) throw new Error(`This is not a progress file of version ${VERSION}. Nothing was changed.`);
    const own = load();
    const taken = Object.entries(data.exercises).filter(
      ([id, entry]) => !Object.hasOwn(own, id) || rank(entry) > rank(own[id]),
    );
    store({ ...own, ...Object.fromEntries(taken) });
    return taken.length;
  },
  /** @param {() => void} listener called after each change, of another tab too @returns {() => void} stops that */
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
