import type { Catalogue, PropertyType } from "../event/catalogue.ts";
import { isRecord } from "../event/value.ts";
import type { Body } from "../metrics/path.ts";
import { dynamicKey } from "../privacy/event/rules/dynamic-key.ts";
import { isPlain } from "../privacy/event/walk.ts";
import { hash52, pair52 } from "../privacy/release/hash52.ts";
import { createSketch, type GrowingSketch } from "../privacy/release/sketch.ts";
import { addTrait, type GrowingCrowd, type Traits } from "./crowd.ts";
import { isFeature } from "./features.ts";
import { MAX_PATHS, type PropertySketch } from "./property-sketch.ts";
import { createSmallest } from "./smallest.ts";

/** A value of a property, and where it stands. */
export interface Leaf {
  readonly pointer: string;
  readonly hash: number;
  readonly type: PropertyType | undefined;
  /** Where it is counted; found out when it first is. */
  spread?: Growing | undefined;
  /** Its number among those that were met more than once. */
  id?: number | undefined;
}

/** Somebody whose properties are watched. */
export interface Somebody {
  who: number;
  /** By the leaf's number, a bit each: they have said it before. */
  said: Int32Array;
  /** What is kept of their declared properties, if anything is. */
  traits: Traits | undefined;
}

/** Watches how the properties of captured events are spread, by their dotted pointer. */
export interface Properties {
  /** The values that one event holds. */
  readonly of: (body: Body, name: string) => readonly Leaf[];
  /** @param who as `hash52` has it; until the next one is asked for */
  readonly somebody: (who: number) => Somebody;
  readonly note: (leaf: Leaf, somebody: Somebody) => void;
  readonly list: () => ReadonlyMap<string, PropertySketch>;
}

/** The hash of a scalar; a number and its text are two values. */
function hashOf(value: unknown): number {
  return hash52(isScalar(value) ? value : String(value));
}

/** A value that is not counted yet. All have the same fields in one order, or they are slow to read. */
export function leafOf(
  pointer: string,
  value: unknown,
  type: PropertyType | undefined,
  spread?: Leaf["spread"],
): Leaf {
  return { pointer, hash: hashOf(value), type, spread, id: undefined };
}

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
  const seen = createSmallest<string, Growing>(MAX_PATHS, grow);
  const wasSaid = createRecord();
  const personOf = createPeople();

  function spreadOf(leaf: Leaf): Growing | undefined {
    const spread = seen.at(leaf.pointer);
    if (spread !== undefined) spread.isOpen ||= leaf.type === undefined || isPlain(leaf.type);
    return (leaf.spread = spread);
  }

  function learn(somebody: Somebody, { pointer, hash }: Leaf): void {
    somebody.traits ??= traitsOf(somebody.who);
    if (somebody.traits !== undefined) addTrait(somebody.traits, pointer, hash);
  }

  function note(leaf: Leaf, somebody: Somebody): void {
    const { hash, type } = leaf;
    const isNew = leaf.id === undefined;
    const spread = leaf.spread ?? spreadOf(leaf);
    if (spread === undefined) return;
    spread.rows += 1;
    // Whoever said this before adds nothing by saying it again.
    if (wasSaid(leaf, somebody)) return;
    const { who } = somebody;
    spread.people.add(who);
    if (isNew) spread.values.add(hash);
    spread.pairs.add(pair52(who, hash));
    if (type !== undefined) learn(somebody, leaf);
  }

  return {
    of: ({ properties }, name) => {
      const found: Leaf[] = [];
      const own = catalogue.events.get(name);
      const typeOf: TypeOf = (each) => own?.get(each) ?? catalogue.common.get(each);
      if (isRecord(properties)) addLeaves(properties, "properties", typeOf, found);
      return found;
    },
    somebody: personOf,
    note,
    list: () =>
      new Map(
        [...seen.entries()].map(([pointer, { rows, people, values, pairs, isOpen }]) => [
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
    if (isFeature(name) || dynamicKey.finds(name)) continue;
    const type = typeOf(name);
    const pointer = `${at}.${name}`;
    if (isRecord(value)) {
      const inner = type?.form === "object" ? type.properties : undefined;
      addLeaves(value, pointer, (each) => inner?.get(each), found, depth + 1);
    } else if (isScalar(value)) {
      found.push(leafOf(pointer, value, type));
    }
  }
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

type TypeOf = (name: string) => PropertyType | undefined;

/** People of whom it is remembered what they said. */
const MAX_REMEMBERED = 2_048;
/** Leaves of which it is remembered who said them. */
const MAX_NUMBERED = 16_384;

/**
 * The people who came last; whoever is forgotten says everything for the first time. Their records
 * are used again, because most people of a large log come and go.
 */
function createPeople(): (who: number) => Somebody {
  const people = new Map<number, Somebody>();
  const inTurn: Somebody[] = [];
  let turn = 0;
  let last: Somebody | undefined;

  function recordFor(who: number): Somebody {
    const oldest = inTurn[turn];
    if (oldest === undefined) return { who, said: new Int32Array(8), traits: undefined };
    people.delete(oldest.who);
    oldest.who = who;
    oldest.said.fill(0);
    oldest.traits = undefined;
    return oldest;
  }
  return (who) => {
    if (last?.who === who) return last;
    last = people.get(who);
    if (last === undefined) {
      last = inTurn[turn] = recordFor(who);
      turn = (turn + 1) % MAX_REMEMBERED;
      people.set(who, last);
    }
    return last;
  };
}

/** Remembers who said what: true for what was said before, false more often than need be. */
function createRecord(): (leaf: Leaf, somebody: Somebody) => boolean {
  let next = 0;
  return (leaf, somebody) => {
    const { id } = leaf;
    if (id === undefined) {
      // The first time it may be the only one, and there are numbers for few.
      leaf.id = UNNUMBERED;
      return false;
    }
    if (id === UNNUMBERED) {
      if (next === MAX_NUMBERED) return false;
      leaf.id = next;
      next += 1;
      return false;
    }
    const at = id >> 5;
    if (at >= somebody.said.length) somebody.said = grown(somebody.said, at);
    const bits = somebody.said[at] ?? 0;
    const bit = 1 << (id & 31);
    somebody.said[at] = bits | bit;
    return (bits & bit) !== 0;
  };
}

const UNNUMBERED = -1;

function grown(said: Int32Array, at: number): Int32Array {
  const longer = new Int32Array(2 * at);
  longer.set(said);
  return longer;
}

interface Growing {
  rows: number;
  isOpen: boolean;
  readonly people: GrowingSketch;
  readonly values: GrowingSketch;
  readonly pairs: GrowingSketch;
}

const grow = (): Growing => ({
  rows: 0,
  isOpen: false,
  people: createSketch(),
  values: createSketch(),
  pairs: createSketch(),
});
