import { isRecord } from "../event/value.ts";

/** The columns of an export of events, by their place. */
export type ExportHeader = readonly string[];

/**
 * The cells of a first row as a header, if it is one of an export: the event's name and another
 * column that PostHog writes, each column once. Undefined for any other text with commas in it.
 */
export function toExportHeader(cells: readonly string[], name: string): ExportHeader | undefined {
  const isExport = cells.includes(name) && cells.some((cell) => COLUMNS.has(cell));
  return isExport && new Set(cells).size === cells.length ? cells : undefined;
}

/** What PostHog puts into exports of events besides the name (`posthog-api.md` 7.2). */
const COLUMNS: ReadonlySet<string> = new Set(
  "uuid distinct_id properties timestamp created_at person_id person_properties".split(" "),
);

/**
 * A row of CSV as the body of a captured event: an empty cell is absent, a column `properties.X`
 * is the property X. Undefined for a row that is not as wide as the header.
 */
export function toExportBody(
  header: ExportHeader,
  cells: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  if (cells.length !== header.length) return undefined;
  const body = emptyRecord();
  const properties = emptyRecord();
  for (const [at, column] of header.entries()) {
    const text = cells[at] ?? "";
    if (text === "") continue;
    if (column.startsWith(PREFIX)) properties[column.slice(PREFIX.length)] = toValue(text);
    else body[column] = text;
  }
  const isFlat = !Object.hasOwn(body, "properties") && Object.keys(properties).length > 0;
  return withOpenedColumns(isFlat ? { ...body, properties } : body);
}

const PREFIX = "properties.";

/** The value whose JSON a cell is, where writing it gives the cell again: `1.0` stays a text. */
function toValue(text: string): unknown {
  const value = parseJson(text);
  if (typeof value === "object" && value !== null) return value;
  return String(value) === text ? value : text;
}

/** The columns that hold JSON as text in CSV and Parquet, nested as JSONL has them. */
export function withOpenedColumns(
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const body = emptyRecord();
  for (const [column, value] of Object.entries(row))
    body[column] =
      typeof value === "string" && JSON_COLUMNS.has(column) ? (parseJson(value) ?? value) : value;
  return body;
}

const JSON_COLUMNS: ReadonlySet<string> = new Set(
  "properties person_properties set set_once".split(" "),
);

/**
 * A line of JSONL that an export wrote with its properties as text, as some destinations do, with
 * them nested. Any other value is returned as it is: an event that left with such a text left so.
 */
export function openedExport(value: unknown): unknown {
  const isText = isRecord(value) && typeof value["properties"] === "string";
  const isExport = isText && EXPORTED.some((column) => Object.hasOwn(value, column));
  return isExport ? withOpenedColumns(value) : value;
}

/** What no client sends with an event. */
const EXPORTED = ["created_at", "_inserted_at", "person_id", "person_properties", "team_id"];

/** Undefined for text that is no JSON: the engine's message quotes the text, so it goes nowhere. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without a prototype, so that a column may be called `__proto__`. */
function emptyRecord(): Record<string, unknown> {
  return Object.create(null);
}
