import { readFile } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { parseConfig } from "../config/parse.ts";
import { writeAtomically } from "../disk/atomic.ts";
import { OpsError } from "../errors.ts";
import { configPath } from "./config-file.ts";
import type { Session } from "./session.ts";

/** The config file as text, for a command that changes it. */
export interface ConfigText {
  readonly text: string;
  /** What a changed text would declare. Throws `config` when it is wrong. */
  readonly parse: (text: string) => Config;
  /** Replaces the file. Throws `conflict` when somebody wrote to it meanwhile. */
  readonly save: (text: string) => Promise<void>;
}

/** Reads the config file, which was parsed before and so is there. */
export async function openConfigText(session: Session): Promise<ConfigText> {
  const path = configPath(session.asked.config, session.host);
  const { file } = await session.config();
  const { env } = session.asked;
  const text = await readFile(path, "utf8");
  return {
    text,
    parse: (changed) =>
      parseConfig(changed, { file, ...(env !== undefined && { environment: env }) }),
    save: async (changed) => {
      if ((await readFile(path, "utf8")) !== text)
        throw new OpsError("conflict", "Cannot write the config: it was changed meanwhile", {
          hint: "Run again; nothing was written",
        });
      if (changed !== text) await writeAtomically(path, changed);
    },
  };
}
