import { reportExperiment } from "../../report/experiment.ts";
import { type Command, command } from "../command.ts";
import { survey } from "../survey.ts";
import { declaredExperiment } from "../verb.ts";
import { openProject } from "../wiring.ts";

/** `experiment show KEY`: one experiment, as declared and as PostHog holds it. */
export const experimentShowCommand: Command = command({
  args: { key: { type: "positional", required: true, description: "A declared experiment" } },
  examples: ["experiment show checkout-copy"],
  run: async ({ key }, session) => {
    const declaration = await declaredExperiment(session, key);
    const [row = { declaration, observed: undefined }] = await survey(
      [declaration],
      await openProject(session),
    );
    return reportExperiment(row, session.now());
  },
});
