import { OpsError } from "../errors.ts";
import type { Person } from "../evaluation/person.ts";
import { createCsvReader, type CsvRow } from "../replay/csv.ts";
import { type Row, type RowReader, TOO_LONG } from "./row.ts";

/**
 * CSV (RFC 4180) with a header: the column `id`, and the others are text properties. An empty
 * cell, quoted or not, is a property that the person does not have. Throws `usage` for a header
 * that cannot be read.
 */
export function createCsv(): RowReader {
  const csv = createCsvReader();
  let header: Header | undefined;

  function* toRows(rows: readonly CsvRow[]): Generator<Row, void, undefined> {
    for (const row of rows) {
      if (header === undefined) header = toHeader("cells" in row ? row.cells : undefined);
      else yield toRow(row, header);
    }
  }

  return {
    read: (lines) => toRows(csv.read(lines)),
    end: () => toRows(csv.end()),
  };
}

interface Header {
  readonly width: number;
  readonly idAt: number;
  readonly properties: readonly { readonly name: string; readonly at: number }[];
}

/** What stands in a header may be data, where someone forgot it: columns are told by number. */
function toHeader(cells: readonly string[] | undefined): Header {
  if (cells === undefined) throw refusal("its header is not CSV");
  const idAt = cells.indexOf("id");
  if (idAt < 0) throw refusal('its header has no column "id"');
  const unnamed = cells.indexOf("");
  if (unnamed >= 0) throw refusal(`column ${unnamed + 1} has no name`);
  const twice = cells.findIndex((name, at) => cells.indexOf(name) < at);
  if (twice >= 0)
    throw refusal(
      `columns ${cells.indexOf(cells[twice] ?? "") + 1} and ${twice + 1} have one name`,
    );
  const properties = cells.map((name, at) => ({ name, at })).filter(({ at }) => at !== idAt);
  return { width: cells.length, idAt, properties };
}

function refusal(why: string): OpsError {
  return new OpsError("usage", `Cannot read the users as CSV: ${why}`, {
    hint: 'The first line names the columns, with commas between them and "id" among them; rows of JSON begin with {',
  });
}

const FAULTS = {
  "too-long": TOO_LONG,
  unclosed: "A quote of the row is not closed",
  misplaced: "A quote of the row is out of place",
} as const;

function toRow(row: CsvRow, header: Header): Row {
  const { line } = row;
  if ("fault" in row) return { line, error: FAULTS[row.fault] };
  const { cells } = row;
  const { width, idAt, properties } = header;
  if (cells.length !== width)
    return { line, error: `The row has ${cells.length} cells, the header ${width}` };
  const distinctId = cells[idAt] ?? "";
  if (distinctId === "") return { line, error: '"id" is empty' };
  const personProperties = emptyRecord();
  for (const { name, at } of properties) {
    const text = cells[at] ?? "";
    if (text !== "") personProperties[name] = text;
  }
  const person: Person = { distinctId, personProperties };
  return { line, person };
}

/** Without a prototype, so that a column may be called `__proto__`. */
function emptyRecord(): Record<string, string> {
  return Object.create(null);
}
