import { requireLegal } from "../../experiment/legality.ts";
import { observe } from "../../experiment/observe.ts";
import { plan } from "../../experiment/plan.ts";
import { reportPlan } from "../../report/plan.ts";
import { type Command, command } from "../command.ts";
import { noteAll } from "../provision.ts";
import { declarationsOf, openProject } from "../wiring.ts";

/** `plan`: what `apply` would do. Reads, never writes. */
export const planCommand: Command = command({
  args: {
    check: { type: "boolean", description: "End with 1 when there are changes", default: false },
  },
  examples: ["plan", "plan --check --env staging", "plan --json"],
  run: async ({ check }, session) => {
    const { config, store, base } = await openProject(session);
    const declarations = declarationsOf(config);
    session.progress("Reading what PostHog holds …");
    const observed = await observe(store, declarations);
    const made = plan({ declarations, observed, base, environment: config.environment });
    requireLegal(made.refusals);
    noteAll(made, session);
    return reportPlan(made, { changesAre: check ? "findings" : "ok" });
  },
});
