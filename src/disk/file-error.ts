import { basename } from "node:path";
import { OpsError } from "../errors.ts";

/** The system's code for what went wrong with a file, such as `ENOENT`; never a path. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "it is unreadable";
}

/** Whether an error says that there is no such file. */
export function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

/** What was not written or removed, by the file's name alone. */
export function unwritable(path: string, error: unknown): OpsError {
  return new OpsError("config", `Cannot write "${basename(path)}": ${codeOf(error)}`, {
    hint: "Check that its folder exists and may be written",
    cause: error,
  });
}
