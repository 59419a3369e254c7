import { createXxh64 } from "./xxh64.ts";

/** A value as one line that says whether it is whole: a checksum, a space and JSON. */
export function journalLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${checksum(json)} ${json}\n`;
}

/**
 * The values of all whole lines, in their order, and how many lines are not whole. A text without
 * an end of line is the rest of a write that a crash cut off: it was never there.
 */
export function parseJournal(text: string): {
  readonly values: readonly unknown[];
  readonly damaged: number;
} {
  const lines = text.split("\n").slice(0, -1);
  const values = lines.filter((line) => line !== "").map(parseLine);
  const whole = values.filter((value) => value !== undefined);
  return { values: whole, damaged: values.length - whole.length };
}

function parseLine(line: string): unknown {
  const json = line.slice(SUM_LENGTH + 1);
  if (line[SUM_LENGTH] !== " " || line.slice(0, SUM_LENGTH) !== checksum(json)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const SUM_LENGTH = 16;

function checksum(json: string): string {
  const sum = createXxh64();
  sum.update(new TextEncoder().encode(json));
  return sum.digest().toString(16).padStart(SUM_LENGTH, "0");
}
