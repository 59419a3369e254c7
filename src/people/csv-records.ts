import { type Line, MAX_LINE_BYTES } from "../replay/lines.ts";
import { isBlank, TOO_LONG } from "./row.ts";

/** One record of CSV, which may span lines, or why there is none. */
export type CsvRecord =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly error: string };

/** Cuts lines into records: a line goes on in the next one while a quoted cell is open. */
export interface RecordCutter {
  readonly cut: (lines: readonly Line[]) => CsvRecord[];
  readonly end: () => CsvRecord[];
}

/**
 * A quote that is never closed would swallow the rest of the input. So a record is no longer than
 * a line may be; past that, or at the end, its first line alone is bad and the others are cut anew.
 */
export function createRecordCutter(): RecordCutter {
  let open: { readonly number: number; readonly text: string }[] = [];
  let length = 0;

  function take({ number, text }: Line, records: CsvRecord[]): void {
    if (text === null) {
      while (open.length > 0) giveUp(records);
      records.push({ line: number, error: TOO_LONG });
      return;
    }
    if (open.length === 0 && isBlank(text)) return;
    open.push({ number, text });
    length += text.length;
    if (!isOpenAfter(text, open.length > 1)) {
      records.push({ line: open[0]?.number ?? number, text: open.map(textOf).join("\n") });
      clear();
    } else if (length > MAX_LINE_BYTES) giveUp(records);
  }

  function giveUp(records: CsvRecord[]): void {
    const [first, ...others] = open;
    clear();
    if (first !== undefined)
      records.push({ line: first.number, error: "A quote of the row is not closed" });
    for (const other of others) take(other, records);
  }

  function clear(): void {
    open = [];
    length = 0;
  }

  return {
    cut: (lines) => {
      const records: CsvRecord[] = [];
      for (const line of lines) take(line, records);
      return records;
    },
    end: () => {
      const records: CsvRecord[] = [];
      while (open.length > 0) giveUp(records);
      return records;
    },
  };
}

const textOf = ({ text }: { readonly text: string }): string => text;

/** Whether a quoted cell is open where a line ends. Only at the start of a cell does a quote open it. */
function isOpenAfter(text: string, wasOpen: boolean): boolean {
  let isOpen = wasOpen;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) {
    if (!isOpen) isOpen = at === 0 || text[at - 1] === ",";
    else if (text[at + 1] === '"') at += 1;
    else isOpen = false;
  }
  return isOpen;
}
