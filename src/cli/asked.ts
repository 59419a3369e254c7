import type { RemoteStore } from "../experiment/store.ts";
import type { Session } from "./session.ts";

/**
 * A store that asks before a verb is carried out: when every check has passed, and before anything
 * is sent. Under `--dry-run` nobody is asked and the experiment stays as it is.
 */
export function asked(
  store: RemoteStore,
  session: Session,
  given: { readonly question: string; readonly yes: boolean; readonly "dry-run": boolean },
): RemoteStore {
  const consent = async (): Promise<boolean> => {
    if (given["dry-run"]) return false;
    await session.confirm(given.question, given.yes);
    return true;
  };
  return {
    ...store,
    launch: async (experiment) => ((await consent()) ? store.launch(experiment) : experiment),
    end: async (experiment, conclusion) =>
      (await consent()) ? store.end(experiment, conclusion) : experiment,
  };
}
