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

/** How an input is opened. */
export interface InputOptions {
  /** What it is called where it turns out to be damaged. */
  readonly name?: string;
  /** Hears how many bytes come, before they do; what it throws ends the input. */
  readonly passing?: (bytes: number) => void;
}

/**
 * Opens a file, or standard input for `-`; gz and zst are told by content. A chunk must be used up
 * before the next is asked for.
 */
export function openInput(
  path: string,
  host: Pick<Host, "cwd" | "stdin">,
  { name = path, passing = () => {} }: InputOptions = {},
): Input {
  const file = path === "-" ? undefined : resolve(host.cwd(), path);
  // A pipe has no size.
  const size = file === undefined ? 0 : (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  let read = 0;
  const passed = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const chunk of file === undefined ? host.stdin() : chunks(file)) {
        read += chunk.length;
        passing(chunk.length);
        yield chunk;
      }
    } finally {
      // Standard input that an interruption closed looks like one that ended, or broke.
      passing(0);
    }
  };
  return {
    chunks: decompress(passed(), name),
    share: () => (size === 0 ? undefined : Math.min(1, read / size)),
  };
}
