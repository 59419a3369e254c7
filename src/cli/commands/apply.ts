import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { provision } from "../provision.ts";
import { declarationsOf, openProject } from "../wiring.ts";

/** `apply`: makes PostHog hold what the config says, and remembers it in the lock. */
export const applyCommand: Command = command({
  args: writing,
  examples: ["apply", "apply --dry-run", "apply --yes --env staging"],
  run: async (given, session) => {
    const project = await openProject(session);
    return provision(declarationsOf(project.config), project, session, given);
  },
});
