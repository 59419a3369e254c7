import { either, type Required, together } from "./piece.ts";
import { requiredBy } from "./required.ts";
import { ANYTHING, type Held, heldIn, type Signs } from "./signs.ts";

/** Whether a text with these signs is one to look at further. */
export type Gate = (signs: Signs) => boolean;

/** Lets a text pass that has what the pattern requires, which is read when it is first asked for. */
export function gateOf(pattern: RegExp): Gate {
  let wanted: Wanted | undefined;
  return (signs) => signs === ANYTHING || has(signs, (wanted ??= wantedBy([pattern])));
}

/** Whether a pattern finds something in a text with these signs. */
export type Test = (text: string, signs: Signs) => boolean;

/** A test that is made only where the text passes the pattern's gate. */
export function testOf(pattern: RegExp): Test {
  const passes = gateOf(pattern);
  return (text, signs) => passes(signs) && pattern.test(text);
}

/** Whether one of several patterns finds something. */
export function testsOf(...patterns: readonly RegExp[]): Test {
  const tests = patterns.map(testOf);
  return (text, signs) => {
    for (const isFound of tests) if (isFound(text, signs)) return true;
    return false;
  };
}

/** What a text must have. */
export interface Wanted extends Signs {
  /** Of each of these sets one character. */
  readonly some: readonly Held[];
}

/** What a text must have in which one of the patterns finds something, and all others do. */
export function wantedBy(patterns: readonly RegExp[], others: readonly RegExp[] = []): Wanted {
  const choice: Required = either(patterns.map(requiredBy));
  const { all, some, runs } = others.map(requiredBy).reduce(together, choice);
  const { controls, marks, uppers, lowers, beyond } = heldIn(all);
  const [number = 0, token = 0, base64 = 0] = runs;
  const sets = some.map(heldIn);
  // All of one form, which makes asking them several times as fast.
  return { controls, marks, uppers, lowers, beyond, number, token, base64, some: sets };
}

/** Whether a text has it. */
export function has(signs: Signs, wanted: Wanted): boolean {
  if ((wanted.marks & ~signs.marks) !== 0 || wanted.base64 > signs.base64) return false;
  if (wanted.token > signs.token || wanted.number > signs.number) return false;
  if ((wanted.lowers & ~signs.lowers) !== 0 || (wanted.uppers & ~signs.uppers) !== 0) return false;
  if ((wanted.controls & ~signs.controls) !== 0 || wanted.beyond > signs.beyond) return false;
  for (const set of wanted.some) if (!shares(signs, set)) return false;
  return true;
}

function shares(signs: Signs, set: Held): boolean {
  const ascii = (set.marks & signs.marks) | (set.lowers & signs.lowers);
  const others = (set.uppers & signs.uppers) | (set.controls & signs.controls);
  return (ascii | others | (set.beyond & signs.beyond)) !== 0;
}
