import { driftOf } from "../../experiment/drift.ts";
import { observe } from "../../experiment/observe.ts";
import { reportDrift } from "../../report/drift.ts";
import { type Command, command } from "../command.ts";
import { declarationsOf, openProject } from "../wiring.ts";

/** `drift`: what others changed in PostHog since the last apply. It has no way to write. */
export const driftCommand: Command = command({
  args: {},
  examples: ["drift", "drift --env staging --json"],
  run: async (_, session) => {
    const { config, store, base } = await openProject(session);
    const { environment } = config;
    const declarations = declarationsOf(config);
    session.progress("Reading what PostHog holds …");
    const observed = await observe(store, declarations);
    return reportDrift(driftOf({ declarations, observed, base, environment }));
  },
});
