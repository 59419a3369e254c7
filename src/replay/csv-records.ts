import { type Line, MAX_LINE_BYTES } from "./lines.ts";

/** Why a record of CSV is not read. */
export type CsvFault = "too-long" | "unclosed" | "misplaced";

/** One record of CSV, which may span lines, by the line it starts on. */
export type CsvRecord =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly fault: CsvFault };

/** Cuts lines into records: a line goes on in the next one while a quoted cell is open. */
export interface RecordCutter {
  readonly cut: (lines: Iterable<Line>) => CsvRecord[];
  readonly end: () => CsvRecord[];
}

/** How often lines may be cut anew, for each line that was read: input may leave quotes open on purpose. */
const MAX_RECUTS = 4;
/** So many lines are always cut anew, so that no short input is given up. */
const FREE_RECUTS = 1_000_000;

/**
 * A quote that is never closed would swallow the rest of the input. So a record is no longer than
 * a line may be; past that, or at the end, its first line alone is bad and the others are cut anew.
 * Input that does so for most of its lines loses all lines of a record at once. Blank lines
 * between records say nothing.
 */
export function createRecordCutter(): RecordCutter {
  let open: { readonly number: number; readonly text: string }[] = [];
  let length = 0;
  let readLines = 0;
  let recutLines = 0;

  function take({ number, text }: Line, records: CsvRecord[]): void {
    if (text === null) {
      while (open.length > 0) giveUp(records);
      records.push({ line: number, fault: "too-long" });
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
    const held = open;
    recutLines += held.length;
    const isTooMuch = recutLines > FREE_RECUTS + MAX_RECUTS * readLines;
    const bad = isTooMuch ? held.length : 1;
    clear();
    for (const { number } of held.slice(0, bad)) records.push({ line: number, fault: "unclosed" });
    for (const other of held.slice(bad)) take(other, records);
  }

  function clear(): void {
    open = [];
    length = 0;
  }

  return {
    cut: (lines) => {
      const records: CsvRecord[] = [];
      for (const line of lines) {
        readLines += 1;
        take(line, records);
      }
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

const isBlank = (text: string): boolean => /^[ \t]*$/.test(text);

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
