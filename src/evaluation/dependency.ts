import type { Call, Value } from "./call.ts";
import { MAX_DEPTH } from "./depth.ts";
import type { FlagProperty } from "./flag.ts";
import type { Unknown } from "./match.ts";
import { unknown } from "./match.ts";
import type { Judged, Scope } from "./scope.ts";

/** A condition on the value of another flag, for the same person (`posthog-api.md` 5.8). */
export function dependencyFilter(property: FlagProperty, scope: Scope): Judged {
  const key = property.key;
  const chain = property.dependency_chain;
  const broken = brokenLink(key, chain, scope.flagKeys);
  if (broken !== undefined || chain === undefined) {
    const missing = [broken ?? key];
    const doubt = unknown("unsupported_definition", missing);
    return { judge: () => doubt, lacks: missing };
  }
  return {
    judge: (_subject, call) => {
      for (const link of chain) {
        const value = valueOf(link, call, scope);
        if (typeof value === "object") return unresolved(link, value);
      }
      return meets(property.value, call.dependencies?.get(key));
    },
    lacks: [],
  };
}

/**
 * The chain lists every flag to decide first and ends with the one asked for. PostHog sends an
 * empty one for a circle.
 */
function brokenLink(
  key: string,
  chain: unknown,
  flagKeys: ReadonlySet<string>,
): string | undefined {
  if (!Array.isArray(chain) || chain.length === 0) return key;
  return chain.map(String).find((link) => !flagKeys.has(link));
}

function valueOf(key: string, call: Call, scope: Scope): Value {
  call.dependencies ??= new Map();
  const known = call.dependencies.get(key);
  if (known !== undefined) return known;
  // What the flag finds if it comes back to itself.
  call.dependencies.set(key, unknown("unsupported_definition", [key]));
  if (call.depth >= MAX_DEPTH) return unknown("unsupported_definition", [key]);
  call.depth += 1;
  const value = scope.decide(key, call);
  call.depth -= 1;
  call.dependencies.set(key, value);
  return value;
}

function unresolved(key: string, { serverOnly, regex }: Unknown): Unknown {
  return unknown("unresolved_dependency", [key], { serverOnly, regex });
}

/** True stands for any variant too. Whatever is neither boolean nor text is met by nothing. */
function meets(expected: unknown, value: Value | undefined): boolean {
  if (expected === true && typeof value === "string") return value !== "";
  return (typeof expected === "boolean" || typeof expected === "string") && value === expected;
}
