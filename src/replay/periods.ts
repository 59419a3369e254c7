import type { Body } from "../metrics/path.ts";
import { periodOf, type PeriodUnit } from "../privacy/release/period.ts";

/**
 * Tells the period in which an event says it happened, in UTC; `""` where it says none. Events come
 * in the order of time, more or less, so the last answer is nearly always the next one too.
 */
export function createPeriods(unit: PeriodUnit): (body: Body) => string {
  let latest: unknown;
  let day = "";
  let period = "";
  return ({ timestamp }) => {
    if (timestamp === latest) return period;
    latest = timestamp;
    const on = dayOf(timestamp);
    if (on !== day) period = on === "" ? "" : periodOf(on, unit);
    day = on;
    return period;
  };
}

function dayOf(timestamp: unknown): string {
  const at = typeof timestamp === "string" ? Date.parse(timestamp) : Number.NaN;
  return Number.isNaN(at) ? "" : new Date(at).toISOString().slice(0, 10);
}
