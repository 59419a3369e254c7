import { randomBytes } from "node:crypto";
import { readdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OpsError } from "../errors.ts";
import { isAbsent } from "./file-error.ts";

const MARK = ".damaged-";

/**
 * Gives a damaged file a name of its own, beside its place, so that the next content does not
 * replace it. Nobody else may change the file meanwhile. Answers what to tell the person.
 */
export async function setAside(path: string): Promise<OpsError> {
  const name = `${basename(path)}${MARK}${randomBytes(4).toString("hex")}`;
  await rename(path, join(dirname(path), name));
  return new OpsError("config", `Cannot use "${basename(path)}": it is damaged`, {
    hint: `It was set aside as "${name}": repair it and put it back, or remove it`,
  });
}

/** The names of a file's damaged contents that were set aside, sorted. */
export async function setAsideOf(path: string): Promise<readonly string[]> {
  try {
    const names = await readdir(dirname(path));
    return names.filter((name) => name.startsWith(`${basename(path)}${MARK}`)).toSorted();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
