import type { Outcome } from "../evaluation/outcome.ts";
import type { Declaration } from "./declaration.ts";

/** What an experiment that is never remote is, for everyone; undefined where PostHog decides. */
export function localDefault(declaration: Declaration): Outcome | undefined {
  if (declaration.kind === "flag" || declaration.remote) return undefined;
  return { value: declaration.enabledByDefault, payload: null, reason: "default", group: null };
}
