import { mkdir, open } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Database } from "libsql";
import { OpsError } from "../errors.ts";
import { codeOf } from "./file-error.ts";

/** An SQLite database in a file of the owner's own, made when it is not there. Whoever opens it closes it. */
export type SqliteFile = Pick<Database, "exec" | "prepare" | "close">;

/**
 * Throws `usage` when the driver is not installed: it is an optional peer, loaded only here; and
 * `config` when the file cannot be opened.
 */
export async function openSqliteFile(path: string): Promise<SqliteFile> {
  const { default: Driver } = await import("libsql").catch((cause: unknown) => {
    throw new OpsError("usage", "Cannot open a database: libsql is not installed", {
      hint: "Install it with: npm i libsql",
      cause,
    });
  });
  await makePrivate(path);
  try {
    return new Driver(path);
  } catch (cause) {
    throw unusable(path, "it is no database", cause);
  }
}

/** The driver would make a file that everybody may read; what it puts beside follows the file. */
async function makePrivate(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a", 0o600);
    await file.close();
  } catch (cause) {
    throw unusable(path, codeOf(cause), cause);
  }
}

function unusable(path: string, why: string, cause: unknown): OpsError {
  return new OpsError("config", `Cannot use "${basename(path)}": ${why}`, {
    hint: "Name another file, or restore this one from a backup",
    cause,
  });
}
