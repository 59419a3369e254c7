import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isAbsent, unwritable } from "../../disk/file-error.ts";
import { setAsideOf } from "../../disk/set-aside.ts";
import { filesOf } from "../cache.ts";
import { type Command, command } from "../command.ts";

/** `cache clear`: removes what is kept of this project: definitions, and an application's answers. */
export const cacheClearCommand: Command = command({
  args: {},
  examples: ["cache clear"],
  run: async (_, session) => {
    const { definitions: path, assignments } = filesOf(await session.config(), session);
    const removed = [...(await removeAll(path)), ...(await removeAll(assignments))];
    const items = removed.map((each) => `Removed ${each}`);
    return {
      outcome: "ok",
      data: { cleared: removed.length > 0 },
      meta: { path },
      blocks: [
        removed.length > 0
          ? { block: "list", items }
          : { block: "text", text: "Nothing was cached" },
      ],
    };
  },
});

/** Removes a file and what of it was set aside: the paths of what there was. */
async function removeAll(path: string): Promise<readonly string[]> {
  const aside = (await setAsideOf(path)).map((name) => join(dirname(path), name));
  const paths = [path, ...aside];
  const removed = await Promise.all(paths.map(remove));
  return paths.filter((_, at) => removed[at]);
}

/** Whether there was such a file. Throws `config` where it has to stay. */
async function remove(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw unwritable(path, error);
  }
}
