import { fileSnapshot, type Snapshot } from "../../disk/snapshot-file.ts";
import { compileFlags } from "../../evaluation/compile-flags.ts";
import { freshness } from "../../evaluation/snapshot.ts";
import { reportCache } from "../../report/cache.ts";
import { snapshotPath } from "../cache.ts";
import { type Command, command } from "../command.ts";
import type { Session } from "../session.ts";

/** `cache show`: the kept definitions, their age, and the values they give. */
export const cacheShowCommand: Command = command({
  args: {
    id: { type: "string", description: "Show the values of this person", valueHint: "ID" },
  },
  examples: ["cache show", "cache show --id user-42 --json"],
  run: async ({ id }, session) => {
    const config = await session.config();
    const path = snapshotPath(config, session);
    const cached = await fileSnapshot(path).load();
    if (cached.state !== "ok") {
      const { state } = cached;
      return reportCache({
        state,
        freshness: "expired",
        values: new Map(),
        path,
        origin: undefined,
      });
    }
    const { host, fetchedAt } = cached.snapshot;
    return reportCache({
      state: "ok",
      freshness: freshness(fetchedAt, session.now(), config.cache),
      values: valuesOf(cached.snapshot, id, session),
      path,
      origin: { host, fetchedAt, ageMs: session.now() - fetchedAt },
    });
  },
});

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
