import type { ExperimentSettings, FlagSettings } from "./settings.ts";

/** What was last applied to one remote object. */
export interface Applied<Settings> {
  readonly id: number;
  readonly version: number | null;
  readonly settings: Settings;
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

/** The base after an apply: entries that are no longer declared are forgotten, new ones replace. */
export function nextBase(
  base: Base,
  {
    declared,
    entries,
  }: { readonly declared: readonly string[]; readonly entries: readonly Entry[] },
): Base {
  const flags = kept(base.flags, declared);
  const experiments = kept(base.experiments, declared);
  for (const entry of entries) {
    if (entry.kind === "flag") flags[entry.key] = entry.applied;
    else experiments[entry.key] = entry.applied;
  }
  return { flags, experiments };
}

function kept<Value>(
  held: Readonly<Record<string, Value>>,
  keys: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(held).filter(([key]) => keys.includes(key)));
}
