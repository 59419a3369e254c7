import type { Catalogue } from "../event/catalogue.ts";
import { ENVELOPE } from "../privacy/event/judge.ts";
import { MAX_LINE_BYTES } from "../replay/lines.ts";
import type { Source } from "./engine.ts";
import { itemsOf } from "./lines.ts";
import { every, list, text } from "./sql.ts";

/** What is told by SQL: the lines, and the catalogue that says how their events are named. */
export interface Told {
  readonly source: Source;
  readonly catalogue: Catalogue;
}

/** Objects are opened this often; an event with deeper ones is pulled. */
const LEVELS = 3;

/**
 * Whatever may be an event as SQL: its `name`, who it is about (`who`) and its `places`, each a
 * dotted pointer, the JSON text that stands there, and its last name. Objects that hold something
 * stand there as `{}` besides what they hold; lists and flags' values stand whole. This is worth
 * something only where it `isWhole`.
 */
export function bodiesOf({ source, catalogue }: Told): string {
  const name = text(catalogue.name);
  const fixed = list([catalogue.name, "properties", ...ENVELOPE]);
  return `(SELECT line, index, isMember, body, JSONExtractString(body, ${name}) AS name,
    arrayMap(each -> each.1, own) AS names,
    arrayConcat(
      arrayMap(each -> (each.1, each.2, each.1), arrayFilter(each -> NOT has(${fixed}, each.1), own)),
      arrayMap(each -> (concat('properties.', each.1), each.2, each.1),
        JSONExtractKeysAndValuesRaw(body, 'properties'))) AS tops,
    ${opened("tops", LEVELS - 1)} AS places,
    JSONExtractRaw(body, 'distinct_id') AS ownId,
    if(ownId IN ('', 'null'), JSONExtractRaw(body, 'properties', 'distinct_id'), ownId) AS id,
    multiIf(startsWith(id, '"'), JSONExtractString(id), match(id, ${WHOLE_NUMBER}), id, '') AS who,
    ${every([
      `length(body) <= ${MAX_LINE_BYTES}`,
      "isValidUTF8(body)",
      "isValidJSON(body)",
      "JSONType(body) = 'Object'",
      `JSONType(body, ${name}) = 'String'`,
      "JSONType(body, 'properties') IN ('Object', 'Null')",
      "NOT has(names, 'batch')",
      "length(names) = length(arrayDistinct(names))",
      "length(places) = length(arrayDistinct(arrayMap(place -> place.1, places)))",
      `NOT arrayExists(place -> ${isFilled("place")}, places)`,
      // An id that is another number is written otherwise by JavaScript.
      `NOT match(id, '^[-0-9]') OR match(id, ${WHOLE_NUMBER})`,
    ])} AS isWhole
  FROM (SELECT *, JSONExtractKeysAndValuesRaw(body) AS own FROM ${itemsOf(source)}))`;
}

const WHOLE_NUMBER = text("^(0|-?[1-9][0-9]{0,14})$");

const isFilled = (place: string): string => `startsWith(${place}.2, '{') AND ${place}.2 != '{}'`;

/** Whether a place is a flag's value, which is one value, however much of it there is. */
export const isFlag = (place: string): string => `startsWith(${place}.1, 'properties.$feature/')`;

function opened(places: string, levels: number): string {
  if (levels === 0) return places;
  return `arrayFlatten(arrayMap(place -> if(${isFilled("place")} AND NOT ${isFlag("place")},
      arrayConcat([(place.1, '{}', place.3)],
        arrayMap(each -> (concat(place.1, '.', each.1), each.2, each.1), JSONExtractKeysAndValuesRaw(place.2))),
      [place]), ${opened(places, levels - 1)}))`;
}
