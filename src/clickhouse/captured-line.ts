/** Columns by name, with what the server calls their types. */
export type Columns = ReadonlyMap<string, string>;

/** Whether a column of this type holds texts of any length. */
export const isText = (type: string): boolean =>
  /^(?:LowCardinality\(|Nullable\()*String\b/.test(type);

/** The columns of PostHog's tables and exports that hold JSON as text (`posthog-api.md` 7.2). */
const JSON_COLUMNS = ["properties", "person_properties", "set", "set_once"];

/** Those that stand beside. What else an export has, no rule looks at. */
const TEXT_COLUMNS = ["event", "distinct_id", "uuid", "timestamp"];

/**
 * SQL for the captured line that a row with PostHog's columns is: what a row of an export gives
 * where it is read as a file. Undefined for other columns.
 */
export function capturedLine(columns: Columns): string | undefined {
  if (!columns.has("event") || !columns.has("properties")) return undefined;
  const fields = [...columns].flatMap(([name, type]) => {
    const value = valueOf(name, type);
    return value === undefined ? [] : [`'"${name}":', ifNull(${value}, 'null')`];
  });
  return `concat('{', ${fields.join(", ',', ")}, '}')`;
}

function valueOf(name: string, type: string): string | undefined {
  const column = `held.${name}`;
  if (JSON_COLUMNS.includes(name)) return isText(type) ? nested(column) : `toJSONString(${column})`;
  if (!TEXT_COLUMNS.includes(name)) return undefined;
  const isMoment = /^(?:Nullable\()?Date/.test(type);
  return `toJSONString(${isMoment ? iso(column) : `toString(${column})`})`;
}

/** An empty text is nothing; one that is no JSON, or says null, stays a text. */
const nested = (column: string): string =>
  `multiIf(${column} = '', 'null', isValidJSON(${column}) AND ${column} != 'null', ${column}, toJSONString(${column}))`;

/** To the millisecond, as JavaScript writes it. */
const iso = (column: string): string =>
  `concat(replaceOne(toString(toDateTime64(${column}, 3, 'UTC')), ' ', 'T'), 'Z')`;
