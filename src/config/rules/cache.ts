import { misfit } from "../rule.ts";
import type { Rule } from "../rule.ts";
import { durationMs } from "../schema/scalar.ts";
import { tableOf } from "../tree.ts";

/** Definitions cannot become unusable before they are stale. */
export const cacheOrder: Rule = (document) => {
  const { fresh = "10m", usable = "7d" } = tableOf(document["cache"]);
  const [freshMs, usableMs] = [fresh, usable].map((said) => durationMs.safeParse(said).data);
  if (freshMs === undefined || usableMs === undefined || freshMs <= usableMs) return [];
  const hint = "Raise usable, or lower fresh";
  const key = Object.hasOwn(tableOf(document["cache"]), "usable") ? "usable" : "fresh";
  return [misfit(["cache", key], 'Expected "usable" to be at least as long as "fresh"', hint)];
};
