import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { unwritable } from "./file-error.ts";

/** A file's next content, of any length; the file is as it was until the draft is committed. */
export interface Draft {
  readonly write: (content: string | Uint8Array) => Promise<void>;
  /** Forces the content to the disk and gives it the file's name, in one step. */
  readonly commit: () => Promise<void>;
  /** Lets the draft go and leaves nothing. */
  readonly discard: () => Promise<void>;
}

/**
 * Opens a draft beside the file it will be; the folder is made if need be. A link is followed, so
 * that it stays a link. What is no regular file, such as `/dev/null` or a pipe, cannot be replaced
 * and is written as it is. Throws `config`, here and in `write` and `commit`.
 *
 * @param mode permission bits of the file; the owner alone may read what is `0o600`
 */
export async function openDraft(
  path: string,
  { mode = 0o644 }: { readonly mode?: number } = {},
): Promise<Draft> {
  const named = naming(path);
  return named(async () => {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    const found = await stat(target).catch(() => undefined);
    if (found !== undefined && !found.isFile()) return onto(await open(target, "w"), named);
    const suffix = randomBytes(6).toString("hex");
    const draft = join(dirname(target), `.${basename(target)}.${suffix}.tmp`);
    const file = await open(draft, "wx", mode);
    const discard = async (): Promise<void> => {
      await file.close().catch(() => undefined);
      await rm(draft, { force: true });
    };
    return {
      write: async (content) => named(async () => file.writeFile(content)),
      commit: async () =>
        named(async () => {
          await file.sync();
          await file.close();
          await rename(draft, target);
        }),
      discard,
    };
  });
}

function onto(file: FileHandle, named: Naming): Draft {
  const close = async (): Promise<void> => file.close();
  return {
    write: async (content) => named(async () => file.writeFile(content)),
    commit: async () => named(close),
    discard: close,
  };
}

type Naming = <T>(step: () => Promise<T>) => Promise<T>;

/** Says which file it is that cannot be written, by its name alone. */
function naming(path: string): Naming {
  return async (step) => {
    try {
      return await step();
    } catch (error) {
      throw unwritable(path, error);
    }
  };
}
