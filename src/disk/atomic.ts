import { openDraft } from "./draft.ts";

/**
 * Replaces a file's content, or leaves the file as it was. Throws `config` when it cannot be written.
 *
 * 1. The content goes to a new file in the same folder, which is made if need be.
 * 2. It is forced to the disk.
 * 3. The new file takes the name of the old one, in one step.
 *
 * A crash before 3 leaves the old file and a `.tmp` file that nothing reads. Two processes at once
 * leave the whole content of one of them.
 *
 * @param mode permission bits of the file; the owner alone may read what is `0o600`
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  options: { readonly mode?: number } = {},
): Promise<void> {
  const draft = await openDraft(path, options);
  try {
    await draft.write(content);
    await draft.commit();
  } catch (error) {
    await draft.discard();
    throw error;
  }
}
