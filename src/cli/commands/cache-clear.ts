import { rm } from "node:fs/promises";
import { isAbsent } from "../../disk/file-error.ts";
import { filesOf } from "../cache.ts";
import { type Command, command } from "../command.ts";

/** `cache clear`: removes what is kept of this project: definitions, and an application's answers. */
export const cacheClearCommand: Command = command({
  args: {},
  examples: ["cache clear"],
  run: async (_, session) => {
    const { definitions: path, assignments } = filesOf(await session.config(), session);
    const removed = [await remove(path), await remove(assignments)];
    const cleared = removed.includes(true);
    return {
      outcome: "ok",
      data: { cleared },
      meta: { path },
      blocks: [{ block: "text", text: cleared ? `Removed ${path}` : "Nothing was cached" }],
    };
  },
});

/** Whether there was such a file. */
async function remove(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
