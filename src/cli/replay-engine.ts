import { replayInEngine } from "../pushdown/replay-in-engine.ts";
import { conclude } from "../replay/replay.ts";
import { shownPath } from "../replay/shown-path.ts";
import type { EngineArguments, ReachEngine } from "./replay-engines.ts";
import type { OpenReplay } from "./replay-run.ts";
import type { Session } from "./session.ts";
import { withoutQuotes } from "./without-quotes.ts";

/**
 * A replay of rows where they lie, as often as it is run. One that is interrupted says nothing:
 * what an engine has counted of a part of its rows is the beginning of no log.
 */
export function openEngineReplay(
  reach: ReachEngine,
  given: EngineArguments,
  session: Session,
): OpenReplay {
  const { host, asked, progress } = session;
  const follow = host.terminal.stderr && !asked.quiet ? progress : undefined;
  return {
    logs: [],
    run: async (rules) =>
      withoutQuotes(async () => {
        const { engine, source } = await reach(given, session, follow);
        const path = shownPath(source.path, 1);
        return conclude([await replayInEngine({ ...source, path }, engine, rules)], rules);
      }),
  };
}
