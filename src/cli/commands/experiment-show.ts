import { observe } from "../../experiment/observe.ts";
import { reportExperiment } from "../../report/experiment.ts";
import { type Command, command } from "../command.ts";
import { experimentOf, openProject } from "../wiring.ts";

/** `experiment show KEY`: one experiment, as declared and as PostHog holds it. */
export const experimentShowCommand: Command = command({
  args: { key: { type: "positional", required: true, description: "A declared experiment" } },
  examples: ["experiment show checkout-copy"],
  run: async ({ key }, session) => {
    const declaration = experimentOf(await session.config(), key);
    const { store } = await openProject(session);
    const { experiments } = await observe(store, [declaration]);
    return reportExperiment({
      declaration,
      observed: experiments.find((each) => each.key === key),
    });
  },
});
