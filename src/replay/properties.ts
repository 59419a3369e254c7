import type { Catalogue, PropertyType } from "../event/catalogue.ts";
import { isRecord } from "../event/value.ts";
import type { Body } from "../metrics/path.ts";
import { isDataKey } from "../privacy/event/key.ts";
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
import type { GrowingCrowd } from "./crowd.ts";

/** How the values of one property are spread, as far as a log shows it. */
export interface PropertySketch {
  readonly rows: number;
  readonly people: Sketch;
  readonly values: Sketch;
  readonly pairs: Sketch;
  /** No declared type vouches for the values: undeclared, or plain text. */
  readonly isOpen: boolean;
}

/** Watches how the properties of captured events are spread, by their dotted pointer. */
export interface Properties {
  readonly observe: (body: Body, name: string, who: string) => void;
  readonly list: () => ReadonlyMap<string, PropertySketch>;
}

/** So that a number and its text are two values. */
const SEEDS = ["string", "number", "boolean"];

/** More would be names made of data, which are findings of their own. */
const MAX_PATHS = 1_000;
/** Deeper than any catalogue is written; a hostile event nests without end. */
const MAX_DEPTH = 16;

/**
 * The hashes have no key of the run: an estimate must be the same in every run.
 *
 * @param trait hears of each value of a declared property
 */
export function createProperties(
  catalogue: Catalogue,
  trait: GrowingCrowd["trait"] = () => undefined,
): Properties {
  const seen = new Map<string, Growing>();

  function note(
    pointer: string,
    value: string | number | boolean,
    who: number,
    type: PropertyType | undefined,
  ): void {
    let growing = seen.get(pointer);
    if (growing === undefined) {
      if (seen.size >= MAX_PATHS) return;
      seen.set(pointer, (growing = grow()));
    }
    const hash = hash52(String(value), SEEDS.indexOf(typeof value));
    growing.rows += 1;
    growing.isOpen ||= isOpenType(type);
    growing.people.add(who);
    growing.values.add(hash);
    growing.pairs.add(pair52(who, hash));
    if (type !== undefined) trait(who, pointer, hash);
  }

  function walk(held: Body, at: string, typeOf: TypeOf, who: number, depth = 0): void {
    if (depth > MAX_DEPTH) return;
    for (const [name, value] of Object.entries(held)) {
      if (name.startsWith("$feature/") || isDataKey(name)) continue;
      const type = typeOf(name);
      const pointer = `${at}.${name}`;
      if (isRecord(value)) {
        const inner = type?.form === "object" ? type.properties : undefined;
        walk(value, pointer, (each) => inner?.get(each), who, depth + 1);
      } else if (isScalar(value)) note(pointer, value, who, type);
    }
  }

  return {
    observe: ({ properties }, name, who) => {
      if (!isRecord(properties)) return;
      const own = catalogue.events.get(name);
      const typeOf: TypeOf = (each) => own?.get(each) ?? catalogue.common.get(each);
      walk(properties, "properties", typeOf, hash52(who));
    },
    list: () =>
      new Map(
        [...seen].map(([pointer, { rows, people, values, pairs, isOpen }]) => [
          pointer,
          { rows, people: people.sketch(), values: values.sketch(), pairs: pairs.sketch(), isOpen },
        ]),
      ),
  };
}

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

type TypeOf = (name: string) => PropertyType | undefined;

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
