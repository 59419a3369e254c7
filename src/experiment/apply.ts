import { OpsError } from "../errors.ts";
import type { ArchiveChange, Change, ExperimentChange, FlagChange } from "./change.ts";
import { sightOfExperiment, sightOfFlag } from "./fingerprint.ts";
import { isSame } from "./json.ts";
import { requireLegal } from "./legality.ts";
import { type Base, type Entry, experimentEntry, flagEntry, nextBase } from "./lock.ts";
import type { ObservedExperiment } from "./observed.ts";
import type { Plan } from "./plan.ts";
import { experimentSettings, flagSettings } from "./settings.ts";
import type { RemoteStore } from "./store.ts";

/** What became of one change. */
export type Step =
  /** No entry for what was archived. */
  | { readonly outcome: "done"; readonly change: Change; readonly entry: Entry | undefined }
  | { readonly outcome: "failed"; readonly change: Change; readonly error: OpsError }
  | { readonly outcome: "not-attempted"; readonly change: Change };

/**
 * Carries a plan out, one change after the other.
 *
 * 1. A plan with refusals is refused whole; nothing is sent.
 * 2. Each object is read again. One that moved since the plan, appeared or vanished, is a conflict.
 * 3. It is written, and a step says so. Where the answer is lost, PostHog is asked what it holds.
 * 4. A failure ends the apply. While nothing has been written it is thrown; later it is a step,
 *    and steps for everything that was not attempted follow.
 *
 * A crash anywhere leaves whole objects: a new experiment's flag comes first and is inactive, so a
 * flag without its experiment serves nobody. Planning again finds what was written under its key
 * and plans the rest, so running again converges and creates nothing twice.
 */
export async function* apply(
  { changes, refusals }: Pick<Plan, "changes" | "refusals">,
  store: RemoteStore,
): AsyncGenerator<Step, void, undefined> {
  requireLegal(refusals);
  for (const [index, change] of changes.entries()) {
    let entry: Entry | undefined;
    try {
      entry = await carryOut(change, store);
    } catch (error) {
      if (!(error instanceof OpsError) || index === 0) throw error;
      yield { outcome: "failed", change, error };
      for (const rest of changes.slice(index + 1)) yield { outcome: "not-attempted", change: rest };
      return;
    }
    yield { outcome: "done", change, entry };
  }
}

/** What was last applied, once these steps are done. */
export function baseAfter(
  base: Base,
  { forgotten, settled }: Pick<Plan, "forgotten" | "settled">,
  steps: readonly Step[],
): Base {
  const done = steps.filter((step) => step.outcome === "done");
  const archived = done.flatMap(({ change: { action, kind, key } }) =>
    action === "archive" && kind === "flag" ? [key] : [],
  );
  const entries = [...settled, ...done.flatMap(({ entry }) => entry ?? [])];
  return nextBase(base, { forgotten: [...forgotten, ...archived], entries });
}

async function carryOut(change: Change, store: RemoteStore): Promise<Entry | undefined> {
  if (change.action === "archive") {
    await (change.kind === "flag" ? archiveFlag(change, store) : archiveExperiment(change, store));
    return undefined;
  }
  return change.kind === "flag" ? writeFlag(change, store) : writeExperiment(change, store);
}

async function writeFlag(change: FlagChange, store: RemoteStore): Promise<Entry> {
  const { key, after } = change;
  const [held] = await store.flags([key]);
  requireUnmoved(change, held && sightOfFlag(held));
  const wanted = flagSettings(after);
  const written = await confirmed(
    async () => (held === undefined ? store.createFlag(after) : store.updateFlag(held, after)),
    async () => (await store.flags([key])).find(({ flag }) => isSame(flagSettings(flag), wanted)),
  );
  return flagEntry(written, wanted);
}

async function writeExperiment(change: ExperimentChange, store: RemoteStore): Promise<Entry> {
  const { key, after, seen } = change;
  const candidates = await store.experiments([key]);
  const held = candidates.find((candidate) => sightOfExperiment(candidate) === seen);
  const [nearest] = held === undefined ? candidates : [held];
  requireUnmoved(change, nearest && sightOfExperiment(nearest));
  const wanted = experimentSettings(after);
  const written = await confirmed(
    async () =>
      held === undefined ? store.createExperiment(after) : store.updateExperiment(held, after),
    async () =>
      (await store.experiments([key])).find((found) => isSame(experimentSettings(found), wanted)),
  );
  return experimentEntry(written, wanted);
}

async function archiveFlag(change: ArchiveChange, store: RemoteStore): Promise<void> {
  const { key } = change;
  const [held] = await store.flags([key]);
  requireUnmoved(change, held && sightOfFlag(held));
  if (held === undefined) return;
  await confirmed(
    async () => store.switchFlag(held, "archive"),
    async () => (await store.flags([key])).find(({ archived }) => archived),
  );
}

async function archiveExperiment(change: ArchiveChange, store: RemoteStore): Promise<void> {
  const { key, seen } = change;
  const find = async (): Promise<ObservedExperiment | undefined> =>
    (await store.experiments([key])).find((each) => sightOfExperiment(each) === seen);
  const held = await find();
  requireUnmoved(change, held && sightOfExperiment(held));
  if (held === undefined) return;
  await confirmed(
    async () =>
      held.stage === "draft" ? store.deleteDraft(held) : store.carryOut(held, { verb: "archive" }),
    async () => ((await find()) === undefined ? held : undefined),
  );
}

/** A lost answer may hide a success: what PostHog holds afterwards tells. */
async function confirmed<Written>(
  write: () => Promise<Written>,
  look: () => Promise<Written | undefined>,
): Promise<Written> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof OpsError) || error.kind !== "unavailable") throw error;
    const found = await look().catch(() => undefined);
    if (found === undefined) throw error;
    return found;
  }
}

function requireUnmoved({ kind, key, seen }: Change, now: string | undefined): void {
  if ((now ?? null) === seen) return;
  const what =
    seen === null ? "was created" : now === undefined ? "was deleted" : "was changed in PostHog";
  throw new OpsError("conflict", `Cannot apply ${kind} "${key}": it ${what} since the plan`, {
    hint: "Plan again",
  });
}
