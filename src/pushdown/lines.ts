import { MAX_LINE_BYTES } from "../replay/lines.ts";
import type { Source } from "./engine.ts";
import { list } from "./sql.ts";

/** A batch is taken apart where nothing stands around its events that somebody must look at. */
const AROUND = ["api_key", "token", "batch", "sent_at", "historical_migration"];

/**
 * The captured lines of a source as SQL: `line`, `captured` (without its carriage return), `isBlank`
 * and `isBatch`. What a batch of `/i/v1/analytics/events` is told by is not among the names above.
 */
export function linesOf({ from }: Source): string {
  return `(SELECT line, if(endsWith(text, '\\r'), substring(text, 1, length(text) - 1), text) AS captured,
    match(captured, '^[ \\t]*$') AS isBlank,
    length(captured) <= ${MAX_LINE_BYTES} AND isValidUTF8(captured) AND isValidJSON(captured)
      AND JSONType(captured) = 'Object' AS isObject,
    if(isObject, JSONExtractKeys(captured), []) AS names,
    isObject AND JSONType(captured, 'batch') = 'Array' AND hasAll(${list(AROUND)}, names)
      AND hasAny(['api_key', 'token'], names) AND length(names) = length(arrayDistinct(names)) AS isBatch
  FROM ${from})`;
}

/**
 * What may be events: `line`, `index` in a batch, `body`, and whether it `isMember` of a batch. A
 * line that is no JSON object stands here too, with itself as the body.
 */
export function itemsOf(source: Source): string {
  return `(SELECT line, item.1 AS body, item.2 AS index, item.3 AS isMember
  FROM (SELECT line,
      multiIf(isBlank, [],
        isBatch, arrayMap((member, at) -> (member, toUInt64(at - 1), 1),
          JSONExtractArrayRaw(captured, 'batch'), arrayEnumerate(JSONExtractArrayRaw(captured, 'batch'))),
        [(captured, toUInt64(0), 0)]) AS items
    FROM ${linesOf(source)})
  ARRAY JOIN items AS item)`;
}
