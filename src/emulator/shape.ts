import { isRecord } from "../evaluation/record.ts";
import type { JsonRecord } from "./value.ts";

/**
 * What a JSON value must look like, as tables. A shape answers with the value it accepts, without
 * keys it does not know, or throws a `Misfit` in the words of the Django REST framework. Nothing
 * is coerced: `"true"` is not a boolean and `"42"` is not a number.
 */
export type Shape = (value: unknown, path: Path) => unknown;

export type Path = readonly (string | number)[];

/** A value that does not fit, with the framework's code for it. */
export class Misfit extends Error {
  override readonly name = "Misfit";
  readonly path: Path;
  readonly code: string;

  constructor(path: Path, code: string, detail: string) {
    super(detail);
    this.path = path;
    this.code = code;
  }
}

export const anything: Shape = (value) => value;

export const boolean: Shape = (value, path) =>
  typeof value === "boolean" ? value : fail(path, "invalid", "Must be a valid boolean.");

export const integer: Shape = (value, path) =>
  Number.isInteger(value) ? value : fail(path, "invalid", "A valid integer is required.");

/** Any JSON object. */
export function record(value: unknown, path: Path): JsonRecord {
  if (isRecord(value)) return value;
  throw new Misfit(path, "invalid", "Value must be valid JSON.");
}

/** A finite number between two bounds, fractions allowed. */
export function number(least: number, most: number): Shape {
  return (value, path) => {
    if (typeof value !== "number") return fail(path, "invalid", "A valid number is required.");
    if (value > most)
      fail(path, "max_value", `Ensure this value is less than or equal to ${most}.`);
    if (value < least)
      fail(path, "min_value", `Ensure this value is greater than or equal to ${least}.`);
    return value;
  };
}

/** Text of limited length; a pattern that it must match comes with a code and words of its own. */
export function text(
  longest: number,
  pattern?: { readonly test: RegExp; readonly code: string; readonly detail: string },
): Shape {
  return (value, path) => {
    if (typeof value !== "string") return fail(path, "invalid", "Not a valid string.");
    if (value.length > longest)
      fail(path, "max_length", `Ensure this field has no more than ${longest} characters.`);
    if (pattern !== undefined && !pattern.test.test(value))
      fail(path, pattern.code, pattern.detail);
    return value;
  };
}

/** One of a few words. */
export function choice(words: readonly string[]): Shape {
  return (value, path) =>
    typeof value === "string" && words.includes(value)
      ? value
      : fail(path, "invalid_choice", `"${label(value)}" is not a valid choice.`);
}

/** The shape, or null. */
export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? null : shape(value, path));
}

/** A list of one shape. */
export function list(shape: Shape, { least = 0 }: { readonly least?: number } = {}): Shape {
  return (value, path) => {
    if (!Array.isArray(value))
      return fail(path, "not_a_list", `Expected a list of items but got type "${kind(value)}".`);
    if (value.length < least) fail(path, "empty", "This list may not be empty.");
    return value.map((item, index) => shape(item, [...path, index]));
  };
}

/** An object with these keys; others are dropped, as PostHog does. */
export function object(
  fields: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): (value: unknown, path: Path) => JsonRecord {
  return (value, path) => {
    if (!isRecord(value)) {
      const detail = `Invalid data. Expected a dictionary, but got ${kind(value)}.`;
      throw new Misfit(path, "invalid", detail);
    }
    const missing = required.find((key) => value[key] === undefined);
    if (missing !== undefined) fail([...path, missing], "required", "This field is required.");
    const known = Object.entries(fields).filter(([key]) => Object.hasOwn(value, key));
    return Object.fromEntries(
      known.map(([key, shape]) => [key, notNull(shape, value[key], [...path, key])]),
    );
  };
}

function notNull(shape: Shape, value: unknown, path: Path): unknown {
  try {
    return shape(value, path);
  } catch (error) {
    if (value !== null || !(error instanceof Misfit)) throw error;
    return fail(path, "null", "This field may not be null.");
  }
}

function fail(path: Path, code: string, detail: string): never {
  throw new Misfit(path, code, detail);
}

const label = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

/** A JSON type by its Python name. */
function kind(value: unknown): string {
  if (value === null) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return { string: "str", boolean: "bool", object: "dict" }[typeof value as string] ?? "str";
}
