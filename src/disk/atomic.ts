import { randomBytes } from "node:crypto";
import { mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OpsError } from "../errors.ts";
import { codeOf } from "./file-error.ts";

/**
 * Replaces a file's content, or leaves the file as it was. Throws `config` when it cannot be written.
 *
 * 1. The content goes to a new file in the same folder, which is made if need be.
 * 2. It is forced to the disk.
 * 3. The new file takes the name of the old one, in one step.
 *
 * A crash before 3 leaves the old file and a `.tmp` file that nothing reads. Two processes at once
 * leave the whole content of one of them. A link is followed, so that it stays a link.
 *
 * @param mode permission bits of the file; the owner alone may read what is `0o600`
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { mode = 0o644 }: { readonly mode?: number } = {},
): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    const suffix = randomBytes(6).toString("hex");
    const draft = join(dirname(target), `.${basename(target)}.${suffix}.tmp`);
    try {
      await writeThrough(draft, content, mode);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  } catch (error) {
    throw new OpsError("config", `Cannot write "${basename(path)}": ${codeOf(error)}`, {
      hint: "Check that its folder exists and may be written",
      cause: error,
    });
  }
}

async function writeThrough(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
