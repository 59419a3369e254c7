import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Host } from "./host.ts";

/** Where the platforms check a repository out, in case its `.git` was left behind. */
const CHECKOUTS = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"] as const;

/**
 * A file's path as its repository knows it, with forward slashes: what platforms match with the
 * lines of a change. As it is, relative to the working directory, where no repository holds it.
 */
export function pathInRepository(path: string, { cwd, env }: Pick<Host, "cwd" | "env">): string {
  const file = resolve(cwd(), path);
  const checkouts = CHECKOUTS.flatMap((name) => {
    const folder = env[name];
    return folder === undefined || folder === "" ? [] : [resolve(cwd(), folder)];
  });
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (checkouts.includes(folder) || existsSync(join(folder, ".git")))
      return relative(folder, file).replaceAll("\\", "/");
    if (dirname(folder) === folder) return path;
  }
}
