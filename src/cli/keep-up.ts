import { type Base, withStage } from "../experiment/lock.ts";
import type { ObservedExperiment, ObservedFlag } from "../experiment/observed.ts";
import { flagSettings } from "../experiment/settings.ts";
import type { Project } from "./wiring.ts";

interface Kept {
  readonly flag: ObservedFlag | undefined;
  readonly experiment: ObservedExperiment | undefined;
  readonly applies?: boolean | undefined;
}

/**
 * Brings the lock to where a verb left a flag and its experiment: their stages and versions, and
 * the flag's settings where the verb applied some. What was never applied from here is not noted.
 */
export async function keepUp(
  { config: { environment }, lock }: Pick<Project, "config" | "lock">,
  { flag, experiment, applies }: Kept,
): Promise<void> {
  await lock.update(environment, (base) => baseWith(base, { flag, experiment, applies }));
}

function baseWith(base: Base, { flag, experiment, applies }: Kept): Base {
  let next = base;
  for (const held of [flag, experiment]) if (held !== undefined) next = withStage(next, held);
  const applied = flag && next.flags[flag.flag.key];
  if (applies === true && flag !== undefined && applied?.id === flag.id) {
    const settings = flagSettings(flag.flag);
    return { ...next, flags: { ...next.flags, [flag.flag.key]: { ...applied, settings } } };
  }
  return next;
}
