import { either, type Required, together } from "./piece.ts";
import { requiredBy } from "./required.ts";
import { ANYTHING, type Held, heldIn, type Signs } from "./signs.ts";

/** Lets those texts pass in which one of the patterns can find something, and all others too. */
export interface Gate {
  readonly patterns: readonly RegExp[];
  readonly others: readonly RegExp[];
  /** What such a text must have; read from the patterns when it is first asked for. */
  wanted: Wanted | undefined;
}

interface Wanted extends Signs {
  /** Of each of these sets one character. */
  readonly some: readonly Held[];
}

/** @param others what matches wherever one of the patterns does */
export function gateOf(patterns: readonly RegExp[], others: readonly RegExp[] = []): Gate {
  return { patterns, others, wanted: undefined };
}

/** Whether a text with these signs passes. */
export function passes(gate: Gate, signs: Signs): boolean {
  return signs === ANYTHING || has(signs, (gate.wanted ??= wantedBy(gate)));
}

/** Whether something is found in a text with these signs. */
export type Test = (text: string, signs: Signs) => boolean;

/** Whether one of the patterns finds something. */
export function testOf(...patterns: readonly RegExp[]): Test {
  const count = countOf(...patterns);
  return (text, signs) => count(text, signs, 1) > 0;
}

/** How many of the patterns find something, up to so many; each is tried where its gate lets it. */
export function countOf(
  ...patterns: readonly RegExp[]
): (text: string, signs: Signs, most: number) => number {
  const tests = patterns.map((pattern) => ({ pattern, gate: gateOf([pattern]) }));
  return (text, signs, most) => {
    let count = 0;
    for (const { pattern, gate } of tests)
      if (passes(gate, signs) && pattern.test(text) && (count += 1) >= most) break;
    return count;
  };
}

function wantedBy({ patterns, others }: Gate): Wanted {
  const choice: Required = either(patterns.map(requiredBy));
  const { all, some, runs } = others.map(requiredBy).reduce(together, choice);
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
  for (const set of wanted.some) if (!shares(signs, set)) return false;
  return true;
}

function shares(signs: Signs, set: Held): boolean {
  const ascii = (set.marks & signs.marks) | (set.lowers & signs.lowers);
  const others = (set.uppers & signs.uppers) | (set.controls & signs.controls);
  return (ascii | others | (set.beyond & signs.beyond)) !== 0;
}
