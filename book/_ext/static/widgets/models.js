// Widget models from the saved state of a notebook: values, listeners and links, no kernel.

/** One saved ipywidgets model, with the face that anywidget's front ends expect. */
class Model {
  /**
   * @param {string} id
   * @param {{model_name: string, state: object, buffers?: Array<{path: Array, data: string}>}} saved
   */
  constructor(id, saved) {
    this.id = id;
    this.name = saved.model_name;
    this.state = { ...saved.state };
    this.listeners = new Map();
    for (const { path, data } of saved.buffers ?? []) this.#place(path, binary(data));
  }

  /** Put a binary value where its path points, without touching what other models share. */
  #place(path, value) {
    let parent = this.state;
    for (const key of path.slice(0, -1)) {
      parent[key] = Array.isArray(parent[key]) ? [...parent[key]] : { ...parent[key] };
      parent = parent[key];
    }
    parent[path.at(-1)] = value;
  }

  get(name) {
    return this.state[name];
  }

  /** Set one value, or several from an object; listeners hear of real changes only. */
  set(name, value) {
    const patch = typeof name === "string" ? { [name]: value } : name;
    const changed = Object.keys(patch).filter((key) => !Object.is(this.state[key], patch[key]));
    for (const key of changed) this.state[key] = patch[key];
    for (const key of changed) this.#tell(`change:${key}`, patch[key]);
    if (changed.length) this.#tell("change");
  }

  #tell(event, value) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener(this, value);
  }

  on(events, listener) {
    for (const event of events.split(" ")) {
      if (!this.listeners.has(event)) this.listeners.set(event, new Set());
      this.listeners.get(event).add(listener);
    }
  }

  off(events, listener) {
    for (const event of (events ?? [...this.listeners.keys()].join(" ")).split(" ")) {
      if (listener) this.listeners.get(event)?.delete(listener);
      else this.listeners.delete(event);
    }
  }

  save_changes() {}

  send() {}
}

/** Base64 text as bytes. */
function binary(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new DataView(bytes.buffer);
}

/** All models of a page, by id. */
export class Models {
  /** @param {object} states  saved states by id, as notebooks keep them */
  constructor(states) {
    this.byId = new Map(Object.entries(states).map(([id, saved]) => [id, new Model(id, saved)]));
    for (const model of this.byId.values()) {
      if (model.name === "LinkModel") this.#link(model, true);
      if (model.name === "DirectionalLinkModel") this.#link(model, false);
    }
  }

  /** @param {string} reference  an id, or "IPY_MODEL_" and an id */
  find(reference) {
    return this.byId.get(String(reference).replace("IPY_MODEL_", ""));
  }

  /** jslink (both ways) and jsdlink: the target starts with the source's value. */
  #link(link, bothWays) {
    const [sourceId, sourceTrait] = link.get("source");
    const [targetId, targetTrait] = link.get("target");
    const source = this.find(sourceId);
    const target = this.find(targetId);
    if (!source || !target) return;
    const copy = (from, trait, to, other) => to.set(other, from.get(trait));
    copy(source, sourceTrait, target, targetTrait);
    source.on(`change:${sourceTrait}`, () => copy(source, sourceTrait, target, targetTrait));
    if (bothWays) target.on(`change:${targetTrait}`, () => copy(target, targetTrait, source, sourceTrait));
  }
}
