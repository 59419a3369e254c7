import type { Readable } from "node:stream";
import { strange } from "./fault.ts";

/**
 * The rows of an answer in `JSONCompactEachRow`, as they come: a chunk and a row are held at any
 * time. Throws `unavailable` for what are no rows, and for an answer that stops within one.
 */
export async function* rowsOf(
  answer: Readable,
  origin: string,
): AsyncGenerator<readonly unknown[], void, undefined> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const chunk of answer) {
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    begun.push(first);
    for (const next of others) {
      yield toRow(begun.join(""), origin);
      begun = [next];
    }
  }
  if (begun.join("") !== "") throw strange(origin);
}

/** The text of a row is never told: it holds values. */
function toRow(line: string, origin: string): readonly unknown[] {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    throw strange(origin);
  }
  if (!Array.isArray(row)) throw strange(origin);
  return row;
}
