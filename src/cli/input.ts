import { statSync } from "node:fs";
import { resolve } from "node:path";
import { chunks } from "../disk/chunks.ts";
import { decompress } from "../disk/decompress.ts";
import type { Host } from "./host.ts";

/** The plain bytes of what a command line names. */
export interface Input {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How much of it was read, 0 to 1; undefined where its size is not known. */
  readonly share: () => number | undefined;
}

/**
 * Opens a file, or standard input for `-`; gz and zst are told by content.
 *
 * @param name what it is called where it turns out to be damaged
 */
export function openInput(path: string, host: Host, name: string = path): Input {
  if (path === "-") return { chunks: decompress(host.stdin(), name), share: () => undefined };
  const file = resolve(host.cwd(), path);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let read = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks(file)) {
      read += chunk.length;
      yield chunk;
    }
  };
  return {
    chunks: decompress(counted(), name),
    // A pipe has no size.
    share: () => (size === 0 ? undefined : Math.min(1, read / size)),
  };
}
