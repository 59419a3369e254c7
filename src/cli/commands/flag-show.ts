import { reportFlag } from "../../report/flag.ts";
import { type Command, command } from "../command.ts";
import { survey } from "../survey.ts";
import { declarationOf, openProject } from "../wiring.ts";

/** `flag show KEY`: one flag, as declared and as PostHog holds it. */
export const flagShowCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "A declared flag or experiment" },
  },
  examples: ["flag show stats-tab"],
  run: async ({ key }, session) => {
    const declaration = declarationOf(await session.config(), key);
    const [row = { declaration }] = await survey([declaration], await openProject(session));
    return reportFlag(row);
  },
});
