import { conclude, VERDICTS } from "../../experiment/conclude.ts";
import { reportExperiment } from "../../report/experiment.ts";
import { writing } from "../arguments.ts";
import { asked } from "../asked.ts";
import { type Command, command } from "../command.ts";
import { experimentOf, openProject } from "../wiring.ts";

/** `experiment conclude KEY`: ends it with a verdict; its flag stays as it is. */
export const experimentConcludeCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    as: {
      type: "string",
      required: true,
      description: `The verdict: ${VERDICTS.join(", ")}`,
      valueHint: "VERDICT",
    },
    comment: { type: "string", description: "Why, for those who come later", valueHint: "TEXT" },
    ...writing,
  },
  examples: ['experiment conclude checkout-copy --as won --comment "3 % more purchases"'],
  run: async ({ key, as, comment, ...given }, session) => {
    const declaration = experimentOf(await session.config(), key);
    const { store, base } = await openProject(session);
    const question = `Conclude experiment "${key}" as ${as}?`;
    const asking = asked(store, session, { ...given, question });
    const observed = await conclude({ store: asking, declaration, base }, { as, comment });
    return reportExperiment({ declaration, observed });
  },
});
