import type { Operator, OperatorFamily } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";
import { portableClasses } from "../portable-regex.ts";

/** Finding a pattern in a text, unanchored and case-sensitive (`posthog-api.md` 5.5). */
export const regex: OperatorFamily = {
  regex: matching((found) => found),
  not_regex: matching((found) => !found),
};

/** `server`: the pattern means something else to PostHog's engine. `invalid`: it means nothing. */
type Pattern = RegExp | "anything" | "server" | "invalid";

function matching(answer: (found: boolean) => boolean): Operator {
  return {
    judgesNull: true,
    prepare: (asked) => {
      const source = textOf(asked);
      if (source === undefined) return UNUSABLE;
      const pattern = compile(source);
      return {
        usable: true,
        judge: (held) => {
          if (pattern === "server") return "regex";
          // Without a pattern there is neither a match nor a mismatch.
          if (pattern === "invalid") return false;
          const text = textOf(held);
          if (text === undefined) return "context";
          if (pattern === "anything") return answer(true);
          return PORTABLE.test(text) ? answer(pattern.test(text)) : "regex";
        },
      };
    },
  };
}

/** ASCII without carriage returns: beyond it the two engines read characters differently. */
const PORTABLE = /^[\0-\f\x0e-\x7f]*$/;

function compile(source: string): Pattern {
  if (source === "") return "anything";
  const classes = portableClasses(source);
  if (classes === undefined) return "server";
  const pattern = regExp(source, "");
  if (pattern === undefined) return "invalid";
  // Without `u` JavaScript lets ranges such as `[\s-9]` pass that PostHog's engine refuses.
  return classes.every((set) => regExp(set, "u")) ? pattern : "server";
}

function regExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
