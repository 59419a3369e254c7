import type { Catalogue, Kind, Literal, Properties, PropertyType } from "../event/catalogue.ts";
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

/**
 * The patterns that mean the same to every engine: none of the classes that differ in Unicode, that
 * are empty or that RE2 calls by a name, and nothing that repeats more often than RE2 allows.
 */
function pattern(source: string): string[] {
  const isShared = !/\[\^?\]|\[:/.test(source) && timesIn(source) * source.length < 7_000;
  return isShared && /^(?:[\w :;,@/"'=<>!&%#~^$()|[\]{}?*+-]|\\[d.\-/+*?()[\]{}|^$])*$/.test(source)
    ? [isText(`^(?:${source})$`)]
    : [];
}

/** How often a pattern repeats something at most: counts of groups, and the largest other one. */
function timesIn(source: string): number {
  let groups = 1;
  let most = 1;
  for (const [, before, times] of source.matchAll(/([^])\{(?:\d+,)?(\d+),?\}/g))
    if (before === ")") groups *= Number(times);
    else most = Math.max(most, Number(times));
  return groups * most;
}

/** A number that a rule looks at says no more than that it is one, if it is written like this. */
export const PLAIN_NUMBER: string = text(
  "^(0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,6})[.][0-9]{0,6}[1-9])$",
);

/** No rule finds anything in so short a word, whichever it is. */
export const PLAIN_WORD = "[A-Za-z]{0,7}";

/** Whether some words have the type, and SQL cannot tell which. */
export const isLeftOpen = (type: PropertyType): boolean =>
  type.form === "pattern" && pattern(type.pattern).length === 0;

/** What is declared of some events, so much of it as one query has room for. */
export interface Part {
  /** The names of the events, `""` for any undeclared one. */
  readonly kinds: readonly string[];
  /** The declared type at each place that has one, by event and pointer. */
  readonly types: ReadonlyMap<string, PropertyType>;
}

/** ClickHouse reads queries of 256 KiB; a third of it is what is familiar. In bytes. */
const ROOM = 100_000;

/** Whatever is declared, in parts. An event is never in two of them. */
export function partsOf({ common, events }: Catalogue): readonly Part[] {
  const parts: { kinds: string[]; types: Map<string, PropertyType> }[] = [];
  let room = 0;
  // Whatever is declared alike is said once.
  let known = new Set<string>();
  for (const [kind, own] of [["", new Map<string, PropertyType>()] as const, ...events]) {
    const types = typesOf(kind, new Map([...common, ...own]));
    const said = new Set([...types.values()].map(vouchesFor));
    const size = sizeOf([kind, ...types.keys(), ...[...said].filter((each) => !known.has(each))]);
    let part = parts.at(-1);
    if (part === undefined || size > room) {
      parts.push((part = { kinds: [], types: new Map() }));
      known = new Set();
      room = ROOM;
    }
    room -= size;
    part.kinds.push(kind);
    for (const each of said) known.add(each);
    for (const [place, type] of types) part.types.set(place, type);
  }
  return parts;
}

/** How many bytes some texts take, with what stands between them. */
const sizeOf = (texts: readonly string[]): number =>
  texts.reduce((size, each) => size + each.replaceAll(/[\u0080-\uffff]/g, "???").length + 16, 0);

/** By place. A name with a dot stands at none: events that have it are pulled. */
function typesOf(kind: string, declared: Properties): ReadonlyMap<string, PropertyType> {
  const types = new Map<string, PropertyType>();
  const add = (around: string, properties: Properties): void => {
    for (const [key, type] of properties) {
      if (key.includes(".")) continue;
      const pointer = `${around}.${key}`;
      types.set(`${kind}\n${pointer}`, type);
      if (type.form === "object") add(pointer, type.properties);
    }
  };
  add("properties", declared);
  return types;
}
