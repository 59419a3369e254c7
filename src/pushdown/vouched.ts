import type { Catalogue, Kind, Literal, PropertyType } from "../event/catalogue.ts";
import { every, isAny, some, text } from "./sql.ts";

/**
 * A condition on a place's JSON text (`raw`), and on the text that it says (`said`), under which its
 * declared type vouches for it. What SQL cannot tell it leaves open: then the value is looked at.
 */
export function vouchesFor(type: PropertyType): string {
  return some([
    ...(type.nullable ? ["raw = 'null'"] : []),
    ...(type.form === "kind" ? [KINDS[type.kind]] : []),
    ...(type.form === "any" ? type.kinds.map((kind) => KINDS[kind]) : []),
    ...(type.form === "literals" || type.form === "any" ? literals(type.literals) : []),
    ...(type.form === "pattern" ? pattern(type.pattern) : []),
  ]);
}

const IS_TEXT = "startsWith(raw, '\"')";
const matches = (of: "raw" | "said", source: string): string => `match(${of}, ${text(source)})`;
const isText = (source: string): string => every([IS_TEXT, matches("said", source)]);

const POWERS = ["0", ...Array.from({ length: 53 }, (_, power) => String(2 ** power))];
const STEPS = Array.from({ length: 21 }, (_, step) => String(5 * step));

/** As `checkValue` has them; texts that only JavaScript tells are left open. */
const KINDS: Readonly<Record<Kind, string>> = {
  boolean: "raw IN ('true', 'false')",
  integer: matches("raw", "^-?[0-9]{1,15}$"),
  count: matches("raw", "^[0-9]{1,15}$"),
  "power-of-two": isAny("raw", POWERS),
  "step-5": isAny("raw", STEPS),
  semver: isText(
    "^v?[0-9]{1,15}[.][0-9]{1,15}[.][0-9]{1,15}" +
      "([.-]([0-9]{1,15}|alpha|beta|rc|canary|next|nightly|dev|preview|g[0-9a-f]{7,40})){0,5}$",
  ),
  uuid: isText("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
  hex10: isText("^[0-9a-f]{10}$"),
  "user-agent": "0",
  text: "0",
};

/** JSON may write a number in more than one way; only whole ones are compared. */
function literals(declared: readonly Literal[]): string[] {
  const texts = declared.filter((literal) => typeof literal === "string");
  const others = declared.filter((literal) => typeof literal !== "string").map(String);
  return [every([IS_TEXT, isAny("said", texts)]), isAny("raw", others)];
}

/** The patterns that mean the same to every engine: none of the classes that differ in Unicode. */
function pattern(source: string): string[] {
  const isShared = !/\{\d{4}/.test(source);
  return isShared && /^(?:[\w :;,@/"'=<>!&%#~^$()|[\]{}?*+-]|\\[d.\-/+*?()[\]{}|^$])*$/.test(source)
    ? [isText(`^(?:${source})$`)]
    : [];
}

/** A value that a rule looks at says no more than this, so one stands for all of its kind. */
const PLAIN_NUMBER = "^(0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,6})[.][0-9]{0,6}[1-9])$";

/** No rule finds anything in so short a word, whichever it is. */
export const PLAIN_WORD = "[A-Za-z]{0,7}";

/**
 * What is said of a value: nothing where its type vouches for it, its kind where that decides, and
 * the value itself where a rule must look at it.
 */
export function signOf(type: PropertyType | undefined): string {
  const vouched = type === undefined ? [] : [vouchesFor(type), "''"];
  const kinds = [
    matches("raw", PLAIN_NUMBER),
    "'number'",
    matches("raw", `^"${PLAIN_WORD}"$`),
    "'word'",
  ];
  return `multiIf(${[...vouched, ...kinds].join(", ")}, raw)`;
}

/** The declared type at each place that has one, by event (`""` for any undeclared) and pointer. */
export function typesOf({ common, events }: Catalogue): ReadonlyMap<string, PropertyType> {
  const types = new Map<string, PropertyType>();
  const add = (name: string, pointer: string, type: PropertyType): void => {
    types.set(placeOf(name, pointer), type);
    if (type.form === "object")
      for (const [key, inner] of type.properties) add(name, `${pointer}.${key}`, inner);
  };
  for (const [name, own] of [["", new Map<string, PropertyType>()] as const, ...events])
    for (const [key, type] of new Map([...common, ...own])) add(name, `properties.${key}`, type);
  return types;
}

export const placeOf = (name: string, pointer: string): string => `${name}\n${pointer}`;
