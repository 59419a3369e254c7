import { OpsError } from "../errors.ts";
import { isRecord } from "../evaluation/record.ts";
import { canonical } from "../experiment/json.ts";
import { type Applied, type Base, EMPTY_BASE } from "../experiment/lock.ts";
import { writeAtomically } from "./atomic.ts";
import { fileJsonStore } from "./json-store.ts";

/**
 * `assay.lock`: what was last applied, one section for each environment. People commit it, so its
 * keys are sorted and a merge shows what really differs.
 */
export interface LockFile {
  /** Nothing when the file or its section is not there. Throws `config` when it is unreadable. */
  load(environment: string): Promise<Base>;
  /** Replaces one section; the others stay as they are. */
  save(environment: string, base: Base): Promise<void>;
}

export function fileLock(path: string): LockFile {
  const loadAll = async (): Promise<Readonly<Record<string, Base>>> =>
    parseLock(await fileJsonStore(path).load());
  return {
    load: async (environment) => {
      const environments = await loadAll();
      return Object.hasOwn(environments, environment)
        ? (environments[environment] ?? EMPTY_BASE)
        : EMPTY_BASE;
    },
    save: async (environment, base) => {
      const environments = { ...(await loadAll()), [environment]: base };
      const sorted: unknown = JSON.parse(canonical({ version: VERSION, environments }));
      await writeAtomically(path, `${JSON.stringify(sorted, null, 2)}\n`);
    },
  };
}

const VERSION = 1;

function parseLock(lock: unknown): Readonly<Record<string, Base>> {
  if (lock === undefined) return {};
  if (isRecord(lock) && lock["version"] === VERSION && isEnvironments(lock["environments"]))
    return lock["environments"];
  const isNewer = isRecord(lock) && Number(lock["version"]) > VERSION;
  throw new OpsError(
    "config",
    `Cannot use the lock file: ${isNewer ? "a newer assay wrote it" : "it is damaged"}`,
    {
      hint: isNewer
        ? "Update assay"
        : "Restore it from version control, or delete it: then every difference is pending",
    },
  );
}

function isEnvironments(value: unknown): value is Readonly<Record<string, Base>> {
  return isRecord(value) && Object.values(value).every(isBase);
}

function isBase(value: unknown): value is Base {
  if (!isRecord(value)) return false;
  const { flags, experiments } = value;
  return [flags, experiments].every(
    (section) => isRecord(section) && Object.values(section).every(isApplied),
  );
}

/** Settings are only ever compared, so any object will do. */
function isApplied(value: unknown): value is Applied<unknown> {
  return isRecord(value) && Number.isInteger(value["id"]) && isRecord(value["settings"]);
}
