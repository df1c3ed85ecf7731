// What a figure promises to the shared modules. `make lint` holds every figure to it; no page loads it.

/** The values of all traits that make up the state. */
type State = Record<string, any>;
/** Full-precision results of a state; names as in the Python snippet. */
type Values = Record<string, any>;
/** Traits to be set, with their new values. */
type Patch = Record<string, any>;
/** A place [x, y]: in data units, or where it says so in pixels. */
type Place = number[];
/** Prose with **strong** and $maths markup$ (`words` in numbers.js). */
type Words = string;
/** Maths markup: `readMath` in numbers.js. */
type Maths = string;
/** Key of an icon in controls.js. */
type Icon = keyof typeof import("./controls.js").ICON;

/**
 * Draws in pixels. Classes: k-<kind> for colour, a kind of symbols.json or plain; mark, solid, soft, dotm, lab, axis, gridl
 * for role; thin, dash, faint, hollow, small, big, bare, quiet for how it looks (figures.css).
 */
interface Pen {
  /** Size of the picture. */
  W: number;
  H: number;
  begin(W: number, H: number): void;
  end(): void;
  put(tag: string, classes: string, attributes: Record<string, string | number>, markup?: Maths): SVGElement;
  /** From x1, y1 to x2, y2. */
  line(classes: string, ...ends: number[]): SVGElement;
  poly(classes: string, points: Place[], attributes?: Record<string, string | number>): SVGElement;
  area(classes: string, points: Place[]): SVGElement;
  dot(classes: string, cx: number, cy: number, r: number): SVGElement;
  rect(classes: string, x: number, y: number, width: number, height: number, rx?: number): SVGElement;
  path(classes: string, d: string, attributes?: Record<string, string | number>): SVGElement;
  /** A label at a fixed place. */
  text(classes: string, x: number, y: number, markup: Maths, anchor?: string): SVGElement;
  /** Keep later labels away from a box, or from the segment from x1, y1 to x2, y2. */
  avoid(x: number, y: number, width: number, height: number): void;
  avoidLine(...ends: number[]): void;
  /** A label at the free place nearest to the direction `towards` (radians, y upwards) of a thing at x, y. */
  label(classes: string, x: number, y: number, markup: Maths, where?: { towards?: number; gap?: number }): SVGElement;
  /** A label along the segment a to b at its fraction t, on the side of the direction `side`. */
  along(classes: string, a: Place, b: Place, t: number, markup: Maths, side: Place): SVGElement;
  arrow(kind: string, x1: number, y1: number, x2: number, y2: number, look?: { extra?: string; head?: number }): void;
}
/** Maps data to pixels; `inv` goes back. */
type Scale = ReturnType<typeof import("./plot.js").scale>;
/** Draws in data units. */
type Axes = ReturnType<typeof import("./axes.js").axes>;
/** How a mark of `Axes` is drawn: whether labels keep clear of it, whether it is cut at the frame; and attributes. */
type Look = { clear?: boolean; cut?: boolean; [attribute: string]: any };

/**
 * What each trait may be, as Python declares it: trait -> {min, max, step, whole, none} or {names}, and for a list what
 * its validator takes (limits.js). Of any type, as each trait has its own.
 */
type Limits = any;
/** Groups of items: a line breaks between groups only. */
type Equation = Array<Array<string | Item>>;

/** What a figure's own module exports by default. */
interface Definition {
  /** As in Python. */
  name: string;
  title: string;
  /** The question to answer before touching anything. */
  predict: Words;
  /** What to see. */
  see: Words;
  /** Names of all traits that make up the state. */
  state: string[];
  /** One column; picture beside controls; wide picture beside a small one; over two. */
  layout?: "one" | "two" | "wide" | "over";
  pictures: Picture[];
  values(s: State): Values;
  /** The formula with its numbers. */
  readout: Equation[] | ((limits: Limits) => Equation[]);
  /** One or two sentences on the current state. */
  say(s: State, v: Values, limits: Limits): Words;
  /** Code that computes the same values with mlp_lib. */
  python(s: State, v: Values): string;
  /** Trait -> strip under its slider. */
  regimes?: Record<string, Regime[]>;
  /** Key of the current regime. */
  regime?(s: State, v: Values): string;
  choices?: Choice[];
  steps?: Steps;
  /** Sliders in named groups; on a narrow screen only those stand open whose `open` holds or is missing. */
  groups?: Array<{ title: Words; label: string; traits: string[]; open?(s: State): boolean }>;
  /** Trait -> whether its slider is shown. */
  sliderWhen?: Record<string, (s: State) => boolean>;
  /** The part of the state that is another on paper, where nothing can be pressed. */
  paper?: Patch;
  /** Buttons; not shown where `when` is false. */
  actions?: Array<{
    label: string;
    icon?: Icon;
    run(s: State, limits: Limits): Patch;
    when?(s: State, limits: Limits): boolean;
  }>;
  /** Trait that is a list -> its value as Python would take it, undefined where it would not. */
  usable?: Record<string, (value: any, limits: any) => any>;
}

interface Picture {
  key: string;
  height(width: number, figureWidth: number): number;
  caption?: Words;
  /** Stands in the side column of layout "two". */
  side?: boolean;
  /** Text alternative of the current state. */
  alt(s: State, v: Values): Words;
  /** A picture with handles or taps returns its scales [x, y], and the handles' places in pixels. */
  draw(p: Pen, s: State, v: Values, limits: Limits): Drawn | void;
  handles?: Handle[] | ((s: State, limits: Limits) => Handle[]);
  /** A click or tap beside the handles. */
  tap?(s: State, place: Place, limits: Limits): Patch | void;
}

interface Drawn {
  scales: Scale[];
  handles?: Record<string, Place>;
}

/** A point that the reader moves. */
interface Handle {
  key: string;
  kind: string;
  label: string;
  describe(s: State): string;
  /** Names of the one or two numbers that it moves; the three below are for what moves otherwise. */
  traits?: string[];
  at?(s: State): Place;
  move?(s: State, to: Place, limits: Limits): Patch;
  /** How far an arrow key moves it. */
  step?: number;
  /** On Enter, Space or a tap. */
  press?(s: State): Patch;
  /** On Delete. */
  remove?(s: State): Patch;
  /** Where it moves in one direction only. */
  axis?: "x" | "y";
  /** The picture draws the mark itself. */
  bare?: boolean;
}

/** A symbol of an equation over its number, or over a matrix of numbers, or over a shape. */
interface Item {
  symbol: Maths | ((s: State, v: Values) => Maths);
  show?(s: State, v: Values): string;
  rows?: Array<Array<{ show(s: State, v: Values): string; name?: string }>>;
  /** Room for its number, so that nothing moves when that grows: "3.6em". */
  width?: string;
  /** Colour of what has none by its symbol: words, and values that no symbol names. */
  kind?: string;
  /** The value's name in the Python snippet. */
  name?: string;
  shape?: string;
}

/** A part of a slider's range, up to `to` or to its end. */
interface Regime {
  to?: number;
  key: string;
  text: string;
}

interface Choice {
  trait: string;
  label: string;
  /** What stands on the button of a name, where that is not the name. */
  text?(name: any): Words;
  /** What else changes with it. */
  also?(s: State, name: any): Patch;
  when?(s: State, limits: Limits): boolean;
}

/** In every state that a figure's functions see, the trait is at most `max`. */
interface Steps {
  trait: string;
  max(s: State): number;
  /** Where step k of n stands, in words. */
  count(k: number, n: number, s: State): string;
  /** Milliseconds. */
  interval?: number;
  also?(s: State, k: number): Patch;
}

/** What a handle or a picture knows of its figure. */
interface Surroundings {
  state(): State;
  set(patch: Patch): void;
  limits: Limits;
  /** Set what a press does: unlike a drag it ends a run of the step bar. */
  act(patch: Patch | void): void;
  /** The place of an event in data units. */
  at(event: MouseEvent): Place;
}

/** What the notebook knows of a slider. */
interface Control {
  trait: string;
  symbol: Maths;
  label: string;
  min: number;
  max: number;
  step: number;
  digits: number;
  /** Number of the chapter, for the colours of its symbols. */
  chapter: string;
}

/** The saved state of a widget: anywidget's model, or the page's own. */
interface Model {
  get(name: string): any;
  set(name: string, value: any): void;
  on(event: string, listener: (...values: any[]) => void): void;
  off(event: string, listener: (...values: any[]) => void): void;
  save_changes(): void;
  /** Its class, in the page. */
  name?: string;
  /** To and from a kernel, in JupyterLab. */
  send?(message: object): void;
  widget_manager?: any;
}

interface HTMLElement {
  /** A mounted figure, for the tests. */
  mmFigure?: { frames: number; state(): State; set(patch: Patch): void; values(): Values; python(): string };
}
interface Element {
  /** The markup that a label shows. */
  mmMarkup?: Maths;
}
