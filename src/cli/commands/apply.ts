import { resolve } from "node:path";
import { fileJsonStore } from "../../disk/json-store.ts";
import { prunedIn, requireCurrent } from "../../experiment/saved-plan.ts";
import { type Command, command } from "../command.ts";
import { rehearse } from "../dry-run.ts";
import {
  applying,
  asking,
  carryOut,
  confirmKeys,
  makePlan,
  provision,
  pruning,
} from "../provision.ts";
import { declarationsOf, openProject, termsOf } from "../wiring.ts";

/**
 * `apply [PLAN]`: makes PostHog hold what the config says, and remembers it in the lock. A saved
 * plan was approved when it was made: nobody is asked again, and it must still hold.
 */
export const applyCommand: Command = command({
  args: {
    plan: {
      type: "positional",
      required: false,
      description: "A file that plan --out wrote, to apply exactly that",
    },
    ...applying,
    ...pruning,
    ...asking,
  },
  examples: ["apply", "apply plan.json", "apply --dry-run", "apply --yes --env staging"],
  run: async ({ plan: file, ...given }, session) => {
    const project = await openProject(session);
    const { config } = project;
    if (file === undefined) return provision(declarationsOf(config), project, session, given);
    const saved = await fileJsonStore(resolve(session.host.cwd(), file)).load();
    const asked = { ...given, prune: prunedIn(saved) };
    const made = await makePlan(declarationsOf(config), project, session, asked);
    requireCurrent(saved, made, termsOf(config, session), session.now());
    if (given["dry-run"]) return rehearse(made, project);
    await confirmKeys(made, session, given);
    return carryOut(made, project, session);
  },
});
