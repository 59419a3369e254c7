import { statSync } from "node:fs";

/** What tells whether a file is still what it was. */
export interface FileVersion {
  readonly device: number;
  readonly node: number;
  readonly sizeBytes: number;
  readonly changedMs: number;
}

/** What a file is now; undefined for what is no regular file. */
export function versionOf(path: string): FileVersion | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return undefined;
  const { dev: device, ino: node, size: sizeBytes, mtimeMs: changedMs } = found;
  return { device, node, sizeBytes, changedMs };
}

/** What became of a file since. */
export type FileChange = "grew" | "shrank" | "was rewritten" | "was replaced" | "was removed";

/** What became of a file since it was this; undefined where nothing did. */
export function changeSince(before: FileVersion, path: string): FileChange | undefined {
  const now = versionOf(path);
  if (now === undefined) return "was removed";
  if (now.device !== before.device || now.node !== before.node) return "was replaced";
  if (now.sizeBytes !== before.sizeBytes)
    return now.sizeBytes > before.sizeBytes ? "grew" : "shrank";
  return now.changedMs === before.changedMs ? undefined : "was rewritten";
}
