import { resolve } from "node:path";
import { fileJsonStore } from "../../disk/json-store.ts";
import { toSavedPlan } from "../../experiment/saved-plan.ts";
import { reportPlan } from "../../report/plan.ts";
import { type Command, command } from "../command.ts";
import { asking, limiting, makePlan, pruning } from "../provision.ts";
import { declarationsOf, openProject, termsOf } from "../wiring.ts";

/** `plan`: what `apply` would do. Reads, never writes to PostHog. */
export const planCommand: Command = command({
  args: {
    check: { type: "boolean", description: "End with 1 when there are changes", default: false },
    out: { type: "string", description: "Keep the plan for apply", valueHint: "FILE" },
    ...limiting,
    ...pruning,
    ...asking,
  },
  examples: ["plan", "plan --check --env staging", "plan --out plan.json", "plan --json"],
  run: async ({ check, out, ...given }, session) => {
    const project = await openProject(session);
    const { config } = project;
    const made = await makePlan(declarationsOf(config), project, session, given);
    if (out !== undefined) {
      const saved = toSavedPlan(made, termsOf(config, session), session.now());
      await fileJsonStore(resolve(session.host.cwd(), out)).save(saved);
      const { env } = session.asked;
      const next = ["assay", "apply", out, ...(env === undefined ? [] : ["--env", env])];
      session.note(`The plan is kept for a day: ${next.join(" ")}`);
    }
    return reportPlan(made, { changesAre: check ? "findings" : "ok" });
  },
});
