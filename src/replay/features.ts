import { isRecord } from "../event/value.ts";
import type { Catalogue } from "../event/catalogue.ts";
import { UNDECLARED } from "../metrics/kind.ts";
import type { Body } from "../metrics/path.ts";
import { add, type Tally } from "../metrics/tally.ts";

const PREFIX = "$feature/";

/**
 * Counts which flag values an event of a capture carries: `$feature/KEY`, then the value's JSON
 * text. A key or value that the config does not declare is counted and never repeated.
 */
export function addFeatures(tally: Tally, body: Body, flags: Catalogue["flags"]): void {
  const properties = body["properties"];
  if (!isRecord(properties)) return;
  for (const [name, value] of Object.entries(properties)) {
    if (!name.startsWith(PREFIX)) continue;
    const key = name.slice(PREFIX.length);
    const variants = flags.get(key);
    add(
      tally,
      PREFIX + (variants === undefined ? UNDECLARED : key),
      valueOf(value, variants ?? []),
    );
  }
}

function valueOf(value: unknown, variants: readonly string[]): string {
  if (typeof value === "boolean") return String(value);
  const variant = variants.find((declared) => declared === value);
  return variant === undefined ? UNDECLARED : JSON.stringify(variant);
}
