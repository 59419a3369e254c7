import { basename } from "node:path";
import { OpsError } from "../errors.ts";
import { isRecord } from "../evaluation/record.ts";
import { exclusively } from "./exclusive.ts";
import { fileJsonStore, readText } from "./json-store.ts";
import { setAside } from "./set-aside.ts";

/** A JSON value that several processes change, in a file that only its owner may read. */
export interface SharedFile {
  /** Undefined when nothing was kept. Throws `config` when the file cannot be read or used. */
  readonly load: () => Promise<unknown>;
  /**
   * Reads, changes and replaces while no other process does; a change that gives back what it got
   * writes nothing. A damaged file is set aside first, and changed from nothing. Throws what
   * `change` throws, `config` when the file cannot be read or written, and for one of a later
   * version, and `unavailable` when others hold it too long; then it is as it was.
   */
  readonly update: (change: (held: unknown) => unknown) => Promise<void>;
}

/** What a file must hold to be used. */
export interface SharedFormat {
  /** The `version` that stands in it; a file of a later one is left alone. */
  readonly version: number;
  /** Whether all of a value is as this version writes it: nothing is half believed. */
  readonly isWhole: (held: unknown) => boolean;
}

/**
 * @param onSetAside told once of every file that was damaged, by whoever set it aside
 */
export function fileShared(
  path: string,
  format: SharedFormat,
  onSetAside: (problem: OpsError) => void,
): SharedFile {
  const store = fileJsonStore(path, { mode: 0o600 });
  const usable = async (): Promise<unknown> => {
    const found = await find(path, format);
    if (found !== "damaged") return found.held;
    onSetAside(await setAside(path));
    return undefined;
  };
  return {
    load: async () => {
      const found = await find(path, format);
      return found === "damaged" ? refuse(path, "it is damaged") : found.held;
    },
    update: async (change) =>
      exclusively(`${path}.lock`, async (isHeld) => {
        const held = await usable();
        const next = change(held);
        if (next === held) return;
        if (!(await isHeld()))
          throw new OpsError("conflict", `Cannot change "${basename(path)}": another process did`, {
            hint: "Try again",
          });
        await store.save(next);
      }),
  };
}

/** An empty file is damaged, too: whoever writes one writes all of it or nothing. */
async function find(
  path: string,
  { version, isWhole }: SharedFormat,
): Promise<{ readonly held: unknown } | "damaged"> {
  const text = await readText(path);
  if (text === undefined) return { held: undefined };
  const held = parseJson(text);
  if (isRecord(held) && Number(held["version"]) > version)
    return refuse(path, "a later version wrote it");
  return held !== undefined && isWhole(held) ? { held } : "damaged";
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(path: string, why: string): never {
  throw new OpsError("config", `Cannot use "${basename(path)}": ${why}`, {
    hint: "assay cache verify tells what is kept, and what is wrong with it",
  });
}
