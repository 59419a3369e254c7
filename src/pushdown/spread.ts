import { type PropertySketch, mergeProperties } from "../replay/property-sketch.ts";
import { estimate, LISTED, REGISTERS, type Sketch } from "../privacy/release/sketch.ts";
import { FLAGS } from "./bodies.ts";
import type { Engine } from "./engine.ts";
import type { Known } from "./events.ts";
import { booleanHash, numberHash, pairHash, rankOf, registerOf, textHash } from "./hashes.ts";
import { asList, asNumber, asText } from "./row.ts";
import { every, text } from "./sql.ts";
import { unitsOf } from "./units.ts";

/** Whether a unit is a value of a property: a scalar that is no flag's. */
export const IS_LEAF: string = every([
  "startsWith(pointer, 'properties.')",
  `NOT startsWith(pointer, ${text(FLAGS)})`,
  "match(raw, '^[\"tf0-9-]')",
]);

/** The hash of such a value, as `hashOf` has it. */
export const LEAF_HASH: string =
  `multiIf(startsWith(raw, '"'), ${textHash("said")}, ` +
  `raw IN ('true', 'false'), ${booleanHash("raw = 'true'")}, ${numberHash("JSONExtractFloat(raw)")})`;

/**
 * How the values of properties are spread over people: the same sketches that a log makes, from
 * hashes that the engine knows too.
 *
 * @param watched the pointers that are watched, and whether no declared type vouches for some of
 * their values
 */
export async function spreadOf(
  known: Known,
  engine: Engine,
  watched: ReadonlyMap<string, boolean>,
): Promise<ReadonlyMap<string, PropertySketch>> {
  const spread = new Map<string, PropertySketch>();
  for await (const row of engine.rows(spreadQuery(known))) {
    const pointer = asText(row[0]);
    const isOpen = watched.get(pointer);
    if (isOpen === undefined) continue;
    spread.set(pointer, {
      rows: asNumber(row[1]),
      people: sketchOf(row[2], row[3]),
      values: sketchOf(row[4], row[5]),
      pairs: sketchOf(row[6], row[7]),
      isOpen,
    });
  }
  return mergeProperties([spread]);
}

/** A list of hashes while they are few, then the registers that are not empty, with their ranks. */
function sketchOf(hashes: unknown, ranked: unknown): Sketch {
  const listed = asList(hashes);
  if (listed.length <= LISTED) return { hashes: new Set(listed.map(asNumber)) };
  const [registers = [], ranks = []] = asList(ranked).map(asList);
  const held = new Uint8Array(REGISTERS);
  for (const [at, register] of registers.entries()) held[asNumber(register)] = asNumber(ranks[at]);
  return { registers: held };
}

function spreadQuery(known: Known): string {
  return `SELECT pointer, count() AS times, ${["person", "value", "pair"].map(sketched).join(", ")}
  FROM (SELECT pointer, person, value, ${pairHash("person", "value")} AS pair
    FROM (SELECT pointer, ${textHash("who")} AS person, ${LEAF_HASH} AS value
      FROM ${unitsOf(known)} WHERE ${IS_LEAF}))
  GROUP BY pointer`;
}

/** Two columns of hashes: some of them, and the ranks of all. */
const sketched = (hash: string): string =>
  `groupUniqArray(${LISTED + 1})(${hash}) AS ${hash}s, ` +
  `maxMap([${registerOf(hash)}], [${rankOf(hash)}]) AS ${hash}Ranks`;

/** About how many people there are, as far as they say anything of themselves. */
export function peopleIn(spread: ReadonlyMap<string, PropertySketch>): number {
  return Math.max(1, ...[...spread.values()].map(({ people }) => estimate(people)));
}
