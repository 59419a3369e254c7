import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { OpsError } from "../errors.ts";
import { codeOf } from "./file-error.ts";

/** What is read at once: enough for speed, little enough for any machine. */
const CHUNK_BYTES = 256 * 1024;

/** A file's bytes, piece by piece, in memory that does not grow. Throws `usage` if unreadable. */
export async function* chunks(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    // A stream of bytes without an encoding yields buffers.
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }))
      if (chunk instanceof Uint8Array) yield chunk;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new OpsError("usage", `Cannot read "${basename(path)}": ${codeOf(error)}`, {
      hint: "Check the path",
      cause: error,
    });
  }
}
