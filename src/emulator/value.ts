/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two JSON values say the same; the order of keys says nothing. */
export function isSame(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** JSON text with sorted keys. */
export function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_key, held: unknown) =>
    isRecord(held)
      ? Object.fromEntries(
          Object.keys(held)
            .toSorted()
            .map((key) => [key, held[key]]),
        )
      : held,
  );
  return text ?? "null";
}
