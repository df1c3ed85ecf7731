// The kinds of exercise: how each judges what was typed or chosen, and where the answer goes.
import { choice } from "./kinds/choice.js";
import { code } from "./kinds/code.js";
import { derivation } from "./kinds/derivation.js";
import { explore } from "./kinds/explore.js";
import { numeric } from "./kinds/numeric.js";
import { order } from "./kinds/order.js";

/**
 * @typedef {object} Area
 * @property {HTMLElement} element
 * @property {() => any} value  what is kept of the answer, as JSON
 * @property {() => object|Promise<object>} [judge]  the verdict; `unfinished` when it says nothing about the answer.
 *   Missing where nothing can judge.
 * @property {(verdict) => void} [mark]
 * @property {() => void} clear
 * @property {() => void} [stop]  ends a judge that takes too long
 * @property {boolean} [quiet]  the verdict needs no word about the solution
 */

/** @type {Object<string, {area(parts): Area, judge?(spec, answer): object}>} */
export const KINDS = { choice, code, derivation, explore, numeric, order };
