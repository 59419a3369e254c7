import type { Catalogue } from "../event/catalogue.ts";
import { ENVELOPE } from "../privacy/event/judge.ts";
import type { Source } from "./engine.ts";
import { itemsOf, MARK } from "./lines.ts";
import { all, isAny, text } from "./sql.ts";

/** What is told by SQL: the lines, and the catalogue that says how their events are named. */
export interface Told {
  readonly source: Source;
  readonly catalogue: Catalogue;
}

/** Objects are opened this often; an event with deeper ones is pulled. */
const LEVELS = 3;

/**
 * Whatever may be an event as SQL: its `name`, when it was (`stamp`, JSON), who it is about (`who`)
 * and its `places`, each a dotted pointer, the JSON text that stands there, and its last name.
 * Objects that hold something stand there as `{}` besides what they hold; lists and flags' values
 * stand whole. This is worth something only where it `isWhole`; text that is no JSON has no name.
 */
export function bodiesOf({ source, catalogue }: Told): string {
  const fixed = [catalogue.name, "properties", ...ENVELOPE];
  return `(SELECT line, index, isMember, body, names, stamp, ${opened("tops", LEVELS - 1)} AS places,
    JSONExtractString(named) AS name,
    multiIf(startsWith(id, '"'), JSONExtractString(id), match(id, ${WHOLE_NUMBER}), id, '') AS who,
    ${all([
      "startsWith(named, '\"')",
      // A path is no name.
      ...(catalogue.name.includes(".") ? ["0"] : []),
      `NOT startsWith(body, ${MARK})`,
      "isObject",
      // ClickHouse writes large numbers with all their digits, and then reads them no more.
      "NOT arrayExists(each -> match(each.2, '[0-9]{19}'), own)",
      "NOT has(names, 'batch')",
      "length(names) = length(arrayDistinct(names))",
      "length(places) = length(arrayDistinct(places.1))",
      `NOT arrayExists(place -> ${isFilled("place")}, places)`,
      // An id that is another number is written otherwise by JavaScript.
      `NOT match(id, '^[-0-9]') OR match(id, ${WHOLE_NUMBER})`,
    ])} AS isWhole
  FROM (SELECT line, index, isMember, body, own, names, named, stamp,
      startsWith(properties, '{') OR properties IN ('', 'null') AS isObject,
      arrayConcat(
        arrayMap(each -> (each.1, each.2, each.1), arrayFilter(each -> NOT (${isAny("each.1", fixed)}), own)),
        arrayMap(each -> (concat('properties.', each.1), each.2, each.1), inner)) AS tops,
      if(ownId IN ('', 'null'), arrayElement(inner.2, indexOf(inner.1, 'distinct_id')), ownId) AS id
    FROM (SELECT line, index, isMember, body, own, own.1 AS names, ${memberOf(catalogue.name)} AS named,
        ${memberOf("timestamp")} AS stamp, ${memberOf("distinct_id")} AS ownId, ${memberOf("properties")} AS properties,
        JSONExtractKeysAndValuesRaw(properties) AS inner
      FROM (SELECT line, index, isMember, body, JSONExtractKeysAndValuesRaw(body) AS own FROM ${itemsOf(source)}))))`;
}

/** The JSON text of one of an event's own fields, empty where it has none. */
const memberOf = (key: string): string => `arrayElement(own.2, indexOf(names, ${text(key)}))`;

const WHOLE_NUMBER = text("^(0|-?[1-9][0-9]{0,14})$");

const isFilled = (place: string): string => `startsWith(${place}.2, '{') AND ${place}.2 != '{}'`;

/** How the pointers of flags' values begin. */
export const FLAGS = "properties.$feature/";
/** Whether a `place` is a flag's value, which is one value, however much of it there is … */
export const IS_FLAG: string = `startsWith(place.1, ${text(FLAGS)})`;
/** … and which flag's. */
export const FLAG_KEY: string = `substring(place.3, ${"$feature/".length + 1})`;

function opened(places: string, levels: number): string {
  if (levels === 0) return places;
  return `arrayFlatten(arrayMap(place -> if(${isFilled("place")} AND NOT ${IS_FLAG},
      arrayConcat([(place.1, '{}', place.3)],
        arrayMap(each -> (concat(place.1, '.', each.1), each.2, each.1), JSONExtractKeysAndValuesRaw(place.2))),
      [place]), ${opened(places, levels - 1)}))`;
}
