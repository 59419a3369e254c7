import { isRecord } from "../evaluation/record.ts";
import { parseEntries } from "./entries.ts";
import type { Resolved } from "./resolve.ts";
import { type FlagValue, isFlagValue } from "./value.ts";

/** A value that somebody used, and when. */
export interface Exposure {
  readonly value: FlagValue;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What was reported of one person, by key. */
export type Exposures = ReadonlyMap<string, readonly Exposure[]>;

/**
 * The use of a value as an exposure. Only what PostHog assigned is one: whoever chose for
 * themselves is in no experiment.
 */
export function exposureOf({ value, source }: Resolved, now: number): Exposure | undefined {
  if (value === null || (source !== "posthog" && source !== "cache")) return undefined;
  return { value, at: now };
}

/** The exposures with one more; the same map when it was reported in its period. */
export function withExposure(
  exposures: Exposures,
  { key, exposure, periodMs }: Readonly<{ key: string; exposure: Exposure; periodMs: number }>,
): Exposures {
  const held = exposures.get(key) ?? [];
  const period = Math.floor(exposure.at / periodMs);
  const isKnown = held.some(
    ({ value, at }) => value === exposure.value && Math.floor(at / periodMs) === period,
  );
  return isKnown ? exposures : new Map(exposures).set(key, [...held, exposure]);
}

/** What a file holds of one person's exposures; undefined when any of it is damaged. */
export function parseExposures(saved: unknown): Exposures | undefined {
  return parseEntries(saved, (list) =>
    Array.isArray(list) && list.every(isExposure) ? list : undefined,
  );
}

function isExposure(entry: unknown): entry is Exposure {
  return isRecord(entry) && isFlagValue(entry["value"]) && typeof entry["at"] === "number";
}
