import { compile, type CompiledFlags } from "./compile.ts";
import type { Definitions } from "./flag.ts";
import { linearSearch } from "./linear-regex.ts";

export type { CompiledFlags } from "./compile.ts";

/**
 * Compiles PostHog's local-evaluation payload. Evaluating is synchronous, touches no network and
 * answers what posthog-node 5.70.0 answers; what that one leaves to the server is `inconclusive`.
 */
export function compileFlags(definitions: Definitions): CompiledFlags {
  return compile(definitions, linearSearch);
}
