import { z } from "zod/mini";
import { noted } from "./about.ts";

/**
 * A list of `min` to `max` entries. zod's own length checks also look into a table that has a key
 * `length`, and throw when a table stands there; this one asks lists only.
 */
export function list<Item extends z.core.$ZodType>(
  item: Item,
  min: number,
  max: number = Number.POSITIVE_INFINITY,
): z.ZodMiniArray<Item> {
  const bounded = z.array(item).check(
    z.refine(({ length }) => length >= min, {
      error: `Expected at least ${entries(min)}`,
      params: { hint: "Add what is missing" },
      when: isList,
    }),
    z.refine(({ length }) => length <= max, {
      error: `Expected at most ${entries(max)}`,
      params: { hint: "Remove what is too much" },
      when: isList,
    }),
  );
  return noted(bounded, { minItems: min, ...(Number.isFinite(max) && { maxItems: max }) });
}

function entries(count: number): string {
  return count === 1 ? "one entry" : `${count} entries`;
}

function isList({ value }: { readonly value: unknown }): boolean {
  return Array.isArray(value);
}
