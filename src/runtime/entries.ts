import { isRecord } from "../evaluation/record.ts";

/**
 * All entries of a record out of a file; undefined when any of them is damaged, for nothing there
 * is half believed. A map, so that no inherited name is ever taken for an entry.
 */
export function parseEntries<Entry>(
  saved: unknown,
  parse: (entry: unknown) => Entry | undefined,
): ReadonlyMap<string, Entry> | undefined {
  if (!isRecord(saved)) return undefined;
  const entries = new Map<string, Entry>();
  for (const [key, value] of Object.entries(saved)) {
    const entry = parse(value);
    if (entry === undefined) return undefined;
    entries.set(key, entry);
  }
  return entries;
}
