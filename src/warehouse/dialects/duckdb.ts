import type { Dialect } from "../dialect.ts";

/** DuckDB, whose JSON functions are part of every build. */
export const duckdb: Dialect = {
  text: literal,
  place: (text) => `CAST('0x' || substr(sha1(${text}), 1, 15) AS UBIGINT)`,
  translate: (text, from, to) => `translate(${text}, ${literal(from)}, ${literal(to)})`,
  startsWith: (text, beginning) => `starts_with(${text}, ${literal(beginning)})`,
  endsWith: (text, ending) => `ends_with(${text}, ${literal(ending)})`,
  matches: (text, pattern) => `regexp_matches(${text}, ${literal(pattern)})`,
  captured: (text, pattern) => `regexp_extract(${text}, ${literal(pattern)}, 1)`,
  isJson: (column) => `json_valid(${textIn(column)})`,
  member: (column, name) => {
    const path = `${objectIn(column)}, ${literal(pointerTo(name))}`;
    return {
      exists: `json_exists(${path})`,
      kind: `json_type(${path})`,
      text: `json_extract_string(${path})`,
      number: `TRY_CAST(json_extract_string(${path}) AS DOUBLE)`,
      boolean: `(json_extract_string(${path}) = 'true')`,
    };
  },
  kinds: {
    text: "'VARCHAR'",
    number: "'BIGINT', 'UBIGINT', 'DOUBLE'",
    boolean: "'BOOLEAN'",
    null: "'NULL'",
  },
};

const textIn = (column: string): string => `coalesce(nullif(CAST(${column} AS VARCHAR), ''), '{}')`;

// What is not JSON would stop the whole query; such rows are told apart by `isJson`.
const objectIn = (column: string): string =>
  `CASE WHEN json_valid(${textIn(column)}) THEN ${textIn(column)} ELSE '{}' END`;

/** RFC 6901: a path of one name, whatever characters it holds. */
function pointerTo(name: string): string {
  return `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
