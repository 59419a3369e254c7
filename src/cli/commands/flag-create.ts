import { type Command, command } from "../command.ts";
import { applying, provision } from "../provision.ts";
import { flagOf, openProject } from "../wiring.ts";

/** `flag create KEY`: `apply` for that one flag. */
export const flagCreateCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared flag" },
    ...applying,
  },
  examples: ["flag create stats-tab --yes"],
  run: async ({ key, ...given }, session) => {
    const declaration = flagOf(await session.config(), key);
    return provision([declaration], await openProject(session), session, {
      ...given,
      named: [key],
    });
  },
});
