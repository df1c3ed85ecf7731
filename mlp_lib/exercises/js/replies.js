// What the checkers say by themselves: the sentences that Python reads too.
import REPLIES from "../replies.json" with { type: "json" };

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A sentence with values in the place of its braces. */
export const said = (key, values = {}) => fill(REPLIES[key], values);

/** How a typed answer of so many axes is parted, as the end of a reply. */
export const parting = (axes) => ` ${REPLIES.part[axes]}`;

/** 1 number, 3 numbers. */
export const counted = (count, noun) => fill(REPLIES.counted[noun][count === 1 ? 0 : 1], { count });

export const verdict = (right, head, says) => ({ right, head, says });
export const right = (says = "") => verdict(true, REPLIES.right, says);
export const notYet = (name, says) => verdict(false, name ? said("named", { name }) : REPLIES.not_yet, says);

/** The verdict on a slip that any exercise may show, by its name in replies.json. */
export function slip(key, values = {}) {
  const [name, says] = REPLIES.slips[key];
  return notYet(name, fill(says, values));
}

/** A verdict on what is no answer yet: nothing is kept of it. */
export const unfinished = (head, says) => ({ ...verdict(false, head, says), unfinished: true });
