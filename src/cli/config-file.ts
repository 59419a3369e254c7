import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Config } from "../config/config.ts";
import { codeOf } from "../disk/file-error.ts";
import { OpsError } from "../errors.ts";
import type { Host } from "./host.ts";

const NAME = "assay.toml";

/**
 * Reads the config that `--config` or ASSAY_CONFIG names, or the nearest `assay.toml` from the
 * working directory upwards. Throws `usage` when there is none and `config` when it is wrong.
 */
export async function loadConfig(
  asked: { readonly config: string | undefined; readonly env: string | undefined },
  host: Host,
): Promise<Config> {
  const path = configPath(asked.config, host);
  const text = read(path);
  const { parseConfig } = await import("../config/parse.ts");
  const file = relative(host.cwd(), path).replaceAll("\\", "/");
  return parseConfig(text, { file, ...(asked.env !== undefined && { environment: asked.env }) });
}

/** The absolute path of the config in force. */
export function configPath(asked: string | undefined, host: Host): string {
  const path = findConfig(asked, host);
  if (path !== undefined) return path;
  throw new OpsError("usage", `Cannot find ${NAME} here or in a folder above`, {
    hint: "Go to your project, or name the file with --config FILE",
  });
}

/** Whether a config is named, or stands here or above: what needs none may do without. */
export function isConfigNear(asked: string | undefined, host: Host): boolean {
  return findConfig(asked, host) !== undefined;
}

function findConfig(asked: string | undefined, host: Host): string | undefined {
  const named = asked ?? host.env["ASSAY_CONFIG"];
  if (named !== undefined && named !== "") return resolve(host.cwd(), named);
  for (let folder = host.cwd(); ; folder = dirname(folder)) {
    const path = join(folder, NAME);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return undefined;
  }
}

/** At once: nothing else waits meanwhile, and it starts sooner. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new OpsError("usage", `Cannot read config: ${codeOf(error)}`, {
      hint: "Check the path after --config or in ASSAY_CONFIG",
      cause: error,
    });
  }
}
