import type { Config } from "../config/config.ts";
import { fileSnapshot } from "../disk/snapshot-file.ts";
import { type CompiledFlags, compileFlags } from "../evaluation/compile-flags.ts";
import type { Outcome } from "../evaluation/outcome.ts";
import type { Person } from "../evaluation/person.ts";
import { freshness } from "../evaluation/snapshot.ts";
import type { EvaluatedFlag } from "../report/evaluation.ts";
import { snapshotPath } from "./cache.ts";
import type { Session } from "./session.ts";

/**
 * What an application would answer on this machine without a network, in its order: an unsupported
 * platform, the cached definitions while they are usable, then what the config says by default.
 */
export async function effectiveFlags(
  config: Config,
  session: Session,
): Promise<(key: string, person: Person) => EvaluatedFlag> {
  const cached = await usableFlags(config, session);
  const declared = new Map(
    [...config.flags, ...config.experiments].map((each) => [each.key, each]),
  );
  return (key, person) => {
    const declaration = declared.get(key);
    if (declaration === undefined) return { key, outcome: NOT_FOUND, source: "config" };
    const experiment = declaration.kind === "experiment" ? declaration : undefined;
    const platforms = experiment?.platforms ?? [];
    if (platforms.length > 0 && !platforms.includes(session.host.platform))
      return settled(key, false, "disabled");
    const outcome = experiment?.remote === false ? undefined : cached?.evaluate(key, person);
    if (outcome !== undefined && outcome.value !== null) return { key, outcome, source: "cache" };
    return settled(key, experiment?.enabledByDefault ?? false, "default");
  };
}

const NOT_FOUND: Outcome = { value: null, payload: null, reason: "flag_not_found", group: null };

async function usableFlags(config: Config, session: Session): Promise<CompiledFlags | undefined> {
  const cached = await fileSnapshot(snapshotPath(config, session)).load();
  if (cached.state !== "ok") return undefined;
  const { fetchedAt, definitions } = cached.snapshot;
  const isUsable = freshness(fetchedAt, session.now(), config.cache) !== "expired";
  return isUsable ? compileFlags(definitions) : undefined;
}

function settled(key: string, value: boolean, source: "disabled" | "default"): EvaluatedFlag {
  return { key, outcome: { value, payload: null, reason: source, group: null }, source };
}
