import { isRecord } from "../evaluation/record.ts";
import { fingerprint } from "../experiment/fingerprint.ts";
import { type Assignments, parseSaved, toSaved } from "./assignments.ts";
import type { Clock } from "./clock.ts";
import { type Exposures, parseExposures } from "./exposures.ts";
import type { Subject } from "./experiments.ts";
import type { Declared } from "./settings.ts";

/** One JSON value that outlives the process. */
export interface Store {
  /** Undefined when nothing was kept. Throws when it cannot be read. */
  readonly load: () => Promise<unknown>;
  readonly save: (value: unknown) => Promise<void>;
}

/** What is known of one person, and was reported of them. */
export interface Known {
  readonly assignments: Assignments;
  readonly exposures: Exposures;
}

export interface Memory {
  readonly known: () => Known;
  readonly load: () => Promise<void>;
  /** Changes what is known at once, and keeps it behind. */
  readonly learn: (more: Partial<Known>) => void;
  /** Resolves when all is kept, or could not be. */
  readonly settled: () => Promise<void>;
  /** False when the last change could not be written; the next one tries again with everything. */
  readonly isKept: () => boolean;
}

/**
 * Keeps what is known of one person, whose name is not written down. What is known of anybody else
 * is forgotten; so are the assignments, but not the exposures, when the person's properties change.
 */
export function openMemory(
  store: Store,
  {
    person,
    declared,
    clock,
  }: { readonly person: Subject; readonly declared: Declared; readonly clock: Clock },
): Memory {
  const subject = fingerprint(person);
  const identity = fingerprint([person.distinctId, person.groups ?? {}]);
  let known: Known = { assignments: new Map(), exposures: new Map() };
  let last: Promise<void> = Promise.resolve();
  let isKept = true;
  const keep = async (): Promise<void> => {
    const { assignments, exposures } = known;
    const reported = { identity, exposures: Object.fromEntries(exposures) };
    isKept = await store.save({ ...toSaved(assignments, subject), ...reported }).then(
      () => true,
      () => false,
    );
  };
  return {
    known: () => known,
    load: async () => {
      // A damaged file is as good as none: the next answer replaces it.
      const saved = await store.load().catch(() => undefined);
      const isTheirs = isRecord(saved) && saved["identity"] === identity;
      known = {
        assignments: parseSaved(saved, { subject, declared, clock }),
        exposures: parseExposures(isTheirs ? saved["exposures"] : undefined),
      };
    },
    learn: (more) => {
      known = { ...known, ...more };
      last = last.then(keep);
    },
    settled: async () => last,
    isKept: () => isKept,
  };
}
