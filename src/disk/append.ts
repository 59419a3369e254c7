import { appendFile } from "node:fs/promises";

/**
 * Appends lines to a file, each with its terminator. Calls are written in their order, a call's
 * lines in one write, and the promise resolves when they are in the file.
 */
export function appender(path: string): (lines: readonly string[]) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (lines) => {
    const text = lines.map((line) => `${line}\n`).join("");
    const write = last.then(() => appendFile(path, text));
    last = write.catch(() => undefined);
    return write;
  };
}
