import type { Spread } from "../privacy/release/link.ts";
import { estimate, mergeSketches, type Sketch } from "../privacy/release/sketch.ts";
import { createSmallest } from "./smallest.ts";

/** How the values of one property are spread, as far as a log shows it. */
export interface PropertySketch {
  readonly rows: number;
  readonly people: Sketch;
  readonly values: Sketch;
  readonly pairs: Sketch;
  /** No declared type vouches for the values: undeclared, or plain text. */
  readonly isOpen: boolean;
}

/** More would be names made of data, which are findings of their own. */
export const MAX_PATHS = 1_000;

/** How properties are spread over several logs, or parts of one, by pointer. */
export function mergeProperties(
  parts: readonly ReadonlyMap<string, PropertySketch>[],
): ReadonlyMap<string, PropertySketch> {
  const all = createSmallest<string, PropertySketch[]>(MAX_PATHS, () => []);
  for (const part of parts) for (const [pointer, sketch] of part) all.at(pointer)?.push(sketch);
  return new Map([...all.entries()].map(([pointer, sketches]) => [pointer, together(sketches)]));
}

function together(parts: readonly PropertySketch[]): PropertySketch {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first;
  const merged = (sketch: "people" | "values" | "pairs"): Sketch =>
    mergeSketches(parts.map((part) => part[sketch]));
  return {
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    people: merged("people"),
    values: merged("values"),
    pairs: merged("pairs"),
    isOpen: parts.some(({ isOpen }) => isOpen),
  };
}

/** The spread of each property over all logs of a run, by pointer, in order. */
export function spreads(
  logs: readonly ReadonlyMap<string, PropertySketch>[],
): readonly (Spread & { readonly pointer: string; readonly isOpen: boolean })[] {
  return [...mergeProperties(logs)].map(([pointer, { rows, isOpen, people, values, pairs }]) => ({
    pointer,
    isOpen,
    rows,
    people: estimate(people),
    values: estimate(values),
    pairs: estimate(pairs),
  }));
}
