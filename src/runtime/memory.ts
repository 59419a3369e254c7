import { fingerprint } from "../experiment/fingerprint.ts";
import type { Assignments } from "./assignments.ts";
import type { Clock } from "./clock.ts";
import type { Subject } from "./experiments.ts";
import { type Exposure, type Exposures, withExposure } from "./exposures.ts";
import type { Problems } from "./problems.ts";
import {
  forgetting,
  NOTHING,
  parseRemembered,
  recalled,
  type Remembered,
  toSaved,
  withNewer,
} from "./remembered.ts";
import type { CacheTerms, Declared } from "./settings.ts";
import type { Store } from "./store.ts";

/** What is known of one person, shared with the other processes of this machine. */
export interface Memory {
  readonly assignments: () => Assignments;
  readonly load: () => Promise<void>;
  /** Changes what is known at once, and keeps it behind. */
  readonly learn: (assignments: Assignments) => void;
  /**
   * Claims that a value was used in this period. Resolves to whether no other process did; where
   * nothing can be written, nobody else can tell. Undefined when this process claimed it before.
   */
  readonly expose: (key: string, exposure: Exposure) => Promise<boolean> | undefined;
  /** Resolves when all is kept, or could not be. */
  readonly settled: () => Promise<void>;
  /** False when the last change could not be written; the next one tries again with everything. */
  readonly isKept: () => boolean;
}

export interface MemoryContext {
  readonly person: Subject;
  readonly declared: Declared;
  readonly cache: CacheTerms;
  /** How long one exposure counts, in milliseconds. */
  readonly periodMs: number;
  readonly clock: Clock;
  readonly problems: Problems;
}

type Step = (before: Remembered) => Remembered;

/**
 * Keeps what is known of one person, whose name is not written down. Every change is made upon what
 * is kept by then: the newer assignment stays, an exposure is claimed by one process alone, and
 * what is of other people or other applications is left as it is.
 */
export function openMemory(store: Store, context: MemoryContext): Memory {
  const { person, clock, periodMs, problems } = context;
  const subject = fingerprint(person);
  const identity = fingerprint([person.distinctId, person.groups ?? {}]);
  const keepMs = Math.max(context.cache.usableMs, periodMs);
  let known: Assignments = new Map();
  let used: Exposures = new Map();
  let claims: readonly Step[] = [];
  let asked = 0;
  let written = 0;
  let writing: Promise<void> | undefined;
  let isKept = true;

  const takeOver = ({ assignments }: Remembered): void => {
    const theirs = recalled(assignments.get(subject) ?? new Map(), context);
    const newer = [...theirs].filter(
      ([key, { fetchedAt }]) => fetchedAt > (known.get(key)?.fetchedAt ?? -Infinity),
    );
    if (newer.length > 0) known = new Map([...known, ...newer]);
  };
  const addKnown: Step = (before) => {
    const held = before.assignments.get(subject) ?? new Map();
    const next = withNewer(held, known, clock.now());
    if (next === held) return before;
    return { ...before, assignments: new Map(before.assignments).set(subject, next) };
  };
  /** Writes all that waits in one go; what cannot be written is tried again with the next. */
  const write = async (): Promise<void> => {
    const steps = claims;
    try {
      await store.update((saved) => {
        const before = parseRemembered(saved) ?? NOTHING;
        const after = [addKnown, ...steps].reduce((held, step) => step(held), before);
        takeOver(after);
        return after === before ? saved : toSaved(forgetting(after, { now: clock.now(), keepMs }));
      });
      claims = claims.slice(steps.length);
      isKept = true;
    } catch (error) {
      isKept = false;
      problems.tell(error);
    }
  };
  const writeAll = async (): Promise<void> => {
    while (written < asked) {
      written = asked;
      await write();
    }
    writing = undefined;
  };
  const keep = async (): Promise<void> => {
    asked += 1;
    return (writing ??= writeAll());
  };
  const claim = async (add: (held: Exposures) => Exposures): Promise<boolean> => {
    let isFirst = true;
    const step: Step = (before) => {
      const held = before.exposures.get(identity) ?? new Map();
      const next = add(held);
      isFirst = next !== held;
      if (!isFirst) return before;
      return { ...before, exposures: new Map(before.exposures).set(identity, next) };
    };
    claims = [...claims, step];
    await keep();
    return isFirst;
  };
  return {
    assignments: () => known,
    // What cannot be used is set aside, or told, by whoever writes next.
    load: async () =>
      store.load().then((saved) => takeOver(parseRemembered(saved) ?? NOTHING), keep),
    learn: (assignments) => {
      known = assignments;
      keep().catch(() => {});
    },
    expose: (key, exposure) => {
      const use = { key, exposure, periodMs };
      const next = withExposure(used, use);
      if (next === used) return undefined;
      used = next;
      return claim((held) => withExposure(held, use));
    },
    settled: async () => writing,
    isKept: () => isKept,
  };
}
