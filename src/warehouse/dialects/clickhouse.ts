import type { Dialect } from "../dialect.ts";

/** ClickHouse, and with it the tables PostHog itself keeps. */
export const clickhouse: Dialect = {
  text: literal,
  place: (text) => `bitShiftRight(reinterpretAsUInt64(reverse(substring(SHA1(${text}), 1, 8))), 4)`,
  translate: (text, from, to) => `translateUTF8(${text}, ${literal(from)}, ${literal(to)})`,
  startsWith: (text, beginning) => `startsWith(${text}, ${literal(beginning)})`,
  endsWith: (text, ending) => `endsWith(${text}, ${literal(ending)})`,
  matches: (text, pattern) => `match(${text}, ${literal(pattern)})`,
  captured: (text, pattern) => `extract(${text}, ${literal(pattern)})`,
  isJson: (column) => `isValidJSON(${objectIn(column)})`,
  member: (column, name) => {
    const path = `${objectIn(column)}, ${literal(name)}`;
    return {
      exists: `JSONHas(${path})`,
      kind: `toString(JSONType(${path}))`,
      text: `JSONExtractString(${path})`,
      number: `JSONExtractFloat(${path})`,
      boolean: `JSONExtractBool(${path})`,
    };
  },
  kinds: {
    text: "'String'",
    number: "'Int64', 'UInt64', 'Double'",
    boolean: "'Bool'",
    null: "'Null'",
  },
};

const objectIn = (column: string): string => `coalesce(nullIf(${column}, ''), '{}')`;

/** ClickHouse reads backslashes in literals, so they are doubled like quotes; a NUL would end the query. */
function literal(value: string): string {
  const escaped = value.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`);
  return `'${escaped.replaceAll("\0", String.raw`\0`)}'`;
}
