import { observe } from "../../experiment/observe.ts";
import { reportExperiments } from "../../report/experiment.ts";
import { type Command, command } from "../command.ts";
import { openProject } from "../wiring.ts";

/** `experiment list`: every declared experiment and where it is in its life. */
export const experimentListCommand: Command = command({
  args: {},
  examples: ["experiment list", "experiment list --json"],
  run: async (_, session) => {
    const { config, store } = await openProject(session);
    const { experiments } = await observe(store, config.experiments);
    return reportExperiments(
      config.experiments.map((declaration) => ({
        declaration,
        observed: experiments.find(({ key }) => key === declaration.key),
      })),
    );
  },
});
