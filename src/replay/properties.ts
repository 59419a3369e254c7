import type { Catalogue, PropertyType } from "../event/catalogue.ts";
import { isRecord } from "../event/value.ts";
import type { Body } from "../metrics/path.ts";
import { dynamicKey } from "../privacy/event/rules/dynamic-key.ts";
import type { Spread } from "../privacy/release/link.ts";
import {
  createSketch,
  estimate,
  type GrowingSketch,
  hash52,
  mergeSketches,
  pair52,
  type Sketch,
} from "../privacy/release/sketch.ts";
import { addTrait, type GrowingCrowd, type Traits } from "./crowd.ts";

/** How the values of one property are spread, as far as a log shows it. */
export interface PropertySketch {
  readonly rows: number;
  readonly people: Sketch;
  readonly values: Sketch;
  readonly pairs: Sketch;
  /** No declared type vouches for the values: undeclared, or plain text. */
  readonly isOpen: boolean;
}

/** A value of a property, and where it stands. */
export interface Leaf {
  readonly pointer: string;
  readonly hash: number;
  readonly type: PropertyType | undefined;
  /** Where it is counted; found out when it first is. */
  spread?: Growing | undefined;
}

/** Watches how the properties of captured events are spread, by their dotted pointer. */
export interface Properties {
  /** The values that one event holds. */
  readonly of: (body: Body, name: string) => readonly Leaf[];
  /** @param who as `hash52` has it */
  readonly note: (leaf: Leaf, who: number) => void;
  readonly list: () => ReadonlyMap<string, PropertySketch>;
}

/** The hash of a scalar; a number and its text are two values. */
export function hashOf(value: unknown): number {
  return hash52(String(value), SEEDS.indexOf(typeof value));
}

const SEEDS = ["string", "number", "boolean"];

/** More would be names made of data, which are findings of their own. */
const MAX_PATHS = 1_000;
/** Deeper than any catalogue is written; a hostile event nests without end. */
const MAX_DEPTH = 16;

/**
 * The hashes have no key of the run: an estimate must be the same in every run.
 *
 * @param traitsOf what is kept of somebody's declared properties
 */
export function createProperties(
  catalogue: Catalogue,
  traitsOf: GrowingCrowd["traitsOf"] = () => undefined,
): Properties {
  const seen = new Map<string, Growing>();
  const wasSaid = createRecent();
  let last: { readonly who: number; readonly traits: Traits | undefined } | undefined;

  function spreadAt(pointer: string): Growing | undefined {
    let spread = seen.get(pointer);
    if (spread === undefined && seen.size < MAX_PATHS)
      seen.set(pointer, (spread = grow(seen.size)));
    return spread;
  }

  function spreadOf(leaf: Leaf): Growing | undefined {
    const spread = spreadAt(leaf.pointer);
    if (spread !== undefined) spread.isOpen ||= isOpenType(leaf.type);
    return (leaf.spread = spread);
  }

  function learn(who: number, { pointer, hash }: Leaf): void {
    if (last?.who !== who) last = { who, traits: traitsOf(who) };
    if (last.traits !== undefined) addTrait(last.traits, pointer, hash);
  }

  function note(leaf: Leaf, who: number): void {
    const { hash, type, spread = spreadOf(leaf) } = leaf;
    if (spread === undefined) return;
    spread.rows += 1;
    // Whoever said this before adds nothing by saying it again.
    if (wasSaid(spread.id, who, hash)) return;
    spread.people.add(who);
    spread.values.add(hash);
    spread.pairs.add(pair52(who, hash));
    if (type !== undefined) learn(who, leaf);
  }

  return {
    of: ({ properties }, name) => {
      const found: Leaf[] = [];
      const own = catalogue.events.get(name);
      const typeOf: TypeOf = (each) => own?.get(each) ?? catalogue.common.get(each);
      if (isRecord(properties)) addLeaves(properties, "properties", typeOf, found);
      return found;
    },
    note,
    list: () =>
      new Map(
        [...seen].map(([pointer, { rows, people, values, pairs, isOpen }]) => [
          pointer,
          { rows, people: people.sketch(), values: values.sketch(), pairs: pairs.sketch(), isOpen },
        ]),
      ),
  };
}

/** Adds the scalars of an object. */
function addLeaves(held: Body, at: string, typeOf: TypeOf, found: Leaf[], depth = 0): void {
  if (depth > MAX_DEPTH) return;
  for (const [name, value] of Object.entries(held)) {
    if (name.startsWith("$feature/") || dynamicKey.finds(name)) continue;
    const type = typeOf(name);
    const pointer = `${at}.${name}`;
    if (isRecord(value)) {
      const inner = type?.form === "object" ? type.properties : undefined;
      addLeaves(value, pointer, (each) => inner?.get(each), found, depth + 1);
    } else if (isScalar(value)) {
      found.push({ pointer, hash: hashOf(value), type });
    }
  }
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

type TypeOf = (name: string) => PropertyType | undefined;

/** Remembers some of what was said last: true for what was said before, false more often than need be. */
function createRecent(): (id: number, who: number, hash: number) => boolean {
  const size = 1 << 15;
  const ids = new Int32Array(size).fill(-1);
  const people = new Float64Array(size);
  const hashes = new Float64Array(size);
  return (id, who, hash) => {
    const at = (Math.imul(who | 0, 31) ^ (hash | 0) ^ Math.imul(id, 0x9e3779b1)) & (size - 1);
    if (ids[at] === id && people[at] === who && hashes[at] === hash) return true;
    ids[at] = id;
    people[at] = who;
    hashes[at] = hash;
    return false;
  };
}

interface Growing {
  /** In the order in which properties were met. */
  readonly id: number;
  rows: number;
  isOpen: boolean;
  readonly people: GrowingSketch;
  readonly values: GrowingSketch;
  readonly pairs: GrowingSketch;
}

const grow = (id: number): Growing => ({
  id,
  rows: 0,
  isOpen: false,
  people: createSketch(),
  values: createSketch(),
  pairs: createSketch(),
});

function isOpenType(type: PropertyType | undefined): boolean {
  if (type === undefined) return true;
  if (type.form === "kind") return type.kind === "text";
  return type.form === "any" && type.kinds.includes("text");
}

/** The spread of each property over all logs of a run, by pointer, in order. */
export function spreads(
  logs: readonly ReadonlyMap<string, PropertySketch>[],
): readonly (Spread & { readonly pointer: string; readonly isOpen: boolean })[] {
  const pointers = [...new Set(logs.flatMap((log) => [...log.keys()]))].toSorted();
  return pointers.map((pointer) => {
    const parts = logs.flatMap((log) => log.get(pointer) ?? []);
    const count = (sketch: "people" | "values" | "pairs"): number =>
      estimate(mergeSketches(parts.map((part) => part[sketch])));
    return {
      pointer,
      isOpen: parts.some(({ isOpen }) => isOpen),
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
      people: count("people"),
      values: count("values"),
      pairs: count("pairs"),
    };
  });
}
