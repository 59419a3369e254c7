import { reportChoice } from "../../report/overrides.ts";
import { whoIn } from "../audit.ts";
import { type Command, command } from "../command.ts";
import { overridesOf, parseRevision } from "../overrides.ts";
import { declarationOf } from "../wiring.ts";

/** `override unset KEY`: takes a choice back. Nothing to take back is no error. */
export const overrideUnsetCommand: Command = command({
  args: {
    key: { type: "positional", required: true, description: "The experiment" },
    "if-revision": {
      type: "string",
      description: "Only if nobody changed it since",
      valueHint: "N",
    },
  },
  examples: ["override unset checkout-copy"],
  run: async (given, session) => {
    const config = await session.config();
    const book = await overridesOf(config, session);
    // The choice may be older than the config: what was ever chosen can be taken back.
    const key = book.held().has(given.key) ? given.key : declarationOf(config, given.key).key;
    const chosen = await book.choose({
      key,
      value: null,
      by: whoIn(session.host.env),
      ifRevision: parseRevision(given["if-revision"]),
      reported: true,
    });
    return reportChoice({ key, ...chosen });
  },
});
