import type { FewTexts } from "./few-texts.ts";
import type { Token } from "./portable-regex.ts";

/**
 * Why an operator cannot judge: the held value is beyond it, the filter's own value is, only
 * PostHog's regular expressions can tell, or a relative date met no clock.
 */
export type Doubt = "context" | "definition" | "regex" | "clock";

/** Judges the value a subject holds. `now` is in epoch milliseconds, NaN when not known. */
export type Judge = (held: unknown, now: number) => boolean | Doubt;

/** An operator that knows its filter value. */
export interface Prepared {
  /** False when the filter's value is beyond the operator, whoever holds what. */
  readonly usable: boolean;
  readonly judge: Judge;
  /** What `judge` comes to for most texts, and quicker: asking for a few is the most common. */
  readonly few?: FewTexts | undefined;
}

/** Whether a pattern is found in a text; undefined where that cannot be told. */
export type Search = (text: string) => boolean | undefined;

/** How filter values are read. */
export interface Matching {
  /** Property matching version 2. */
  readonly explicit: boolean;
  /**
   * Compiles a pattern for texts in which backtracking might not end soon. Without it only
   * PostHog's regular expressions can tell whether it is found in those.
   */
  readonly linearSearch?: ((pattern: readonly Token[]) => Search) | undefined;
}

/** One way to compare what a filter asks for with what a subject holds. */
export interface Operator {
  /** Whether null is judged like any text. Elsewhere a null matches nothing. */
  readonly judgesNull: boolean;
  /** Whether undefined is judged too. Elsewhere it is a value nobody knows. */
  readonly judgesUndefined?: boolean;
  /** Reads the filter's value once, so that judging need not. */
  readonly prepare: (asked: unknown, matching: Matching) => Prepared;
}

/** Every operator of a family, by the name PostHog gives it. */
export type OperatorFamily = Readonly<Record<string, Operator>>;

/** A filter value that no operator can use. */
export const UNUSABLE: Prepared = { usable: false, judge: () => "definition" };

/**
 * JavaScript's text of a value, as posthog-node compares it. Undefined when an object refuses to
 * become text.
 */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  try {
    return String(value);
  } catch {
    return undefined;
  }
}
