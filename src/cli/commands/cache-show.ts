import { fileJsonStore } from "../../disk/json-store.ts";
import { fileSnapshot, type Snapshot } from "../../disk/snapshot-file.ts";
import type { Config } from "../../config/config.ts";
import { compileFlags } from "../../evaluation/compile-flags.ts";
import { freshness } from "../../evaluation/snapshot.ts";
import { type CacheView, reportCache } from "../../report/cache.ts";
import { parseSaved } from "../../runtime/assignments.ts";
import { liveValue } from "../../runtime/overrides.ts";
import { declaredOf, isOverridable } from "../../runtime/settings.ts";
import { filesOf } from "../cache.ts";
import { type Command, command } from "../command.ts";
import { overridesOf } from "../overrides.ts";
import type { Session } from "../session.ts";

/** `cache show`: what is kept, its age, the values it gives, and what was chosen instead. */
export const cacheShowCommand: Command = command({
  args: {
    id: { type: "string", description: "Show the values of this person", valueHint: "ID" },
  },
  examples: ["cache show", "cache show --id user-42 --json"],
  run: async ({ id }, session) => {
    const config = await session.config();
    const held = await definitionsView(config, id, session);
    const view = held.state === "absent" ? await assignmentsView(config, session) : held;
    return reportCache({ ...view, overrides: await overridesView(config, session) });
  },
});

type View = Omit<CacheView, "overrides">;

/** The definitions that `cache refresh` keeps. */
async function definitionsView(
  config: Config,
  id: string | undefined,
  session: Session,
): Promise<View> {
  const path = filesOf(config, session).definitions;
  const cached = await fileSnapshot(path).load();
  if (cached.state !== "ok") return { ...NOTHING, state: cached.state, path };
  const { host, fetchedAt } = cached.snapshot;
  return {
    state: "ok",
    freshness: freshness(fetchedAt, session.now(), config.cache),
    values: valuesOf(cached.snapshot, id, session),
    path,
    origin: { host, fetchedAt, ageMs: session.now() - fetchedAt },
  };
}

/** What an application on this machine keeps: PostHog's answers for the person who uses it. */
async function assignmentsView(config: Config, session: Session): Promise<View> {
  const { assignments: path, definitions } = filesOf(config, session);
  const saved = await fileJsonStore(path)
    .load()
    .catch(() => undefined);
  const clock = { now: session.now, elapsed: session.now };
  const assignments = parseSaved(saved, { declared: declaredOf(config), clock });
  const times = [...assignments.values()].map(({ fetchedAt }) => fetchedAt);
  if (times.length === 0) return { ...NOTHING, state: "absent", path: definitions };
  const fetchedAt = Math.min(...times);
  return {
    state: "ok",
    freshness: freshness(fetchedAt, session.now(), config.cache),
    values: new Map([...assignments].map(([key, { value }]) => [key, value])),
    path,
    origin: { host: undefined, fetchedAt, ageMs: session.now() - fetchedAt },
  };
}

const NOTHING = { freshness: "expired", values: new Map(), origin: undefined } as const;

async function overridesView(config: Config, session: Session): Promise<CacheView["overrides"]> {
  const book = await overridesOf(config, session);
  return new Map(
    [...declaredOf(config).values()].flatMap((declaration): [string, boolean | string][] => {
      if (!isOverridable(declaration)) return [];
      const value = liveValue(book.held(), declaration, session.now());
      return value === undefined ? [] : [[declaration.key, value]];
    }),
  );
}

/**
 * Without a person only what holds for everybody is known: flags that are off, and boolean flags
 * whose first group has no condition and lets everyone in.
 */
function valuesOf(
  { definitions }: Snapshot,
  id: string | undefined,
  { now }: Session,
): ReadonlyMap<string, boolean | string | null> {
  const flags = compileFlags(definitions);
  if (id !== undefined)
    return new Map(
      flags.keys.map((key) => [key, flags.evaluate(key, { distinctId: id, now: now() }).value]),
    );
  return new Map(definitions.flags.map((flag) => [flag.key, valueForAll(flag)]));
}

function valueForAll({
  active,
  filters,
}: Snapshot["definitions"]["flags"][number]): boolean | null {
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
