import { conclude, parseConclusion, VERDICTS } from "../../experiment/conclude.ts";
import { writing } from "../arguments.ts";
import { type Command, command } from "../command.ts";
import { asking, declaredExperiment, perform } from "../verb.ts";

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
    const conclusion = parseConclusion({ as, comment });
    const declaration = await declaredExperiment(session, key);
    return perform(
      declaration,
      {
        consent: async (moved) =>
          session.confirm(asking(`Conclude experiment "${key}" as ${as}?`, moved), given.yes),
        act: async (target) => conclude(target, conclusion),
      },
      session,
      given,
    );
  },
});
