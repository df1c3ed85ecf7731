// What the parts of an exercise's card promise each other. `make lint` reads it; no page loads it.

/** An exercise as kinds/*.py describe it: each kind has members of its own. */
type Spec = Record<string, any>;

/** What is said to an answer. */
interface Verdict {
  right: boolean;
  head: string;
  says: string;
  /** Nothing about the answer: it is not kept. */
  unfinished?: boolean;
  /** Right, and there is more to do. */
  onTheWay?: boolean;
}

interface Kind {
  /** Where the answer goes. */
  area(parts: Parts): Area;
  /** Where it needs no area. */
  judge?(spec: Spec, answer: any): Verdict;
}

/** What the card hands to an area. */
interface Parts {
  spec: Spec;
  /** The card's id. */
  uid: string;
  /** Write a text of the exercise into an element, or into a new one. */
  write<Any extends HTMLElement>(element: Any, words: string): Any;
  text<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string, words: string): HTMLElementTagNameMap[Tag];
  /** Who judges code; null where nobody can, and `why` says why. */
  python: Judge | null;
  why: string;
  /** What was kept of an earlier answer. */
  saved: any;
  /** To be called when the answer changes. */
  changed(): void;
}

interface Area {
  element: HTMLElement;
  /** What is kept of the answer, as JSON. */
  value(): any;
  /** Missing where nothing can judge. */
  judge?(): Verdict | Promise<Verdict>;
  mark?(verdict: Verdict): void;
  clear(): void;
  /** Ends a judge that takes too long. */
  stop?(): void;
  /** The verdict needs no word about the solution. */
  quiet?: boolean;
}

/** The kernel behind a notebook, or the page's own Python. */
interface Judge {
  judge(exercise: string, source: string): Promise<Verdict>;
  editor?(host: HTMLElement, options: EditorOptions): Promise<Editor>;
  stop?(exercise?: string): void;
  onState?(listener: (state: string, detail: { loaded?: number; total?: number; reason?: string }) => void): void;
}

interface EditorOptions {
  value: string;
  label: string;
  onChange?(): void;
  onRun?(): void;
  /** At once, and not when it is first entered. */
  now?: boolean;
}

interface Editor {
  get(): string;
  set(value: string): void;
  focus(): void;
  destroy(): void;
}
