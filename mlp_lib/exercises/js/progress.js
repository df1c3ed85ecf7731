// The reader's progress: one entry a finished or tried exercise, kept in this browser and nowhere else.

const KEY = "mlp-book-progress";
const VERSION = 1;
const listeners = new Set();

function load() {
  try {
    const data = JSON.parse(localStorage.getItem(KEY));
    return isProgress(data) ? data.exercises : {};
  } catch {
    return {};
  }
}

const STATES = ["open", "tried", "right"];
const isEntry = (e) => e !== null && typeof e === "object" && STATES.includes(e.state);
const isProgress = (data) =>
  data?.version === VERSION && data.exercises !== null && typeof data.exercises === "object" && Object.values(data.exercises).every(isEntry);

function store(exercises) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ version: VERSION, exercises }));
  } catch {
    // A browser that stores nothing still does the exercises.
  }
  for (const listener of listeners) listener(exercises);
}

export const progress = {
  all: load,
  /** @returns {{state: "open"|"tried"|"right", hints: number, solution: boolean, answer: any}} */
  get: (id) => ({ state: "open", hints: 0, solution: false, answer: null, ...load()[id] }),
  put: (id, patch) => store({ ...load(), [id]: { ...progress.get(id), ...patch } }),
  forget(id) {
    const { [id]: _, ...others } = load();
    store(others);
  },
  clear: () => store({}),
  /** Text of a file that `restore` reads. */
  save: () => JSON.stringify({ version: VERSION, exercises: load() }, null, 1),
  /** Take over a saved file; throws an Error that says what is wrong and changes nothing then. */
  restore(text) {
    let data = null;
    try {
      data = JSON.parse(text);
    } catch {
      throw new Error("This file is not JSON. Choose a file that this page has saved.");
    }
    if (!isProgress(data)) throw new Error(`This is not a progress file of version ${VERSION}. Nothing was changed.`);
    store(data.exercises);
  },
  onChange(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
