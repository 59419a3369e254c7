import { longestForBacktracking } from "../backtracking.ts";
import type { Matching, Operator, OperatorFamily, Search } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";
import type { Token } from "../portable-regex.ts";
import { portableTokens } from "../portable-regex.ts";

/** Finding a pattern in a text, unanchored and case-sensitive (`posthog-api.md` 5.5). */
export const regex: OperatorFamily = {
  regex: matching((found) => found),
  not_regex: matching((found) => !found),
};

/**
 * How a pattern is looked for. `server`: it means something else to PostHog's engine, or is beyond
 * the engines here. `invalid`: it means nothing.
 */
type Pattern = Search | "server" | "invalid";

function matching(answer: (found: boolean) => boolean): Operator {
  return {
    judgesNull: true,
    prepare: (asked, { linearSearch }) => {
      const source = textOf(asked);
      if (source === undefined) return UNUSABLE;
      const pattern = compile(source, linearSearch);
      return {
        usable: true,
        judge: (held) => {
          if (pattern === "server") return "regex";
          // Without a pattern there is neither a match nor a mismatch.
          if (pattern === "invalid") return false;
          const text = textOf(held);
          if (text === undefined) return "context";
          if (source === "") return answer(true);
          const found = PORTABLE.test(text) ? pattern(text) : undefined;
          return found === undefined ? "regex" : answer(found);
        },
      };
    },
  };
}

/** ASCII without carriage returns: beyond it the two engines read characters differently. */
// oxlint-disable-next-line no-control-regex -- ASCII begins with them
const PORTABLE = /^[\0-\f\x0e-\x7f]*$/;

function compile(source: string, linearSearch: Matching["linearSearch"]): Pattern {
  const tokens = portableTokens(source);
  if (tokens === undefined) return "server";
  const pattern = regExp(source, "");
  if (pattern === undefined) return "invalid";
  // Without `u` JavaScript lets ranges such as `[\s-9]` pass that PostHog's engine refuses.
  const classes = tokens.filter(({ kind }) => kind === "class");
  return classes.every(({ text }) => regExp(text, "u"))
    ? bounded(pattern, tokens, linearSearch)
    : "server";
}

/** JavaScript's engine where it is sure to end soon, which is nearly always; else a linear one. */
function bounded(
  pattern: RegExp,
  tokens: readonly Token[],
  linearSearch: Matching["linearSearch"],
): Pattern {
  const longest = longestForBacktracking(tokens);
  let linear: Search | undefined;
  return (text) => {
    if (text.length <= longest) return pattern.test(text);
    linear ??= linearSearch?.(tokens);
    return linear?.(text);
  };
}

function regExp(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
