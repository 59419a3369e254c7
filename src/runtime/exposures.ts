import { isRecord } from "../evaluation/record.ts";
import type { Resolved } from "./resolve.ts";
import type { FlagValue } from "./value.ts";

/** What was reported, by key. */
export type Exposures = ReadonlyMap<string, Exposure>;

export interface Exposure {
  /** Periods since 1970. */
  readonly period: number;
  /** The values that were used in that period, each once. */
  readonly values: readonly FlagValue[];
}

/**
 * The exposures after a value was used; the same map when there is nothing new to report. Only
 * what PostHog assigned is an exposure: whoever chose for themselves is in no experiment.
 */
export function expose(
  exposures: Exposures,
  {
    key,
    resolved,
    now,
    periodMs,
  }: Readonly<{ key: string; resolved: Resolved; now: number; periodMs: number }>,
): Exposures {
  const { value, source } = resolved;
  if (value === null || (source !== "posthog" && source !== "cache")) return exposures;
  const period = Math.floor(now / periodMs);
  const held = exposures.get(key);
  const values = held?.period === period ? held.values : [];
  if (values.includes(value)) return exposures;
  return new Map(exposures).set(key, { period, values: [...values, value] });
}

/** What a file holds of exposures. One too many is reported rather than one too few. */
export function parseExposures(saved: unknown): Exposures {
  if (!isRecord(saved)) return new Map();
  return new Map(
    Object.entries(saved).flatMap(([key, entry]): [string, Exposure][] => {
      if (!isRecord(entry)) return [];
      const { period, values } = entry;
      if (typeof period !== "number" || !Array.isArray(values)) return [];
      return [[key, { period, values: values.filter(isFlagValue) }]];
    }),
  );
}

function isFlagValue(value: unknown): value is FlagValue {
  return typeof value === "string" || typeof value === "boolean";
}
