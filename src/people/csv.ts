import { parse } from "csv-parse/sync";
import { OpsError } from "../errors.ts";
import type { Person } from "../evaluation/person.ts";
import { createRecordCutter, type CsvRecord } from "./csv-records.ts";
import type { Row, RowReader } from "./row.ts";

/**
 * CSV (RFC 4180) with a header: the column `id`, and the others are text properties. An empty
 * cell, quoted or not, is a property that the person does not have. Throws `usage` for a header
 * that cannot be read.
 */
export function createCsv(): RowReader {
  const records = createRecordCutter();
  let header: Header | undefined;

  function* toRows(batch: readonly CsvRecord[]): Generator<Row, void, undefined> {
    const cells = toCells(batch);
    for (const [at, record] of batch.entries()) {
      if (header === undefined) header = toHeader(cells[at]);
      else yield toRow(record, cells[at], header);
    }
  }

  return {
    read: (lines) => toRows(records.cut(lines)),
    end: () => toRows(records.end()),
  };
}

type Cells = readonly string[];

/** Many records at once, because a parser for each would cost more than parsing it. */
function toCells(batch: readonly CsvRecord[]): readonly (Cells | undefined)[] {
  if (batch.every((record) => "text" in record)) {
    const texts = batch.map(({ text }) => text);
    if (!texts.some((text) => text.includes('"'))) return texts.map((text) => text.split(","));
    const all = parseCsv(texts.join("\n"));
    if (all?.length === batch.length) return all;
  }
  return batch.map((record) => ("text" in record ? parseCsv(record.text)?.[0] : undefined));
}

/** Nothing for text with a quote out of place: the parser's message quotes it, so it goes nowhere. */
function parseCsv(text: string): Cells[] | undefined {
  try {
    return parse(text, { record_delimiter: "\n", relax_column_count: true });
  } catch {
    return undefined;
  }
}

interface Header {
  readonly width: number;
  readonly idAt: number;
  readonly properties: readonly { readonly name: string; readonly at: number }[];
}

/** What stands in a header may be data, where someone forgot it: columns are told by number. */
function toHeader(cells: Cells | undefined): Header {
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

function toRow(record: CsvRecord, cells: Cells | undefined, header: Header): Row {
  const { line } = record;
  if ("error" in record) return record;
  if (cells === undefined) return { line, error: "A quote of the row is out of place" };
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
