import { eventsOf, isUnknownFlag, type Known } from "./events.ts";
import { isAny, list, text } from "./sql.ts";
import { type Part, signOf } from "./vouched.ts";

/** Stands for every undeclared flag of an event together, which is one place … */
export const UNKNOWN_FLAGS = "properties.$feature/*";
/** … and for each of them, whose values are counted. */
export const UNKNOWN_FLAG = "properties.$feature/?";

/**
 * The places of plain events as SQL, one a row: where (`line`, `index`), `who`, the event's name in
 * `kind` (empty for an undeclared one), `pointer`, the JSON text `raw` and the text that it says.
 */
export function unitsOf(known: Known): string {
  const isUnknown = isUnknownFlag(known);
  const others = `arrayFilter(place -> ${isUnknown}, places)`;
  return `(SELECT line, index, who, kind, unit.1 AS pointer, unit.2 AS raw,
    if(startsWith(raw, '"'), JSONExtractString(raw), '') AS said
  FROM (SELECT line, index, who, if(${isAny("name", known.catalogue.events.keys())}, name, '') AS kind,
      arrayConcat(
        arrayMap(place -> (place.1, place.2), arrayFilter(place -> NOT (${isUnknown}), places)),
        arrayMap(place -> (${text(UNKNOWN_FLAG)}, if(place.2 IN ('true', 'false'), place.2, 'null')), ${others}),
        arrayMap(one -> (${text(UNKNOWN_FLAGS)}, 'null'), arraySlice(${others}, 1, 1))) AS units
    FROM ${eventsOf(known)} WHERE isPlain)
  ARRAY JOIN units AS unit)`;
}

/** What is said of each value of some events, as one column besides those of `unitsOf`. */
export function signedUnits(known: Known, { kinds, types }: Part): string {
  const places = new Map<string, string[]>();
  for (const [place, type] of types) {
    const sign = signOf(type);
    places.set(sign, [...(places.get(sign) ?? []), place]);
  }
  const signs = [...places];
  const cases = signs.map(([sign], at) => `typed = ${at + 1}, ${sign}`);
  // Whatever is declared alike has one number.
  const numbers = signs.flatMap(([, own], at) => own.map(() => at + 1));
  const typed =
    numbers.length === 0
      ? "0"
      : `transform(concat(kind, '\\n', pointer), ${list([...places.values()].flat())}, [${numbers.join(", ")}], 0)`;
  return `(SELECT kind, pointer, raw, line, index,
    multiIf(startsWith(pointer, 'properties.$feature/'), raw, ${[...cases, signOf(undefined)].join(", ")}) AS sign
  FROM (SELECT kind, pointer, raw, said, line, index, ${typed} AS typed FROM ${unitsOf(known)}
    WHERE ${isAny("kind", kinds)}))`;
}
