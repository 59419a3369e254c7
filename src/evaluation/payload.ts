/** The payload of one of a flag's values. */
export type PayloadOf = (value: boolean | string) => unknown;

/**
 * The payload that belongs to a flag's value: JSON text is parsed, text that is not JSON stays as
 * it is, and null means there is none. As where posthog-node evaluates all flags, `0`, `false`
 * and `""` are no payload. What was parsed is frozen, as every caller gets the same.
 */
export function payloadReader(payloads: unknown): PayloadOf {
  if (typeof payloads !== "object" || payloads === null) return () => null;
  const parsed = new Map(Object.entries(payloads).map(([key, raw]) => [key, parse(raw)]));
  return (value) => (value === false ? null : parsed.get(String(value)) || null);
}

function parse(raw: unknown): unknown {
  if (typeof raw !== "string") return raw;
  try {
    return freeze(JSON.parse(raw));
  } catch {
    return raw;
  }
}

function freeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
