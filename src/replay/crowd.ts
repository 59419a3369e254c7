import { hash52 } from "../privacy/release/sketch.ts";

/** What one installation of a capture did, as far as it is asked what tells people apart. */
export interface Person {
  /** Counts of cells by the day of the event; `""` where an event tells no day. */
  readonly days: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The hashed value of each declared property, null where there was more than one. */
  readonly traits: ReadonlyMap<string, number | null>;
}

/** Some people of a log, by a hash of who they are: all, or 2,000 that the hash chose. */
export type Crowd = ReadonlyMap<number, Person>;

/** The hashed value of each declared property, null where there was more than one. */
export type Traits = Map<string, number | null>;

/** Adds what a property says of somebody. */
export function addTrait(traits: Traits, pointer: string, value: number): void {
  const held = traits.get(pointer);
  if (held === undefined) traits.set(pointer, value);
  else if (held !== value) traits.set(pointer, null);
}

/** A crowd that grows. */
export interface GrowingCrowd {
  readonly count: (who: string, day: string, cell: string) => void;
  /**
   * Somebody's traits, to which what is learnt of them may be added at once; undefined for whoever
   * is not kept.
   *
   * @param who as `hash52` has it
   */
  readonly traitsOf: (who: number) => Traits | undefined;
  readonly crowd: () => Crowd;
}

/** As many as the sample of `privacy-rules.md` 5. */
export const MAX_PEOPLE = 2_000;
/** Two years; a hostile log names days without end. */
const MAX_DAYS = 730;

/**
 * Keeps those whose hashes are smallest, so that memory has a bound, the choice is the same in
 * every run, and whoever is kept was kept from the first event on.
 */
export function createCrowd(): GrowingCrowd {
  const people = new Map<number, Growing>();
  let ceiling = Infinity;

  function personOf(who: number): Growing | undefined {
    const held = people.get(who);
    if (held !== undefined || who >= ceiling) return held;
    const person: Growing = { days: new Map(), traits: new Map() };
    people.set(who, person);
    if (people.size >= 2 * MAX_PEOPLE) {
      const kept = new Set(smallest(people));
      for (const each of people.keys()) if (!kept.has(each)) people.delete(each);
      ceiling = Math.max(...kept) + 1;
    }
    return people.get(who);
  }

  return {
    count: (who, day, cell) => {
      const days = personOf(hash52(who))?.days;
      const held = days?.get(day) ?? new Map<string, number>();
      if (days === undefined || (days.size >= MAX_DAYS && !days.has(day))) return;
      days.set(day, held.set(cell, (held.get(cell) ?? 0) + 1));
    },
    traitsOf: (who) => personOf(who)?.traits,
    crowd: () => chosen(people),
  };
}

interface Growing {
  readonly days: Map<string, Map<string, number>>;
  readonly traits: Traits;
}

const smallest = (people: ReadonlyMap<number, unknown>): number[] =>
  [...people.keys()].toSorted((a, b) => a - b).slice(0, MAX_PEOPLE);

function chosen(people: Crowd): Crowd {
  return new Map(
    smallest(people).flatMap((who) => {
      const person = people.get(who);
      return person === undefined ? [] : [[who, person] as const];
    }),
  );
}

/** The crowd of several logs together. */
export function mergeCrowds(parts: readonly Crowd[]): Crowd {
  const all = new Map<number, Growing>();
  for (const part of parts)
    for (const [who, { days, traits }] of part) {
      const held = all.get(who) ?? { days: new Map(), traits: new Map() };
      all.set(who, held);
      for (const [day, cells] of days) addDay(held, day, cells);
      for (const [pointer, value] of traits) {
        const known = held.traits.get(pointer);
        held.traits.set(pointer, known === undefined || known === value ? value : null);
      }
    }
  return chosen(all);
}

function addDay({ days }: Growing, day: string, cells: ReadonlyMap<string, number>): void {
  const held = days.get(day) ?? new Map<string, number>();
  for (const [cell, times] of cells) held.set(cell, (held.get(cell) ?? 0) + times);
  days.set(day, held);
}
