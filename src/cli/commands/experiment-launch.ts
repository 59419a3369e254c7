import { CHECK_IDS, launch } from "../../experiment/launch.ts";
import { reportExperiment } from "../../report/experiment.ts";
import { writing } from "../arguments.ts";
import { asked } from "../asked.ts";
import { type Command, command } from "../command.ts";
import { experimentOf, openProject } from "../wiring.ts";

/** `experiment launch KEY`: draft to running, after its checks. */
export const experimentLaunchCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    skip: {
      type: "string",
      multiple: true,
      description: `A check to leave out: ${CHECK_IDS.join(", ")}, or all; may be repeated`,
      valueHint: "CHECK",
    },
    ...writing,
  },
  examples: [
    "experiment launch checkout-copy",
    "experiment launch checkout-copy --skip owner --skip expiry --yes",
  ],
  run: async ({ key, skip, ...given }, session) => {
    const declaration = experimentOf(await session.config(), key);
    const { store, base } = await openProject(session);
    const question = `Launch experiment "${key}" now?`;
    const asking = asked(store, session, { ...given, question });
    const target = { store: asking, declaration, base };
    const observed = await launch(target, { skip, now: session.now() });
    return reportExperiment({ declaration, observed });
  },
});
