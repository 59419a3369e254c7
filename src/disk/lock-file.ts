import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OpsError } from "../errors.ts";
import { isRecord } from "../evaluation/record.ts";
import { canonical } from "../experiment/json.ts";
import { type Applied, type Base, EMPTY_BASE } from "../experiment/lock.ts";
import { writeAtomically } from "./atomic.ts";
import { exclusively } from "./exclusive.ts";
import { codeOf, isAbsent } from "./file-error.ts";

/**
 * `assay.lock`: what was last applied, one section for each environment. People commit it, so its
 * keys are sorted and a merge shows what really differs.
 */
export interface LockFile {
  /** Nothing when the file or its section is not there. Throws `config` when it is unreadable. */
  load(environment: string): Promise<Base>;
  /** The ids of the flags that were applied from here, in whatever environment. */
  flagIds(): Promise<ReadonlySet<number>>;
  /**
   * Changes one section from what it is now, one process at a time: what another run noted
   * meanwhile stays noted. The other sections stay as they are, and a change that gives back what
   * it got writes nothing.
   */
  update(environment: string, change: (base: Base) => Base): Promise<void>;
}

export function fileLock(path: string): LockFile {
  const loadAll = async (): Promise<Readonly<Record<string, Base>>> => parseLock(await read(path));
  const busy = join(dirname(path), `.${basename(path)}.busy`);
  return {
    load: async (environment) => sectionOf(await loadAll(), environment),
    flagIds: async () => {
      const sections = Object.values(await loadAll());
      return new Set(sections.flatMap(({ flags }) => Object.values(flags).map(({ id }) => id)));
    },
    update: async (environment, change) =>
      exclusively(busy, async () => {
        const held = await loadAll();
        const base = sectionOf(held, environment);
        const changed = change(base);
        if (changed === base) return;
        const environments = { ...held, [environment]: changed };
        const sorted: unknown = JSON.parse(canonical({ version: VERSION, environments }));
        await writeAtomically(path, `${JSON.stringify(sorted, null, 2)}\n`);
      }),
  };
}

function sectionOf(environments: Readonly<Record<string, Base>>, name: string): Base {
  return Object.hasOwn(environments, name) ? (environments[name] ?? EMPTY_BASE) : EMPTY_BASE;
}

const VERSION = 1;

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (isAbsent(cause)) return undefined;
    throw new OpsError("config", `Cannot read assay.lock: ${codeOf(cause)}`, {
      hint: "Check that it is a file and may be read",
      cause,
    });
  }
}

function parseLock(text: string | undefined): Readonly<Record<string, Base>> {
  if (text === undefined || text.trim() === "") return {};
  const lock = parseJson(text);
  if (isRecord(lock) && lock["version"] === VERSION && isEnvironments(lock["environments"]))
    return lock["environments"];
  if (isRecord(lock) && Number(lock["version"]) > VERSION)
    throw new OpsError("config", "Cannot use assay.lock: a newer assay wrote it", {
      hint: "Update assay",
    });
  return damaged();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** A merge that left its markers, a cut, another shape: none of them is half believed. */
function damaged(): never {
  throw new OpsError("config", "Cannot use assay.lock: it is damaged, or holds merge markers", {
    hint: "Take the side that was applied last from version control, or delete it: then every difference is pending",
  });
}

function isEnvironments(value: unknown): value is Readonly<Record<string, Base>> {
  return isRecord(value) && Object.values(value).every(isBase);
}

function isBase(value: unknown): value is Base {
  if (!isRecord(value)) return false;
  const { flags, experiments } = value;
  return (
    isSection(flags, ["groups", "variants", "tags"]) &&
    isSection(experiments, ["metrics", "secondary"])
  );
}

function isSection(value: unknown, lists: readonly string[]): boolean {
  return isRecord(value) && Object.values(value).every((applied) => isApplied(applied, lists));
}

/** Settings are only ever compared, so only the lists that are looked into must be there. */
function isApplied(value: unknown, lists: readonly string[]): value is Applied<unknown> {
  if (!isRecord(value) || !Number.isInteger(value["id"])) return false;
  const { settings } = value;
  if (!isRecord(settings)) return false;
  return lists.every((name) => {
    const list = settings[name];
    return Array.isArray(list) && (name !== "groups" || list.every(isGroup));
  });
}

const isGroup = (group: unknown): boolean => isRecord(group) && Array.isArray(group["match"]);
