import { compileFlags } from "../evaluation/compile-flags.ts";
import type { Definitions } from "../evaluation/flag.ts";
import type { Person } from "../evaluation/person.ts";
import type { Independence } from "./chi-square.ts";
import { cellsOf, jointIndependence, type JointTable, tallyJoint } from "./overlap.ts";

/** Whether two flags assign independently. */
export interface Pair extends Independence {
  readonly keys: readonly [string, string];
}

/** Counts every two of these flags together, over people who are all different units. */
export function pairsCounter(
  keys: readonly string[],
  definitions: Definitions,
): { readonly count: (person: Person) => void; readonly result: () => Pair[] } {
  const flags = compileFlags(definitions);
  const pairs = keys.flatMap((left, index) =>
    keys.slice(index + 1).map((right, more) => ({
      keys: [left, right] as const,
      places: [index, index + 1 + more] as const,
      table: new Map() satisfies JointTable,
    })),
  );
  return {
    count: (person) => {
      const outcomes = keys.map((key) => flags.evaluate(key, person));
      for (const { places, table } of pairs) {
        const [left, right] = [outcomes[places[0]], outcomes[places[1]]];
        if (left && right) tallyJoint(table, left, right);
      }
    },
    result: () =>
      pairs.map(({ keys: both, table }) => ({ keys: both, ...jointIndependence(cellsOf(table)) })),
  };
}
