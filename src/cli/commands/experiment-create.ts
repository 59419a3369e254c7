import { type Command, command } from "../command.ts";
import { applying, provision } from "../provision.ts";
import { experimentOf, openProject } from "../wiring.ts";

/** `experiment create KEY`: `apply` for that one declaration. */
export const experimentCreateCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared experiment" },
    ...applying,
  },
  examples: ["experiment create checkout-copy --yes"],
  run: async ({ key, ...given }, session) => {
    const declaration = experimentOf(await session.config(), key);
    return provision([declaration], await openProject(session), session, {
      ...given,
      named: [key],
    });
  },
});
