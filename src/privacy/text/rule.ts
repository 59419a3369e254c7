import type { Examples, Rule } from "../rule.ts";
import { gateOf, passes, type Test } from "./signs/gate.ts";
import type { Signs } from "./signs/signs.ts";

/** A half-open range of UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** Has no more than the shape: no check digit holds, and no word beside it says what it is. */
  readonly isShapeAlone?: true;
}

/** Judges a text, wherever it stands. */
export type TextRule = SpanRule | WholeRule;

interface OfText extends Rule {
  /** Only a warning in a text that is declared as plain on purpose (`privacy-rules.md` 3.2). */
  readonly isMildInPlainText?: true;
  readonly examples: Examples<string>;
}

/** Finds one kind of secret, person, place or identifier inside a text. */
export interface SpanRule extends OfText {
  /** A cheap test that every text with a candidate passes, where it says more than its signs. */
  readonly needs?: RegExp;
  /** The candidates that pass the rule's checks (`privacy-rules.md` 3.3 and 3.4). */
  readonly find: Search;
}

/** Judges a text as a whole. */
export interface WholeRule extends OfText {
  readonly matches: Test;
}

/** Looks for spans. */
export interface Search {
  /** One of these matches every text in which it finds something. */
  readonly patterns: readonly RegExp[];
  readonly spansIn: (text: string, signs: Signs) => readonly Span[];
}

/** A match and the text it stands in, for checks that look at what stands before it. */
export type Check = (match: RegExpExecArray, text: string) => boolean;

/** The spans of a global pattern's matches that pass a check; none may be empty. */
export function spansOf(pattern: RegExp, holds: Check = () => true): Search {
  return search(pattern, holds, (match) => match.index + match[0].length);
}

/**
 * As `spansOf`, for candidates that may begin inside one that failed: the search goes on after the
 * first group of that one, which must not be empty.
 */
export function overlappingSpansOf(pattern: RegExp, holds: Check): Search {
  return search(pattern, holds, ({ index, 0: whole, 1: head = whole }) => index + head.length);
}

/** @param after where the search goes on behind a match that failed */
function search(source: RegExp, holds: Check, after: (match: RegExpExecArray) => number): Search {
  const pattern = new RegExp(source);
  const gate = gateOf([pattern]);
  return {
    patterns: [pattern],
    spansIn: (text, signs) => {
      if (!passes(gate, signs)) return NOTHING;
      let spans: Span[] | undefined;
      pattern.lastIndex = 0;
      for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
        if (holds(match, text))
          (spans ??= []).push({ start: match.index, end: match.index + match[0].length });
        else pattern.lastIndex = after(match);
      }
      return spans ?? NOTHING;
    },
  };
}

const NOTHING: readonly Span[] = [];

/** The candidates of several searches. */
export function any(...searches: readonly Search[]): Search {
  return {
    patterns: searches.flatMap(({ patterns }) => patterns),
    spansIn: (text, signs) => {
      let all = NOTHING;
      for (const { spansIn } of searches) {
        const spans = spansIn(text, signs);
        if (spans.length > 0) all = all.length === 0 ? spans : [...all, ...spans];
      }
      return all;
    },
  };
}

/** The first group of a match that took part in it. */
export function group(match: RegExpExecArray): string | undefined {
  for (let at = 1; at < match.length; at += 1) if (match[at] !== undefined) return match[at];
  return undefined;
}
