import type { PropertyType } from "../event/catalogue.ts";
import { FLAGS } from "./bodies.ts";
import { eventsOf, isUnknownFlag, type Known } from "./events.ts";
import { isAny, list, some, text } from "./sql.ts";
import { isLeftOpen, type Part, PLAIN_NUMBER, PLAIN_WORD, vouchesFor } from "./vouched.ts";

/** Stands for every undeclared flag of an event together, which is one place … */
export const UNKNOWN_FLAGS: string = `${FLAGS}*`;
/** … and for each of them, whose values are counted. */
export const UNKNOWN_FLAG: string = `${FLAGS}?`;

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

/**
 * What is said of each value of some events, as one column besides those of `unitsOf`: nothing where
 * its type vouches for it, its kind where that decides, and the value where a rule must look at it.
 */
export function signedUnits(known: Known, { kinds, types }: Part): string {
  const alike = new Map<string, { readonly type: PropertyType; readonly places: string[] }>();
  for (const [place, type] of types) {
    const key = `${isLeftOpen(type)} ${vouchesFor(type)}`;
    const group = alike.get(key) ?? { type, places: [] };
    group.places.push(place);
    alike.set(key, group);
  }
  const groups = [...alike.values()];
  const numbers = groups.flatMap(({ places }, at) => places.map(() => at + 1));
  const typed =
    numbers.length === 0
      ? "0"
      : `transform(concat(kind, '\\n', pointer), ${list(groups.flatMap(({ places }) => places))}, [${numbers.join(", ")}], 0)`;
  const vouches = groups.map(({ type }, at) => `typed = ${at + 1}, ${vouchesFor(type)}`);
  const isOpen = some(
    groups.flatMap(({ type }, at) => (isLeftOpen(type) ? [`typed = ${at + 1}`] : [])),
  );
  return `(SELECT kind, pointer, raw, line, index,
    multiIf(startsWith(pointer, ${text(FLAGS)}), raw,
      ${vouches.length === 0 ? "0" : `multiIf(${vouches.join(", ")}, 0)`}, '',
      match(raw, ${PLAIN_NUMBER}), 'number',
      NOT (${isOpen}) AND match(raw, ${text(`^"${PLAIN_WORD}"$`)}), 'word',
      raw) AS sign
  FROM (SELECT kind, pointer, raw, said, line, index, ${typed} AS typed FROM ${unitsOf(known)}
    WHERE ${isAny("kind", kinds)}))`;
}
