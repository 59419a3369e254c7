import type { PropertyType } from "../event/catalogue.ts";
import { isFlag } from "./bodies.ts";
import { eventsOf, isUnknownFlag, type Known } from "./events.ts";
import { list, text } from "./sql.ts";
import { signOf, typesOf } from "./vouched.ts";

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
  const declared = list(known.catalogue.events.keys());
  const others = `arrayFilter(place -> ${isUnknown}, places)`;
  return `(SELECT line, index, who, kind, unit.1 AS pointer, unit.2 AS raw,
    if(startsWith(raw, '"'), JSONExtractString(raw), '') AS said
  FROM (SELECT line, index, who, if(has(${declared}, name), name, '') AS kind,
      arrayConcat(
        arrayMap(place -> (place.1, place.2), arrayFilter(place -> NOT (${isUnknown}), places)),
        arrayMap(place -> (${text(UNKNOWN_FLAG)}, if(place.2 IN ('true', 'false'), place.2, 'null')), ${others}),
        if(notEmpty(${others}), [(${text(UNKNOWN_FLAGS)}, 'null')], [])) AS units
    FROM ${eventsOf(known)} WHERE isPlain)
  ARRAY JOIN units AS unit)`;
}

/** What is said of each place's value, as one column. */
export function signs({ catalogue }: Known): string {
  const types = typesOf(catalogue);
  const own = new Map<string, { type: PropertyType; places: string[] }>();
  for (const [place, type] of types) {
    const sign = signOf(type);
    const held = own.get(sign) ?? { type, places: [] };
    held.places.push(place);
    own.set(sign, held);
  }
  const groups = [...own];
  const ids = groups.flatMap(([, { places }], at) => places.map(() => String(at + 1)));
  if (ids.length === 0) return signOf(undefined);
  const places = groups.flatMap(([, { places: of }]) => of);
  const id = `transform(concat(kind, '\\n', pointer), ${list(places)}, [${ids.join(", ")}], 0)`;
  const cases = groups.map(([sign], at) => `typed = ${at + 1}, ${sign}`);
  return `multiIf(startsWith(pointer, '${FLAGS}'), raw, ((${id}) AS typed) = 0, ${signOf(undefined)}, ${cases.join(", ")}, raw)`;
}

const FLAGS = "properties.$feature/";
