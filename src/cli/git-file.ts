import { execFile } from "node:child_process";
import { basename, dirname } from "node:path";

/** A file as it stood at a git revision; undefined when there is no such revision or file. */
export async function fileAt(
  revision: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const place = `${revision}:./${basename(path)}`;
  return new Promise((resolve, reject) => {
    const options = { cwd: dirname(path), signal, maxBuffer: 64 * 1024 * 1024 };
    execFile("git", ["show", "--end-of-options", place], options, (error, text) => {
      if (signal.aborted) reject(signal.reason);
      else resolve(error === null ? text : undefined);
    });
  });
}
