import type { LockFile } from "../disk/lock-file.ts";
import { withStage } from "../experiment/lock.ts";
import type { ObservedExperiment, ObservedFlag } from "../experiment/observed.ts";
import type { RemoteStore } from "../experiment/store.ts";

/**
 * A store that notes in the lock where a verb left what it was applied to, so that `drift` shows
 * only what others did. What was never applied from here is not noted.
 */
export function remembering(store: RemoteStore, lock: LockFile, environment: string): RemoteStore {
  const noted = async <Held extends ObservedFlag | ObservedExperiment>(
    deed: Promise<Held>,
  ): Promise<Held> => {
    const held = await deed;
    await lock.update(environment, (base) => withStage(base, held));
    return held;
  };
  return {
    ...store,
    carryOut: async (experiment, deed) => noted(store.carryOut(experiment, deed)),
    switchFlag: async (flag, verb) => noted(store.switchFlag(flag, verb)),
  };
}
