import type { Kind, Literal, PropertyType } from "./catalogue.ts";
import { isUserAgent } from "./user-agent.ts";

/** How a value breaks its type; each is a rule `event.…` of `privacy-rules.md` 2. */
export type Problem = "wrong-type" | "unknown-value" | "raw-number";

/**
 * How a JSON value breaks its declared type; undefined when the type vouches for it. Compared byte
 * for byte. Of an object only that it is one: its properties have types of their own.
 */
export function checkValue(type: PropertyType, value: unknown): Problem | undefined {
  if (value === null) return type.nullable ? undefined : "wrong-type";
  switch (type.form) {
    case "kind":
      return check([type.kind], [], value);
    case "literals":
      return check([], type.literals, value);
    case "any":
      return check(type.kinds, type.literals, value);
    case "pattern":
      if (typeof value !== "string") return "wrong-type";
      return whole(type.pattern).test(value) ? undefined : "unknown-value";
    case "object":
      return isRecord(value) ? undefined : "wrong-type";
  }
}

/** Whether a JSON value is an object; a list is none. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function check(
  kinds: readonly Kind[],
  literals: readonly Literal[],
  value: unknown,
): Problem | undefined {
  const fits = kinds.some((kind) => typeof value === KINDS[kind].json && KINDS[kind].holds(value));
  if (fits || literals.some((literal) => literal === value)) return undefined;
  const types = [
    ...kinds.map((kind) => KINDS[kind].json),
    ...literals.map((literal) => typeof literal),
  ];
  if (!types.some((json) => json === typeof value)) return "wrong-type";
  return typeof value === "number" ? "raw-number" : "unknown-value";
}

interface KindCheck {
  readonly json: "boolean" | "number" | "string";
  /** Asked only about values of that JSON type. */
  readonly holds: (value: unknown) => boolean;
}

const number = (holds: (value: number) => boolean): KindCheck => ({
  json: "number",
  holds: (value) => typeof value === "number" && holds(value),
});
const text = (holds: (value: string) => boolean): KindCheck => ({
  json: "string",
  holds: (value) => typeof value === "string" && holds(value),
});

const KINDS: Readonly<Record<Kind, KindCheck>> = {
  boolean: { json: "boolean", holds: () => true },
  integer: number(Number.isSafeInteger),
  count: number((value) => Number.isSafeInteger(value) && value >= 0),
  "power-of-two": number(isPowerOfTwo),
  "step-5": number((value) => value >= 0 && value <= 100 && value % 5 === 0),
  semver: text((value) => SEMVER.test(value)),
  uuid: text((value) => UUID.test(value)),
  hex10: text((value) => /^[0-9a-f]{10}$/.test(value)),
  "user-agent": text(isUserAgent),
  text: text(() => true),
};

/** Zero, or a whole power of two: a half and a quarter give small values away. */
function isPowerOfTwo(value: number): boolean {
  if (value === 0) return true;
  return value >= 1 && value < Infinity && 2 ** Math.round(Math.log2(value)) === value;
}

/** Words in a version are a closed list: a host name once came as a pre-release. */
const SEMVER = new RegExp(
  String.raw`^v?\d{1,15}\.\d{1,15}\.\d{1,15}` +
    "(?:[.-](?:\\d{1,15}|alpha|beta|rc|canary|next|nightly|dev|preview|g[0-9a-f]{7,40})){0,5}$",
);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const compiled = new Map<string, RegExp>();

/** A declared pattern against the whole value. There are as many as the config declares. */
function whole(pattern: string): RegExp {
  let regExp = compiled.get(pattern);
  if (regExp === undefined) compiled.set(pattern, (regExp = new RegExp(`^(?:${pattern})$`, "u")));
  return regExp;
}
