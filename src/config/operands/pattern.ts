import { regex } from "../../evaluation/operators/regex.ts";

/**
 * Who can run a pattern of a condition: everybody alike, PostHog's server only, or nobody
 * (`posthog-api.md` 5.5). The evaluator is asked itself, about an empty text.
 */
export function readersOf(pattern: string): "everybody" | "server" | "nobody" {
  const found = answerOf("regex", pattern);
  if (found === "regex") return "server";
  // What nobody can run neither matches nor fails to match.
  return found === answerOf("not_regex", pattern) ? "nobody" : "everybody";
}

function answerOf(operator: string, pattern: string): unknown {
  return regex[operator]?.prepare(pattern, { explicit: false }).judge("", Number.NaN);
}
