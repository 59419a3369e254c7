import { any, group, type Search, spansOf } from "./rule.ts";

/** The keys of a vendor, each of a format of its own. */
export function keysOf(...patterns: readonly RegExp[]): Search {
  return any(...patterns.map((pattern) => spansOf(pattern, isVaried)));
}

/** Masks such as `xxxx…` and `0000…` are no secrets; words like EXAMPLE are no excuse. */
function isVaried(match: RegExpExecArray): boolean {
  const variable = group(match) ?? match[0].replace(/-us\d{1,2}$/, "").slice(-16);
  return new Set(variable).size > 2;
}
