import type { Config } from "./config.ts";

/**
 * Every text and number that a config says: names and values, at any depth. What a report repeats
 * of these it repeats of the config, whatever a log says (`privacy-rules.md` 9).
 */
export function wordsOf(config: Config): readonly string[] {
  return [...new Set(saidIn(config))];
}

function saidIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (value instanceof Map || Array.isArray(value)) return [...value].flatMap(saidIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(saidIn);
}
