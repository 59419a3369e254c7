import { readFile } from "node:fs/promises";
import type { Definitions } from "../evaluation/flag.ts";
import { isDefinitions } from "../evaluation/is-definitions.ts";
import { isRecord } from "../evaluation/record.ts";
import { writeAtomically } from "./atomic.ts";
import { isAbsent } from "./file-error.ts";

/** Flag definitions at one moment, and where they came from. */
export interface Snapshot {
  /** Epoch milliseconds. */
  readonly fetchedAt: number;
  readonly host: string;
  readonly project: number | null;
  readonly definitions: Definitions;
}

/** What a cache file is found to be. Only `ok` has something to evaluate. */
export type Cached =
  | { readonly state: "absent" }
  /** The file is there and nothing is in it, as after a crash of another program. */
  | { readonly state: "empty" }
  | { readonly state: "unreadable" }
  | { readonly state: "ok"; readonly snapshot: Snapshot };

/** Keeps one snapshot in a file that only its owner may read. */
export interface SnapshotFile {
  /** Never throws: a cache that cannot be read is an answer. */
  load(): Promise<Cached>;
  save(snapshot: Snapshot): Promise<void>;
}

export function fileSnapshot(path: string): SnapshotFile {
  return {
    load: async () => {
      try {
        return parseSnapshot(await readFile(path, "utf8"));
      } catch (error) {
        return { state: isAbsent(error) ? "absent" : "unreadable" };
      }
    },
    save: async (snapshot) =>
      writeAtomically(path, `${JSON.stringify({ version: VERSION, ...snapshot })}\n`, {
        mode: 0o600,
      }),
  };
}

const VERSION = 1;

/** Throws on what is no JSON. */
function parseSnapshot(text: string): Cached {
  if (text.trim() === "") return { state: "empty" };
  const held: unknown = JSON.parse(text);
  if (!isRecord(held) || held["version"] !== VERSION) return { state: "unreadable" };
  const { fetchedAt, host, project, definitions } = held;
  const isWhole =
    typeof fetchedAt === "number" &&
    typeof host === "string" &&
    (project === null || typeof project === "number") &&
    isDefinitions(definitions);
  if (!isWhole) return { state: "unreadable" };
  return { state: "ok", snapshot: { fetchedAt, host, project, definitions } };
}
