import { isRecord } from "../evaluation/record.ts";

/** A value that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Foreign data as JSON would carry it; what JSON cannot say is null. */
export function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (isRecord(value))
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, part]) => part !== undefined)
        .map(([key, part]) => [key, toJson(part)]),
    );
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** JSON text with sorted keys: the same text for the same meaning. Undefined reads as null. */
export function canonical(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_key, held: unknown) =>
    isRecord(held)
      ? Object.fromEntries(Object.entries(held).toSorted(([left], [right]) => compare(left, right)))
      : held,
  );
  return text ?? "null";
}

/** Whether two JSON values say the same. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** Orders texts by code unit, the same on every machine. */
export function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A list with every value once, in one order, for lists whose order says nothing. */
export function asSet<Value>(values: readonly Value[]): Value[] {
  const byText = new Map(values.map((value) => [canonical(value), value]));
  return [...byText].toSorted(([left], [right]) => compare(left, right)).map(([, value]) => value);
}
