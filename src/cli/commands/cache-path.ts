import { snapshotPath } from "../cache.ts";
import { type Command, command } from "../command.ts";

/** `cache path`: where the definitions of this project are kept, whether they are or not. */
export const cachePathCommand: Command = command({
  args: {},
  examples: ["cache path"],
  run: async (_, session) => {
    const path = snapshotPath(await session.config(), session);
    return { outcome: "ok", data: {}, meta: { path }, blocks: [{ block: "text", text: path }] };
  },
});
