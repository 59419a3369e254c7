import { dirname, join } from "node:path";
import type { Config } from "../../config/config.ts";
import { parseConfig } from "../../config/parse.ts";
import { fileLock } from "../../disk/lock-file.ts";
import { OpsError } from "../../errors.ts";
import { appliedDifferences, declaredDifferences } from "../../experiment/difference.ts";
import { type Diff, reportDiff } from "../../report/diff.ts";
import { type Command, command } from "../command.ts";
import { configPath } from "../config-file.ts";
import { openConfigText } from "../config-edit.ts";
import { fileAt } from "../git-file.ts";
import type { Session } from "../session.ts";
import { declarationsOf } from "../wiring.ts";

/**
 * `diff ENV|REV`: from another environment, by what was last applied in each, or from the config
 * at a git revision, to what is in force here. An environment goes before a revision of its name.
 */
export const diffCommand: Command = command({
  args: {
    side: {
      type: "positional",
      required: true,
      description: "An environment of the config, or a git revision",
    },
  },
  examples: ["diff staging --env production", "diff HEAD", "diff v1.2.0 --json"],
  run: async ({ side }, session) => {
    const config = await session.config();
    const path = configPath(session.asked.config, session.host);
    const other = await environmentNamed(side, session);
    if (other !== undefined) {
      const lock = fileLock(join(dirname(path), "assay.lock"));
      const [before, after] = [await lock.load(side), await lock.load(config.environment)];
      const changes = appliedDifferences(before, after);
      return reportDiff({ ...ends(side, config), posthog: targets(other, config), changes });
    }
    const text = await fileAt(side, path, session.signal);
    if (text === undefined)
      throw new OpsError(
        "usage",
        `Cannot find "${side}": it is no environment, and no git revision of the config`,
        {
          hint: "Name an environment of the config, or a revision such as HEAD~1 that has the file",
        },
      );
    const { env } = session.asked;
    const past = parseConfig(text, {
      file: `${side}:${config.file}`,
      ...(env !== undefined && { environment: env }),
    });
    const changes = declaredDifferences(declarationsOf(past), declarationsOf(config));
    return reportDiff({ ...ends(side, config), posthog: targets(past, config), changes });
  },
});

/** The config with that environment chosen; undefined when it declares none so named. */
async function environmentNamed(name: string, session: Session): Promise<Config | undefined> {
  const { text } = await openConfigText(session);
  const { file } = await session.config();
  try {
    return parseConfig(text, { file, environment: name });
  } catch (error) {
    if (error instanceof OpsError && error.kind === "usage") return undefined;
    throw error;
  }
}

function ends(from: string, { environment }: Config): Pick<Diff, "from" | "to"> {
  return { from, to: environment };
}

function targets({ posthog: was }: Config, { posthog: is }: Config): Diff["posthog"] {
  const sides = [
    { path: "host", before: was.host, after: is.host },
    { path: "project", before: was.project ?? null, after: is.project ?? null },
  ];
  return sides.filter(({ before, after }) => before !== after);
}
