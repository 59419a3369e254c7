import { REVOKE } from "../../hints.ts";
import { entropy } from "../entropy.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const highEntropy: SpanRule = {
  id: "secret.high-entropy",
  severity: "warning",
  why: "A text as random as a secret is one, or identifies as well",
  hint: REVOKE,
  find: spansOf(
    /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,512}={0,2}(?![A-Za-z0-9+/_=-])/g,
    ([match]) => isRandom(match),
  ),
  examples: {
    finds: ["X3nq77aqFHLXlEFAKEGDKwsJkloL9NzS"],
    passes: [
      "getUserPreferencesFromLocalStorageCache",
      "MAX_CONCURRENT_BACKGROUND_TASKS_ENABLED",
      "this-is-a-long-kebab-case-feature-flag-name",
    ],
  },
};

/**
 * Varied, in one long run, as even as chance would make it, and not made of words. A bound that
 * grows with the length misses 1 % of random strings where a fixed one misses most short ones.
 */
function isRandom(text: string): boolean {
  if (!hasLongRun(text)) return false;
  const classes = [/[a-z]/, /[A-Z]/, /\d/].filter((pattern) => pattern.test(text)).length;
  if (classes < 2 || !text.split(/[-_/]/).some(isMixedRun)) return false;
  const alphabet = /^[0-9a-fA-F]+$/.test(text)
    ? 16
    : /[a-z]/.test(text) && /[A-Z]/.test(text)
      ? 62
      : 36;
  const bound = 0.78 * Math.log2(Math.min(text.length, alphabet));
  return entropy(text) >= bound && wordLength(text) < 0.6 * text.length;
}

/** No shorter one is mixed enough. Counted, because a pattern would count again from each place. */
function hasLongRun(text: string): boolean {
  let run = 0;
  for (let at = 0; at < text.length && run < LONG_RUN; at += 1)
    run = isBreak(text.charCodeAt(at)) ? 0 : run + 1;
  return run >= LONG_RUN;
}

/** `-`, `_` or `/`. */
const isBreak = (code: number): boolean => code === 0x2d || code === 0x5f || code === 0x2f;

const LONG_RUN = 12;

function isMixedRun(run: string): boolean {
  const hasLetter = /[A-Za-z]/.test(run);
  return (
    run.length >= LONG_RUN &&
    ((hasLetter && /\d/.test(run)) || (/[a-z]/.test(run) && /[A-Z]/.test(run)))
  );
}

/** How many characters stand in pieces that could be words. */
function wordLength(text: string): number {
  const pieces = text.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return pieces
    .filter((piece) => piece.length >= 3 && /[aeiou]/i.test(piece) && !/[^aeiou]{5}/i.test(piece))
    .reduce((sum, piece) => sum + piece.length, 0);
}
