import type { Token } from "./portable-regex.ts";
import { EMPTY_GROUP } from "./portable-regex.ts";

/** What a backtracking engine may take for one search, in steps: a few milliseconds. */
const STEPS = 1e7;

/**
 * The longest text in which a backtracking engine is sure to find a pattern, or not, in bounded
 * time; 0 for a pattern that may take for ever. Such an engine tries every way through the
 * pattern from every place: a repetition may end at each of the text's characters, so every one
 * multiplies the ways by the text's length, an alternative or an optional part by two. A
 * repetition around another, or around alternatives, has no such bound.
 */
export function longestForBacktracking(tokens: readonly Token[]): number {
  const { repetitions, branches } = waysThrough(tokens);
  const perPlace = tokens.length * 2 ** branches;
  return Math.floor((STEPS / perPlace) ** (1 / (repetitions + 1)));
}

interface Ways {
  readonly repetitions: number;
  /** Infinite where a repetition is around something that has ways of its own. */
  readonly branches: number;
}

function waysThrough(tokens: readonly Token[]): Ways {
  let repetitions = 0;
  let branches = 0;
  // Whether each open group, and the atom before a quantifier, can be gone through in several ways.
  const open = [false];
  let atomVaries = false;
  for (const { kind } of tokens) {
    if (kind === "(") {
      open.push(false);
      atomVaries = false;
    } else if (kind === ")" || kind === EMPTY_GROUP) {
      atomVaries = open.pop() ?? false;
      if (atomVaries) markLast(open);
    } else if (kind === "|" || kind === "?") {
      branches += 1;
      markLast(open);
    } else if (REPETITIONS.has(kind)) {
      repetitions += 1;
      if (atomVaries) branches = Number.POSITIVE_INFINITY;
      markLast(open);
    } else atomVaries = false;
  }
  return { repetitions, branches };
}

const REPETITIONS: ReadonlySet<string> = new Set(["*", "+", "{"]);

function markLast(open: boolean[]): void {
  open[open.length - 1] = true;
}
