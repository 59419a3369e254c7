import { portableClasses } from "../../evaluation/portable-regex.ts";

/**
 * Who can run a pattern of a condition: everybody alike, PostHog's server only, or nobody
 * (`posthog-api.md` 5.5). What JavaScript refuses in the portable part never matches.
 */
export function readersOf(pattern: string): "everybody" | "server" | "nobody" {
  const classes = portableClasses(pattern);
  if (classes === undefined) return "server";
  if (!compiles(pattern, "")) return "nobody";
  return classes.every((set) => compiles(set, "u")) ? "everybody" : "server";
}

function compiles(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
