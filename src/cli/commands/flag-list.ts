import { reportFlags } from "../../report/flag.ts";
import { type Command, command } from "../command.ts";
import { survey } from "../survey.ts";
import { declarationsOf, openProject } from "../wiring.ts";

/** `flag list`: every declared flag, those of experiments too, and whether it is on. */
export const flagListCommand: Command = command({
  args: {},
  examples: ["flag list", "flag list --json"],
  run: async (_, session) => {
    const project = await openProject(session);
    return reportFlags(await survey(declarationsOf(project.config), project));
  },
});
