// The kinds of exercise: how each judges what was typed or chosen, and where the answer goes.
import { choice } from "./kinds/choice.js";
import { code } from "./kinds/code.js";
import { derivation } from "./kinds/derivation.js";
import { explore } from "./kinds/explore.js";
import { numeric } from "./kinds/numeric.js";
import { order } from "./kinds/order.js";

/** @type {Record<string, Kind>} */
export const KINDS = { choice, code, derivation, explore, numeric, order };
