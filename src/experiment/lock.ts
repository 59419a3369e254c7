import { isSame, type JsonObject } from "./json.ts";
import type { Stage } from "./lifecycle.ts";
import type { ObservedExperiment, ObservedFlag } from "./observed.ts";
import type { ExperimentSettings, FlagSettings } from "./settings.ts";

/** What was last applied to one remote object. */
export interface Applied<Settings> {
  readonly id: number;
  readonly version: number | null;
  readonly settings: Settings;
  /** Where it was left in its life; absent in locks of older versions. */
  readonly stage?: Stage | FlagStage;
}

/** What was last applied in one environment, by key: the third point of every comparison. */
export interface Base {
  readonly flags: Readonly<Record<string, Applied<FlagSettings>>>;
  readonly experiments: Readonly<Record<string, Applied<ExperimentSettings>>>;
}

/** Nothing was ever applied. */
export const EMPTY_BASE: Base = { flags: {}, experiments: {} };

/** One entry of a base. */
export type Entry =
  | { readonly kind: "flag"; readonly key: string; readonly applied: Applied<FlagSettings> }
  | {
      readonly kind: "experiment";
      readonly key: string;
      readonly applied: Applied<ExperimentSettings>;
    };

/** Where a flag of its own is in its life. Only verbs change it; no plan does. */
export type FlagStage = "enabled" | "disabled" | "archived";

export function stageOfFlag({ archived, flag }: ObservedFlag): FlagStage {
  if (archived) return "archived";
  return flag.active ? "enabled" : "disabled";
}

/** The entry for a flag that is set like this. */
export function flagEntry(held: ObservedFlag, settings: FlagSettings): Entry {
  const { id, version, flag } = held;
  const applied = { id, version, settings, stage: stageOfFlag(held) };
  return { kind: "flag", key: flag.key, applied };
}

/** The entry for an experiment that is set like this. */
export function experimentEntry(held: ObservedExperiment, settings: ExperimentSettings): Entry {
  const { id, version, stage, key } = held;
  return { kind: "experiment", key, applied: { id, version, settings, stage } };
}

/** The base after a verb: where something was left, and its settings as they were last applied. */
export function withStage(base: Base, held: ObservedFlag | ObservedExperiment): Base {
  if ("flag" in held) {
    const { version, flag } = held;
    const applied = base.flags[flag.key];
    if (applied?.id !== held.id) return base;
    const left = { ...applied, version, stage: stageOfFlag(held) };
    return { ...base, flags: { ...base.flags, [flag.key]: left } };
  }
  const { key, id, version, stage } = held;
  const applied = base.experiments[key];
  if (applied?.id !== id) return base;
  return { ...base, experiments: { ...base.experiments, [key]: { ...applied, version, stage } } };
}

/**
 * What was last applied to one object, once both sides agree on more: each setting that config and
 * PostHog hold alike is settled, the others are as they were.
 */
export function agreed<Settings extends JsonObject>(
  applied: Settings,
  { config, remote }: { readonly config: Settings; readonly remote: Settings },
): Settings {
  const alike = Object.entries(config).filter(([name, value]) => isSame(value, remote[name]));
  return { ...applied, ...Object.fromEntries(alike) };
}

/**
 * The base after an apply: new entries replace old ones. What left the config stays known until
 * PostHog has it no more: it is still ours.
 */
export function nextBase(
  base: Base,
  {
    forgotten,
    entries,
  }: { readonly forgotten: readonly string[]; readonly entries: readonly Entry[] },
): Base {
  const flags = without(base.flags, forgotten);
  const experiments = without(base.experiments, forgotten);
  for (const entry of entries) {
    if (entry.kind === "flag") flags[entry.key] = entry.applied;
    else experiments[entry.key] = entry.applied;
  }
  return { flags, experiments };
}

function without<Value>(
  held: Readonly<Record<string, Value>>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(held).filter(([key]) => !keys.includes(key)));
}
