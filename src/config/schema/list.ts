import { z } from "zod/mini";
import { noted } from "./about.ts";

/**
 * A list of `min` to `max` entries, or to any number. zod's own length checks also look into a
 * table that has a key `length`, and throw when a table stands there; this one asks lists only.
 */
export function list<Item extends z.core.$ZodType>(
  item: Item,
  min: number,
  max?: number,
): z.ZodMiniArray<Item> {
  const enough = z.refine<unknown[]>(({ length }) => length >= min, {
    error: `Expected at least ${entries(min)}`,
    params: { hint: "Add what is missing" },
    when: isList,
  });
  if (max === undefined) return noted(z.array(item).check(enough), { minItems: min });
  const notTooMany = z.refine<unknown[]>(({ length }) => length <= max, {
    error: `Expected at most ${entries(max)}`,
    params: { hint: "Remove what is too much" },
    when: isList,
  });
  return noted(z.array(item).check(enough, notTooMany), { minItems: min, maxItems: max });
}

function entries(count: number): string {
  return count === 1 ? "one entry" : `${count} entries`;
}

function isList({ value }: { readonly value: unknown }): boolean {
  return Array.isArray(value);
}
