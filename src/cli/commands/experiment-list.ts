import { reportExperiments } from "../../report/experiment.ts";
import { type Command, command } from "../command.ts";
import { survey } from "../survey.ts";
import { openProject } from "../wiring.ts";

/** `experiment list`: every declared experiment, where it is in its life, and whether it drifted. */
export const experimentListCommand: Command = command({
  args: {},
  examples: ["experiment list", "experiment list --json"],
  run: async (_, session) => {
    const project = await openProject(session);
    const rows = await survey(project.config.experiments, project);
    return reportExperiments(rows, session.now());
  },
});
