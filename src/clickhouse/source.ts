import { OpsError } from "../errors.ts";
import type { Engine, Source } from "../pushdown/engine.ts";
import { capturedLine, type Columns, isText } from "./captured-line.ts";
import type { Table } from "./table.ts";

/** What a column of lines is called where a table has others. */
const LINES = ["text", "line", "message"];

/**
 * The captured lines that a table holds: rows with PostHog's columns, each made the line it is of,
 * or texts that are lines. Only the lines of one file have an order.
 * Throws `usage` for a table with neither, and what the engine throws.
 */
export async function openSource(table: Table, engine: Engine): Promise<Source> {
  const columns = new Map<string, string>();
  let isNumbered = false;
  for await (const [column, type, , , , , , isVirtual] of engine.rows(
    `DESCRIBE TABLE ${table.sql}`,
  ))
    if (isVirtual === 1) isNumbered ||= column === "_row_number";
    else columns.set(String(column), String(type));
  const event = capturedLine(columns);
  const isOrdered = event === undefined && table.isOneFile && isNumbered;
  const text = event ?? lineOf(columns, isOrdered);
  if (text === undefined) throw shapeless(table.path);
  const line = isOrdered ? "toUInt64(ifNull(held._row_number, 0) + 1)" : "toUInt64(0)";
  return {
    path: table.path,
    from: `(SELECT ${text} AS text, ${line} AS line FROM ${table.sql} AS held)`,
    isOrdered,
  };
}

/** The one column, or the one that is called so, if it is a text. */
function lineOf(columns: Columns, isOrdered: boolean): string | undefined {
  const [only] = columns.keys();
  const name = columns.size === 1 ? only : LINES.find((known) => columns.has(known));
  if (name === undefined || !isText(columns.get(name) ?? "")) return undefined;
  const line = `ifNull(toString(held.\`${name.replaceAll(/[`\\]/g, String.raw`\$&`)}\`), '')`;
  // A byte order mark at the start of a file is no part of its first line.
  const isMarked = `held._row_number = 0 AND startsWith(${line}, '\\xEF\\xBB\\xBF')`;
  return isOrdered ? `if(${isMarked}, substring(${line}, 4), ${line})` : line;
}

function shapeless(path: string): OpsError {
  return new OpsError("usage", `Cannot replay "${path}": it holds neither events nor lines`, {
    hint: "It needs the columns event and properties, as PostHog's tables have them, or one String of captured lines, called text, line or message where there are others",
  });
}
