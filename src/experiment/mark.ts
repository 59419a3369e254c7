import type { Change } from "./change.ts";

/** How what PostHog holds under a key differs from the config, by what matters most. */
export type Mark = "same" | "pending" | "drift" | "conflict";

/** The mark of one key among the changes of a plan. */
export function markOf(key: string, changes: readonly Change[]): Mark {
  const own = changes.filter((change) => change.key === key);
  const states = own.flatMap(({ fields }) => fields.map(({ state }) => state));
  const gravest = (["conflict", "drift"] as const).find((state) => states.includes(state));
  return gravest ?? (own.length > 0 ? "pending" : "same");
}
