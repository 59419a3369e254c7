import { stat } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import { isAbsent } from "../disk/file-error.ts";
import { identityState } from "../disk/identity-file.ts";
import { setAsideOf } from "../disk/set-aside.ts";
import { fileShared } from "../disk/shared-file.ts";
import { freshness } from "../evaluation/snapshot.ts";
import { OpsError } from "../errors.ts";
import type { CacheState } from "../report/cache.ts";
import type { CacheFile, CacheFinding, CacheRule, VerifiedFile } from "../report/cache-verify.ts";
import { OVERRIDES_FORMAT, type Override, parseOverrides } from "../runtime/overrides.ts";
import { type Declared, declaredOf } from "../runtime/settings.ts";
import { chosenValue } from "../runtime/value.ts";
import { filesOf } from "./cache.ts";
import { type Kept, keptAssignments, keptDefinitions } from "./kept.ts";
import type { Session } from "./session.ts";

/** Looks at every file that this machine keeps for the config's project, and changes none. */
export async function verifiedFiles(session: Session): Promise<readonly VerifiedFile[]> {
  const config = await session.config();
  const paths = filesOf(config, session);
  const looked: readonly VerifiedFile[] = [
    verifiedCache(
      "definitions",
      await keptDefinitions(config, undefined, session),
      config,
      session,
    ),
    verifiedCache("assignments", await keptAssignments(config, session), config, session),
    await verifiedOverrides(paths.overrides, declaredOf(config), session.now()),
    await verified("identity", async () => identityState(paths.identity)),
  ];
  const aroundFiles = await Promise.all(
    looked.map(async ({ file }) => around(file, paths[file], session.host.platform)),
  );
  return looked.map((each, index) => ({
    ...each,
    findings: [...about(each), ...(aroundFiles[index] ?? []), ...each.findings],
  }));
}

/** A state that says by itself what is wrong. */
function about({ file, state }: VerifiedFile): readonly CacheFinding[] {
  return state === "empty" || state === "unreadable" ? [wrong(file, `cache.${state}`)] : [];
}

/** What is wrong around a file: contents that were set aside, and who may read it. */
async function around(
  file: CacheFile,
  path: string,
  platform: string,
): Promise<readonly CacheFinding[]> {
  const aside = await setAsideOf(path);
  const isOpen = platform !== "win32" && ((await modeOf(path)) & 0o077) !== 0;
  return [
    ...aside.map(() => wrong(file, "cache.set-aside")),
    ...(isOpen ? [wrong(file, "cache.permissions")] : []),
  ];
}

async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}

function verifiedCache(
  file: "definitions" | "assignments",
  { state, fetchedAt, entries }: Kept,
  { cache }: Config,
  { now }: Session,
): VerifiedFile {
  const isOver = fetchedAt !== undefined && freshness(fetchedAt, now(), cache) === "expired";
  const findings = entries.flatMap(({ key, integrity }): CacheFinding[] => {
    if (integrity === "ok" || integrity === "future") return [];
    // PostHog's definitions are of the whole project, and so of others, too.
    const isForeign = file === "definitions" && integrity === "undeclared-key";
    return [wrong(file, `cache.${integrity}`, key, isForeign ? "warning" : "error")];
  });
  if (!isOver) return { file, state, findings };
  const rule = fetchedAt > now() ? "cache.future" : "cache.expired";
  return { file, state, findings: [wrong(file, rule), ...findings] };
}

async function verifiedOverrides(
  path: string,
  declared: Declared,
  now: number,
): Promise<VerifiedFile> {
  let overrides: readonly (readonly [string, Override])[] = [];
  const looked = await verified("overrides", async () => {
    const saved = await fileShared(path, OVERRIDES_FORMAT, () => {}).load();
    overrides = [...(parseOverrides(saved) ?? [])];
    return saved === undefined ? "absent" : "ok";
  });
  const findings = overrides.flatMap(([key, { value, setAt }]): CacheFinding[] => {
    if (value === null) return [];
    const declaration = declared.get(key);
    if (declaration === undefined) return [wrong("overrides", "cache.undeclared-key", key)];
    const isKnown = chosenValue(declaration, value) !== undefined;
    return [
      ...(isKnown ? [] : [wrong("overrides", "cache.undeclared-variant", key)]),
      ...(setAt > now ? [wrong("overrides", "cache.future", key)] : []),
    ];
  });
  return { ...looked, findings };
}

/** What cannot be used is a state, too. */
async function verified(
  file: CacheFile,
  stateOf: () => Promise<CacheState>,
): Promise<VerifiedFile> {
  try {
    return { file, state: await stateOf(), findings: [] };
  } catch (error) {
    if (error instanceof OpsError) return { file, state: "unreadable", findings: [] };
    throw error;
  }
}

function wrong(
  file: CacheFile,
  rule: CacheRule,
  key: string | null = null,
  severity: CacheFinding["severity"] = "error",
): CacheFinding {
  return { file, key, rule, severity };
}
