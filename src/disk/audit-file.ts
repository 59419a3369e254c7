import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** One write to PostHog, as it is remembered on this machine. Holds hashes, never a value or a key. */
export interface AuditEntry {
  /** ISO text. */
  readonly time: string;
  readonly who: string;
  /** The command's words, without its arguments. */
  readonly command: string;
  readonly host: string;
  readonly project: number;
  readonly environment: string;
  /** Kind and key, such as `flag checkout-copy`. */
  readonly object: string;
  readonly deed: string;
  /** `unknown`: the answer was lost, and the deed may have been done. */
  readonly outcome: "done" | "unknown";
  /** Of what PostHog held; null for nothing, and for what is not known. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Appends to a file of one JSON object a line, which only its owner may read. */
export function fileAudit(path: string): (entry: AuditEntry) => Promise<void> {
  return async (entry) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await appendFile(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  };
}
