import { compileFlags } from "../evaluation/compile-flags.ts";
import type { Definitions } from "../evaluation/flag.ts";
import type { RemoteFlags } from "./remote-flags.ts";

/**
 * Flags decided in this process: PostHog's definitions are fetched, by a way of the application's
 * own that keeps the secret key out of it, and nothing is said about the person. What cannot be
 * decided here is undecided.
 */
export function evaluatedLocally(load: (signal: AbortSignal) => Promise<Definitions>): RemoteFlags {
  return {
    ask: async ({ person, keys, now, signal }) => {
      const flags = compileFlags(await load(signal));
      const outcomes = keys.map((key) => [key, flags.evaluate(key, { ...person, now })] as const);
      return {
        values: new Map(outcomes.map(([key, { value }]) => [key, value])),
        undecided: new Set(
          outcomes.filter(([, { reason }]) => reason === "inconclusive").map(([key]) => key),
        ),
      };
    },
  };
}
