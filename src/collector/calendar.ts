import { periodOf, type PeriodUnit } from "../privacy/release/period.ts";

/** Periods as the collector's clock sees them. */
export interface Calendar {
  /** The period in which the clock stands so many days from now. */
  readonly at: (days: number, unit: PeriodUnit) => string;
  /** Whether a period of any unit was over so many days ago. */
  readonly isOver: (period: string, daysAgo: number) => boolean;
}

const DAY_MS = 86_400_000;

/** @param now epoch milliseconds */
export function calendarOf(now: () => number): Calendar {
  const at: Calendar["at"] = (days, unit) =>
    periodOf(new Date(now() + days * DAY_MS).toISOString().slice(0, 10), unit);
  return { at, isOver: (period, daysAgo) => period < at(-daysAgo, unitOf(period)) };
}

/** The unit may have changed since a period was counted: `2026-W05`, `2026-01`, `2026-01-31`. */
function unitOf(period: string): PeriodUnit {
  if (period.includes("W")) return "week";
  return period.length > "2026-01".length ? "day" : "month";
}
