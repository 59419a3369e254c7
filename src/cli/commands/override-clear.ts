import { whoIn } from "../audit.ts";
import { type Command, command } from "../command.ts";
import { overridesOf } from "../overrides.ts";

/** `override clear`: takes every choice back. */
export const overrideClearCommand: Command = command({
  args: {},
  examples: ["override clear"],
  run: async (_, session) => {
    const book = await overridesOf(await session.config(), session);
    const cleared = [...(await book.clear(whoIn(session.host.env)))].toSorted();
    const text = cleared.length === 0 ? "No overrides" : `Took back ${cleared.join(", ")}`;
    return { outcome: "ok", data: { cleared }, blocks: [{ block: "text", text }] };
  },
});
