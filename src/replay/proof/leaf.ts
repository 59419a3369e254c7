import { isRecord } from "../../event/value.ts";
import type { Body } from "../../metrics/path.ts";

/**
 * Keys from the top of an event. A number is a place in a list; what is changed there is changed in
 * every member.
 */
export type Path = readonly (string | number)[];

/** A value of an event that holds no others. */
export interface Leaf {
  readonly path: Path;
  readonly value: string | number | boolean | null;
}

/** What an event is made of. */
export interface Skeleton {
  /** Key paths and JSON types, equal for events of one shape. */
  readonly shape: string;
  /** One leaf for each key path; the members of a list share theirs. */
  readonly leaves: readonly Leaf[];
  /** Nested too deep or too wide to be looked at whole. */
  readonly isCut: boolean;
}

/** Deeper or wider than any catalogue is written. */
const MAX_DEPTH = 32;
const MAX_NODES = 4_096;
const MAX_LEAVES = 256;

/** Takes an event apart, without calling itself: a log may nest as deep as a line is long. */
export function skeletonOf(body: Body): Skeleton {
  const types = new Set<string>();
  const leaves = new Map<string, Leaf>();
  const work: { readonly value: unknown; readonly path: Path; readonly place: string }[] = [
    { value: body, path: [], place: "" },
  ];
  let nodes = 0;
  let isCut = false;
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    const { value, path, place } = item;
    types.add(`${place} ${typeName(value)}`);
    if (isLeafValue(value)) {
      if (!leaves.has(place) && leaves.size < MAX_LEAVES) leaves.set(place, { path, value });
      else isCut ||= !leaves.has(place);
      continue;
    }
    if (path.length >= MAX_DEPTH || (nodes += childCount(value)) > MAX_NODES) isCut = true;
    else
      for (const [key, child] of childrenOf(value).toReversed()) {
        const name = typeof key === "number" ? "[]" : JSON.stringify(key);
        work.push({ value: child, path: [...path, key], place: `${place}.${name}` });
      }
  }
  return { shape: [...types].toSorted().join("\n"), leaves: [...leaves.values()], isCut };
}

/** The body with one value changed. */
export function withValue(body: Body, path: Path, change: (value: unknown) => unknown): Body {
  const changed = changeAt(body, path, change);
  return isRecord(changed) ? changed : body;
}

/** The body with one key changed; a place in a list has none. */
export function withKey(body: Body, path: Path, rename: (key: string) => string): Body {
  const key = path.at(-1);
  return withValue(body, path.slice(0, -1), (held) =>
    isRecord(held)
      ? Object.fromEntries(
          Object.entries(held).map(([name, value]) => [name === key ? rename(name) : name, value]),
        )
      : held,
  );
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(body: Body, path: Path): unknown {
  let held: unknown = body;
  for (const key of path) {
    if (Array.isArray(held) && typeof key === "number") held = held[key];
    else held = isRecord(held) && Object.hasOwn(held, key) ? held[key] : undefined;
  }
  return held;
}

function changeAt(held: unknown, path: Path, change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(held);
  if (Array.isArray(held))
    return typeof key === "number"
      ? held.map((child: unknown) => changeAt(child, rest, change))
      : held;
  if (!isRecord(held)) return held;
  // Not by assignment: a log may hold a key of its own called `__proto__`.
  return Object.fromEntries(
    Object.entries(held).map(([name, child]) => [
      name,
      name === key ? changeAt(child, rest, change) : child,
    ]),
  );
}

function isLeafValue(value: unknown): value is Leaf["value"] {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

const childCount = (value: unknown): number =>
  Array.isArray(value) ? value.length : Object.keys(isRecord(value) ? value : {}).length;

function childrenOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((child: unknown, at) => [at, child]);
  return isRecord(value) ? Object.entries(value) : [];
}
