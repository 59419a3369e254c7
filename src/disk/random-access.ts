import { open, stat } from "node:fs/promises";

/** A file whose bytes can be read at any place. */
export interface FileBytes {
  readonly sizeBytes: number;
  /** The bytes from one place up to another, fewer only where the file ends before. */
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
}

/** Undefined for what is no regular file: a pipe gives its bytes once, and in order. */
export async function randomAccess(path: string): Promise<FileBytes | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) return undefined;
  return {
    sizeBytes: found.size,
    // Opened for each read, because nobody says when the last one was.
    read: async (from, to) => {
      const handle = await open(path);
      try {
        const { buffer, bytesRead } = await handle.read({
          buffer: new Uint8Array(Math.max(0, to - from)),
          position: from,
        });
        return buffer.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
  };
}
