import { isRecord } from "../event/value.ts";

/** An event's body: parsed JSON, so nothing in it is trusted. */
export type Body = Readonly<Record<string, unknown>>;

/** Looks one declared path up in a body. */
export type Read = (body: Body) => unknown;

/** Turns a declared path into its look-up. */
export type Field = (path: string) => Read;

/**
 * Reads a dotted path such as `usage.finishReason`. Only own properties of plain objects are
 * followed, so `constructor`, `__proto__` and the length of a text are absent like any other
 * name that the event does not say.
 */
export const fieldAt: Field = (path) => {
  const names = path.split(".");
  return (body) => {
    let held: unknown = body;
    for (const name of names)
      held = isRecord(held) && Object.hasOwn(held, name) ? held[name] : undefined;
    return held;
  };
};

/**
 * The look-up for logs of one form. Paths are written as the catalogue writes properties: from
 * the top in a stream, inside `properties` in a capture, where the prefix may also be spelt out.
 */
export function fieldsOf(form: "capture" | "stream"): Field {
  if (form === "stream") return fieldAt;
  return (path) => fieldAt(path.startsWith("properties.") ? path : `properties.${path}`);
}
