import type { RemoteStore } from "../experiment/store.ts";

/**
 * A store that asks for consent before a verb is carried out: when every check has passed, and
 * before anything is sent.
 */
export function asked(store: RemoteStore, consent: () => Promise<void>): RemoteStore {
  return {
    ...store,
    carryOut: async (experiment, deed) => {
      await consent();
      return store.carryOut(experiment, deed);
    },
    updateFlag: async (before, after) => {
      await consent();
      return store.updateFlag(before, after);
    },
    switchFlag: async (flag, verb) => {
      await consent();
      return store.switchFlag(flag, verb);
    },
  };
}
