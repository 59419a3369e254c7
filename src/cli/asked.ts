import type { RemoteStore } from "../experiment/store.ts";

/**
 * A store that asks before a verb is carried out: when every check has passed, and before anything
 * is sent. Without consent the experiment stays as it is.
 */
export function asked(store: RemoteStore, consent: () => Promise<boolean>): RemoteStore {
  return {
    ...store,
    launch: async (experiment) => ((await consent()) ? store.launch(experiment) : experiment),
    end: async (experiment, conclusion) =>
      (await consent()) ? store.end(experiment, conclusion) : experiment,
  };
}
