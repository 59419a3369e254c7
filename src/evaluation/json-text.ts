import { MAX_DEPTH } from "./depth.ts";

/**
 * A JSON value as the text that PostHog's servers compare: compact, keys in code point order.
 * Undefined where JavaScript cannot know that spelling: integers (`5` and `5.0` are one number
 * here), lone surrogates, whatever JSON cannot hold, and objects that contain themselves.
 */
export function jsonText(value: unknown): string | undefined {
  return isJson(value) ? spell(value) : undefined;
}

/** Whether JSON can hold a value. Holes in arrays count as null. */
export function isJson(value: unknown, above: readonly object[] = []): boolean {
  if (value === null || typeof value === "boolean") return true;
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || above.length > MAX_DEPTH || above.includes(value)) return false;
  const within = [...above, value];
  // `every` leaves out the holes.
  if (Array.isArray(value)) return value.every((item) => isJson(item, within));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.entries(value).every(([key, item]) => key.isWellFormed() && isJson(item, within));
}

/** The text of something that `isJson`; undefined when an integer is in it. */
function spell(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isInteger(value) ? undefined : String(value);
  if (Array.isArray(value)) {
    const items = Array.from(value, (item: unknown) => (item === undefined ? "null" : spell(item)));
    return items.includes(undefined) ? undefined : `[${items.join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([left], [right]) =>
    compareCodePoints(left, right),
  );
  const members = entries.map(([key, item]) => {
    const text = spell(item);
    return text === undefined ? undefined : `${JSON.stringify(key)}:${text}`;
  });
  return members.includes(undefined) ? undefined : `{${members.join(",")}}`;
}

/** Orders well-formed texts by code points, where `<` would order them by UTF-16 units. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = left.codePointAt(index)! - right.codePointAt(index)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
