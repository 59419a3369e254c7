import { createSmallest, type Smallest } from "./smallest.ts";
import { addTo } from "./sum.ts";

/** What one installation of a capture did, as far as it is asked what tells people apart. */
export interface Person {
  /** Counts of cells by the period of the event; `""` where an event tells no day. */
  readonly periods: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The hashed value of each declared property, null where there was more than one. */
  readonly traits: ReadonlyMap<string, number | null>;
}

/** Some people of a log, by a hash of who they are: all, or 2,000 that the hash chose. */
export type Crowd = ReadonlyMap<number, Person>;

/** The hashed value of each declared property, null where there was more than one. */
export type Traits = Map<string, number | null>;

/** Adds what a property says of somebody; null where it says more than one thing. */
export function addTrait(traits: Traits, pointer: string, value: number | null): void {
  const held = traits.get(pointer);
  if (held === undefined) traits.set(pointer, value);
  else if (held !== value) traits.set(pointer, null);
}

/** A crowd that grows. */
export interface GrowingCrowd {
  /** @param who as `hash52` has it */
  readonly count: (who: number, period: string, cell: string, times?: number) => void;
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
/** Two years of days; a hostile log names days without end. */
const MAX_PERIODS = 730;

/** Keeps those whose hashes are smallest: the choice is the same in every run. */
export function createCrowd(): GrowingCrowd {
  const people = createSmallest<number, Growing>(MAX_PEOPLE, grow);
  return {
    count: (who, period, cell, times = 1) => {
      const person = people.at(who);
      if (person === undefined) return;
      const cells = periodsOf(person).at(period);
      cells?.set(cell, (cells.get(cell) ?? 0) + times);
    },
    traitsOf: (who) => people.at(who)?.traits,
    crowd: () => new Map([...people.entries()].map(([who, person]) => [who, grown(person)])),
  };
}

interface Growing {
  /** Many people count in no cell. */
  periods?: Periods;
  readonly traits: Traits;
}

const grow = (): Growing => ({ traits: new Map() });

const periodsOf = (person: Growing): Periods =>
  (person.periods ??= createSmallest(MAX_PERIODS, () => new Map()));

/** Counts of cells by the period, for as many periods as are kept of one person. */
type Periods = Smallest<string, Map<string, number>>;

const grown = ({ periods, traits }: Growing): Person => ({
  periods: periods?.entries() ?? NONE,
  traits,
});

const NONE: Person["periods"] = new Map();

/** The crowd of several logs, or parts of one, together. */
export function mergeCrowds(parts: readonly Crowd[]): Crowd {
  const all = createSmallest<number, Person[]>(MAX_PEOPLE, () => []);
  for (const part of parts) for (const [who, person] of part) all.at(who)?.push(person);
  return new Map([...all.entries()].map(([who, people]) => [who, together(people)]));
}

/** What one person did in several parts; it is not copied where there is one. */
function together(parts: readonly Person[]): Person {
  const [first, ...others] = parts;
  if (first !== undefined && others.length === 0) return first;
  const whole = grow();
  for (const { periods, traits } of parts) {
    for (const [period, cells] of periods) {
      const held = periodsOf(whole).at(period);
      if (held !== undefined) addTo(held, cells);
    }
    for (const [pointer, value] of traits) addTrait(whole.traits, pointer, value);
  }
  return grown(whole);
}
