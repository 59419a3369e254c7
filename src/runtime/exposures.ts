import { isRecord } from "../evaluation/record.ts";
import type { Resolved } from "./resolve.ts";

/** What was reported of whom: the period and value of the last exposure by key. */
export type Exposures = ReadonlyMap<string, Exposure>;

export interface Exposure {
  readonly value: boolean | string;
  /** Periods since 1970. */
  readonly period: number;
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
  if (held !== undefined && held.value === value && held.period === period) return exposures;
  return new Map(exposures).set(key, { value, period });
}

/** What a file holds of exposures. One too many is reported rather than one too few. */
export function parseExposures(saved: unknown): Exposures {
  if (!isRecord(saved)) return new Map();
  return new Map(
    Object.entries(saved).flatMap(([key, entry]): [string, Exposure][] => {
      if (!isRecord(entry)) return [];
      const { value, period } = entry;
      if (typeof value !== "string" && typeof value !== "boolean") return [];
      return typeof period === "number" ? [[key, { value, period }]] : [];
    }),
  );
}
