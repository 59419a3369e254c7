import { isRecord } from "../evaluation/record.ts";

/** What Python, in which PostHog reads bodies, can nest. */
const MAX_DEPTH = 1000;

/**
 * Reads foreign JSON. Throws for text that is none, and for lists and objects nested deeper than
 * 1,000 levels, which code that walks them could not follow.
 */
export function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  let level: readonly unknown[] = [parsed];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new RangeError("JSON is nested too deeply");
    level = level.flatMap(partsOf).filter((part) => typeof part === "object" && part !== null);
  }
  return parsed;
}

function partsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? Object.values(value) : [];
}
