import type { Config } from "../config/config.ts";
import { fileShared } from "../disk/shared-file.ts";
import { fileSnapshot, type Snapshot } from "../disk/snapshot-file.ts";
import { compileFlags } from "../evaluation/compile-flags.ts";
import type { FlagDefinition } from "../evaluation/flag.ts";
import { OpsError } from "../errors.ts";
import type { CacheState, Integrity } from "../report/cache.ts";
import { type KeptAssignments, parseRemembered, REMEMBERED_FORMAT } from "../runtime/remembered.ts";
import { type Declared, declaredOf } from "../runtime/settings.ts";
import { assignedValue, type FlagValue } from "../runtime/value.ts";
import { filesOf } from "./cache.ts";
import type { Session } from "./session.ts";

/** What a file of this machine is found to hold. Nothing is changed by looking. */
export interface Kept {
  readonly state: CacheState;
  readonly path: string;
  /** Undefined for what an application kept: it asks one PostHog alone. */
  readonly host: string | undefined;
  /** Of the oldest entry, in epoch milliseconds; undefined when nothing can be read. */
  readonly fetchedAt: number | undefined;
  readonly entries: readonly KeptEntry[];
}

export interface KeptEntry {
  readonly key: string;
  /** Null where it depends on the person, and where PostHog does not know the key. */
  readonly value: FlagValue | null;
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
  readonly integrity: Integrity;
  /** Whether it decides while it is usable. */
  readonly isAnswer: boolean;
}

/**
 * The definitions that `cache refresh` keeps, and what they say of a person. Without one only what
 * holds for everybody is known: flags that are off, and boolean flags whose first group has no
 * condition and lets everyone in.
 */
export async function keptDefinitions(
  config: Config,
  id: string | undefined,
  session: Session,
): Promise<Kept> {
  const path = filesOf(config, session).definitions;
  const cached = await fileSnapshot(path).load();
  if (cached.state !== "ok") return nothing(path, cached.state);
  const { host, fetchedAt, definitions } = cached.snapshot;
  const declared = declaredOf(config);
  const values = valuesOf(cached.snapshot, id, session);
  const entries = definitions.flags.map((flag): KeptEntry => {
    const variants = flag.filters.multivariate?.variants ?? [];
    const named = variants.map(({ key }) => key);
    const integrity = integrityOf(flag.key, named, { declared, fetchedAt, now: session.now() });
    const value = values.get(flag.key) ?? null;
    const isAnswer = integrity === "ok" && (value !== null || id === undefined);
    return { key: flag.key, value, fetchedAt, integrity, isAnswer };
  });
  return { state: "ok", path, host, fetchedAt, entries };
}

/** What is wrong with a key, judged by all values that are kept for it. */
function integrityOf(
  key: string,
  values: readonly FlagValue[],
  { declared, fetchedAt, now }: Readonly<{ declared: Declared; fetchedAt: number; now: number }>,
): Integrity {
  if (fetchedAt > now) return "future";
  const declaration = declared.get(key);
  if (declaration === undefined) return "undeclared-key";
  const isDeclared = values.every((value) => assignedValue(declaration, value) !== undefined);
  return isDeclared ? "ok" : "undeclared-variant";
}

/** What applications on this machine keep: PostHog's answers for the person that was asked about last. */
export async function keptAssignments(config: Config, session: Session): Promise<Kept> {
  const { assignments: path } = filesOf(config, session);
  const people = await loadAssignments(path);
  if (people === undefined) return nothing(path, "unreadable");
  const [last] = [...people].toSorted((left, right) => newestOf(right) - newestOf(left));
  if (last === undefined) return nothing(path, "absent");
  const declared = declaredOf(config);
  const entries = [...last].map(([key, { value, fetchedAt }]): KeptEntry => {
    const values = value === null ? [] : [value];
    const integrity = integrityOf(key, values, { declared, fetchedAt, now: session.now() });
    const isAnswer = integrity === "ok" && value !== null;
    return { key, value, fetchedAt, integrity, isAnswer };
  });
  const fetchedAt = Math.min(...entries.map((entry) => entry.fetchedAt));
  return { state: "ok", path, host: undefined, fetchedAt, entries };
}

/** By person; undefined when the file cannot be used. */
async function loadAssignments(path: string): Promise<readonly KeptAssignments[] | undefined> {
  try {
    const saved = await fileShared(path, REMEMBERED_FORMAT, () => {}).load();
    return [...(parseRemembered(saved)?.assignments.values() ?? [])];
  } catch (error) {
    if (error instanceof OpsError) return undefined;
    throw error;
  }
}

function newestOf(kept: KeptAssignments): number {
  return Math.max(...[...kept.values()].map(({ fetchedAt }) => fetchedAt));
}

function nothing(path: string, state: CacheState): Kept {
  return { state, path, host: undefined, fetchedAt: undefined, entries: [] };
}

function valuesOf(
  { definitions }: Snapshot,
  id: string | undefined,
  { now }: Session,
): ReadonlyMap<string, FlagValue | null> {
  if (id === undefined) return new Map(definitions.flags.map((flag) => [flag.key, forAll(flag)]));
  const flags = compileFlags(definitions);
  return new Map(
    flags.keys.map((key) => [key, flags.evaluate(key, { distinctId: id, now: now() }).value]),
  );
}

function forAll({ active, filters }: FlagDefinition): boolean | null {
  if (!active) return false;
  const [first] = filters.groups ?? [];
  const isForAll =
    first !== undefined &&
    (first.properties ?? []).length === 0 &&
    (first.rollout_percentage ?? 100) === 100 &&
    (filters.multivariate?.variants ?? []).length === 0 &&
    (filters.holdout ?? null) === null &&
    (filters.aggregation_group_type_index ?? null) === null;
  return isForAll ? true : null;
}
