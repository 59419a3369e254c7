import type { Metrics } from "../../metrics/signal.ts";

export type PeriodUnit = Metrics["period"];

/** How a period reads against the declared unit. Only `right` may be sent. */
export function readPeriod(value: unknown, unit: PeriodUnit): "right" | "too-fine" | "foreign" {
  if (typeof value === "number") return "too-fine";
  if (typeof value !== "string") return "foreign";
  const found = unitOf(value);
  if (found === unit) return "right";
  return found !== undefined && FINENESS[found] > FINENESS[unit] ? "too-fine" : "foreign";
}

type Unit = PeriodUnit | "time";

const FINENESS: Readonly<Record<Unit, number>> = { month: 0, week: 1, day: 2, time: 3 };

/** What a text names, if it names a time at all: `2026-W05`, `2026-01`, `2026-01-31`, a moment. */
function unitOf(text: string): Unit | undefined {
  if (/^\d{4}-?\d\d-?\d\d[T ]\d\d/.test(text) || /\d\d:\d\d/.test(text)) return "time";
  const [, year = "", week = "", weekday] = /^(\d{4})-W(\d\d)(-[1-7])?$/.exec(text) ?? [];
  if (week !== "") {
    if (Number(week) < 1 || Number(week) > weeksOf(Number(year))) return undefined;
    return weekday === undefined ? "week" : "day";
  }
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return "month";
  if (/^\d{4}-\d{3}$/.test(text)) return "day";
  return isDate(text) ? "day" : undefined;
}

/** Whether a text is a date of the calendar, `2026-02-30` being none. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** An ISO year has 53 weeks when it begins, or, as a leap year, nearly begins on a Thursday. */
function weeksOf(year: number): number {
  const first = new Date(Date.UTC(year, 0, 1)).getUTCDay();
  const last = new Date(Date.UTC(year, 11, 31)).getUTCDay();
  return first === 4 || last === 4 ? 53 : 52;
}

/** The period of an ISO date: `2026-W05`, `2026-01` or the date itself. */
export function periodOf(date: string, unit: PeriodUnit): string {
  if (unit === "day") return date;
  if (unit === "month") return date.slice(0, 7);
  const at = new Date(`${date}T00:00:00Z`);
  // The week belongs to the year of its Thursday.
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const day = (at.getTime() - Date.UTC(at.getUTCFullYear(), 0, 1)) / 86_400_000;
  const week = Math.floor(day / 7) + 1;
  return `${at.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
