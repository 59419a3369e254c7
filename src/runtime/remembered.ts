import { isRecord } from "../evaluation/record.ts";
import type { Assignments, Times } from "./assignments.ts";
import { parseEntries } from "./entries.ts";
import { type Exposures, parseExposures } from "./exposures.ts";
import type { Declared } from "./settings.ts";
import type { StoreFormat } from "./store.ts";
import { assignedValue, type FlagValue, isFlagValue } from "./value.ts";

/** What a machine remembers of its people, under fingerprints that give nobody away. */
export interface Remembered {
  /** By person, with all that flags may ask of them: another plan is another subject. */
  readonly assignments: ReadonlyMap<string, KeptAssignments>;
  /** By person, whatever became of their plan. */
  readonly exposures: ReadonlyMap<string, Exposures>;
}

/** What PostHog said, as it is kept; also of keys that this application does not declare. */
export type KeptAssignments = ReadonlyMap<string, KeptAssignment>;

export interface KeptAssignment {
  /** Null: PostHog does not know the key. */
  readonly value: FlagValue | null;
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
}

/** The kept assignments with those that are newer; the same map when none is. */
export function withNewer(
  kept: KeptAssignments,
  known: ReadonlyMap<string, KeptAssignment>,
  now: number,
): KeptAssignments {
  const newer = [...known].filter(([key, { fetchedAt }]) => {
    const before = kept.get(key);
    // What is from the future says that a clock was wrong, and gives way.
    return before === undefined || before.fetchedAt > now || before.fetchedAt < fetchedAt;
  });
  if (newer.length === 0) return kept;
  const entries = newer.map(([key, { value, fetchedAt }]) => [key, { value, fetchedAt }] as const);
  return new Map([...kept, ...entries]);
}

/** Those that may be used here: declared, with a value that is declared, and not from the future. */
export function recalled(
  kept: KeptAssignments,
  { declared, clock }: { readonly declared: Declared; readonly clock: Times },
): Assignments {
  const now = clock.now();
  const elapsed = clock.elapsed();
  return new Map(
    [...kept].flatMap(([key, { value, fetchedAt }]) => {
      const declaration = declared.get(key);
      if (declaration === undefined || fetchedAt > now) return [];
      const known = value === null ? null : assignedValue(declaration, value);
      if (known === undefined) return [];
      const elapsedAt = elapsed - (now - fetchedAt);
      return [[key, { value: known, source: "cache", fetchedAt, elapsedAt } as const] as const];
    }),
  );
}

/** What is worth keeping: what is older than `keepMs`, or further in the future, is forgotten. */
export function forgetting(
  { assignments, exposures }: Remembered,
  { now, keepMs }: { readonly now: number; readonly keepMs: number },
): Remembered {
  const isNear = (at: number): boolean => Math.abs(now - at) < keepMs;
  return {
    assignments: only(assignments, (held) => (isNear(held.fetchedAt) ? held : undefined)),
    exposures: only(exposures, (held) => {
      const near = held.filter(({ at }) => isNear(at));
      return near.length === 0 ? undefined : near;
    }),
  };
}

type People<Held> = ReadonlyMap<string, ReadonlyMap<string, Held>>;

/** Nobody is left of whom nothing is kept. */
function only<Held>(people: People<Held>, keep: (held: Held) => Held | undefined): People<Held> {
  return new Map(
    [...people].flatMap(([person, entries]) => {
      const left = [...entries].flatMap(([key, held]) => {
        const entry = keep(held);
        return entry === undefined ? [] : [[key, entry] as const];
      });
      return left.length === 0 ? [] : [[person, new Map(left)] as const];
    }),
  );
}

const VERSION = 1;

export function toSaved({ assignments, exposures }: Remembered): unknown {
  return {
    version: VERSION,
    assignments: nested(assignments),
    exposures: nested(exposures),
  };
}

function nested(people: People<unknown>): object {
  return Object.fromEntries(
    [...people].map(([person, entries]) => [person, Object.fromEntries(entries)]),
  );
}

export const NOTHING: Remembered = { assignments: new Map(), exposures: new Map() };

/**
 * What a file remembers; nothing when there is no file. Undefined when it is no such file, or
 * anything in it is damaged.
 */
export function parseRemembered(saved: unknown): Remembered | undefined {
  if (saved === undefined) return NOTHING;
  if (!isRecord(saved) || saved["version"] !== VERSION) return undefined;
  const assignments = parseEntries(saved["assignments"], (held) =>
    parseEntries(held, parseAssignment),
  );
  const exposures = parseEntries(saved["exposures"], parseExposures);
  if (assignments === undefined || exposures === undefined) return undefined;
  return { assignments, exposures };
}

/** What a file of assignments must hold to be used. */
export const REMEMBERED_FORMAT: StoreFormat = {
  version: VERSION,
  isWhole: (held) => parseRemembered(held) !== undefined,
};

function parseAssignment(entry: unknown): KeptAssignment | undefined {
  if (!isRecord(entry)) return undefined;
  const { value, fetchedAt } = entry;
  if (value !== null && !isFlagValue(value)) return undefined;
  return typeof fetchedAt === "number" ? { value, fetchedAt } : undefined;
}
