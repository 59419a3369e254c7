import { rm } from "node:fs/promises";
import { fileSnapshot } from "../../disk/snapshot-file.ts";
import { snapshotPath } from "../cache.ts";
import { type Command, command } from "../command.ts";

/** `cache clear`: removes the kept definitions of this project. */
export const cacheClearCommand: Command = command({
  args: {},
  examples: ["cache clear"],
  run: async (_, session) => {
    const path = snapshotPath(await session.config(), session);
    const { state } = await fileSnapshot(path).load();
    await rm(path, { force: true });
    const cleared = state !== "absent";
    return {
      outcome: "ok",
      data: { cleared },
      meta: { path },
      blocks: [{ block: "text", text: cleared ? `Removed ${path}` : "Nothing was cached" }],
    };
  },
});
