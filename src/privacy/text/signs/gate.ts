import { requiredBy } from "./required.ts";
import { ANYTHING, type Held, heldIn, type Signs } from "./signs.ts";

/** Whether a text with these signs is one to try a pattern on. */
export type Gate = (signs: Signs) => boolean;

/**
 * Lets a text pass that has what the pattern requires, which is read when a text is first looked
 * at.
 */
export function gateOf(pattern: RegExp): Gate {
  let wanted: Wanted | undefined;
  return (signs) => signs === ANYTHING || has(signs, (wanted ??= wantedBy(pattern)));
}

/** Whether a pattern finds something in a text with these signs. */
export type Test = (text: string, signs: Signs) => boolean;

/** A test that is made only where the text passes the pattern's gate. */
export function testOf(pattern: RegExp): Test {
  const passes = gateOf(pattern);
  return (text, signs) => passes(signs) && pattern.test(text);
}

/** What a text must have. */
interface Wanted extends Signs {
  /** Of each of these sets one character. */
  readonly some: readonly Held[];
}

function wantedBy(pattern: RegExp): Wanted {
  const { all, some, runs } = requiredBy(pattern);
  const { controls, marks, uppers, lowers, beyond } = heldIn(all);
  const [number = 0, token = 0, base64 = 0] = runs;
  const sets = some.map(heldIn);
  // All of one form, which makes asking them several times as fast.
  return { controls, marks, uppers, lowers, beyond, number, token, base64, some: sets };
}

function has(signs: Signs, wanted: Wanted): boolean {
  if ((wanted.marks & ~signs.marks) !== 0 || wanted.base64 > signs.base64) return false;
  if (wanted.token > signs.token || wanted.number > signs.number) return false;
  if ((wanted.lowers & ~signs.lowers) !== 0 || (wanted.uppers & ~signs.uppers) !== 0) return false;
  if ((wanted.controls & ~signs.controls) !== 0 || wanted.beyond > signs.beyond) return false;
  return wanted.some.length === 0 || wanted.some.every((set) => shares(signs, set));
}

function shares(signs: Signs, set: Held): boolean {
  const ascii = (set.marks & signs.marks) | (set.lowers & signs.lowers);
  const others = (set.uppers & signs.uppers) | (set.controls & signs.controls);
  return (ascii | others | (set.beyond & signs.beyond)) !== 0;
}
