import { AROUND_BATCH } from "../privacy/event/judge.ts";
import { MAX_LINE_BYTES } from "../replay/lines.ts";
import type { Source } from "./engine.ts";
import { every, list, text } from "./sql.ts";

/** ClickHouse would skip it at the start of any text; it is a character, and no JSON. */
export const MARK: string = text("\uFEFF");

/**
 * The captured lines of a source as SQL: `line`, `captured` (without its carriage return), whether it
 * `isLong`er than any line that is read, `isBlank` and `isBatch`. A batch is taken apart only where
 * nothing stands around its events that somebody must look at; what one of `/i/v1/analytics/events`
 * is told by is among that.
 */
export function linesOf({ from }: Source): string {
  const names = "JSONExtractKeys(captured)";
  const isLong = `length(captured) > ${MAX_LINE_BYTES}`;
  return `(SELECT line, captured, ${isLong} AS isLong,
    NOT (${isLong}) AND match(captured, '^[ \\t]*$') AS isBlank,
    ${every([
      `position(captured, '"batch"') > 0`,
      `NOT (${isLong})`,
      `NOT startsWith(captured, ${MARK})`,
      `hasAll(${list(AROUND_BATCH)}, ${names})`,
      `hasAny(['api_key', 'token'], ${names})`,
      `length(${names}) = length(arrayDistinct(${names}))`,
      "JSONType(captured, 'batch') = 'Array'",
    ])} AS isBatch
  FROM (SELECT line, if(endsWith(text, '\\r'), substring(text, 1, length(text) - 1), text) AS captured FROM ${from}))`;
}

/**
 * What may be events: `line`, `index` in a batch, `body`, and whether it `isMember` of a batch. A
 * line that is no JSON object stands here too, with itself as the body; that of a line too long to
 * be read is empty.
 */
export function itemsOf(source: Source): string {
  return `(SELECT line, item.1 AS body, item.2 AS index, item.3 AS isMember
  FROM (SELECT line,
      multiIf(isBlank, [],
        isBatch, arrayMap((member, at) -> (member, toUInt64(at - 1), 1),
          JSONExtractArrayRaw(captured, 'batch'), arrayEnumerate(JSONExtractArrayRaw(captured, 'batch'))),
        [(if(isLong, '', captured), toUInt64(0), 0)]) AS items
    FROM ${linesOf(source)})
  ARRAY JOIN items AS item)`;
}
