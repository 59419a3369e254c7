import type { Operator, OperatorFamily } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";

/** Comparing moments, strictly (`posthog-api.md` 5.6). A number is epoch milliseconds. */
export const date: OperatorFamily = {
  is_date_before: comparing((held, asked) => held < asked),
  is_date_after: comparing((held, asked) => held > asked),
};

function comparing(holds: (held: number, asked: number) => boolean): Operator {
  return {
    judgesNull: false,
    prepare: (asked) => {
      const limitAt = parseFilter(asked);
      if (limitAt === undefined) return UNUSABLE;
      return {
        usable: true,
        judge: (held, now) => {
          const heldAt = parseMoment(held);
          if (heldAt === undefined) return "context";
          if (typeof limitAt === "number") return holds(heldAt, limitAt);
          return Number.isNaN(now) ? "clock" : holds(heldAt, limitAt(now));
        },
      };
    },
  };
}

type Relative = (now: number) => number;

function parseFilter(asked: unknown): number | Relative | undefined {
  if (typeof asked === "boolean") return undefined;
  const text = textOf(asked);
  return (text === undefined ? undefined : parseRelative(text)) ?? parseMoment(asked);
}

function parseMoment(value: unknown): number | undefined {
  if (value instanceof Date) return value.valueOf();
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const at = new Date(value).valueOf();
  return Number.isNaN(at) ? undefined : at;
}

const RELATIVE = /^-?([0-9]+)([hdwmy])$/;
const HOUR = 3_600_000;

/** `30d` and `-30d` are both thirty days ago. */
function parseRelative(text: string): Relative | undefined {
  const [, digits = "", unit = ""] = RELATIVE.exec(text) ?? [];
  const count = Number(digits);
  const before = BEFORE.get(unit);
  return before === undefined || count >= 10_000 ? undefined : (now) => before(now, count);
}

type Before = (now: number, count: number) => number;

const BEFORE: ReadonlyMap<string, Before> = new Map<string, Before>([
  ["h", (now, hours) => now - hours * HOUR],
  ["d", (now, days) => now - days * 24 * HOUR],
  ["w", (now, weeks) => now - weeks * 7 * 24 * HOUR],
  ["m", monthsBefore],
  ["y", yearsBefore],
]);

/** Month by month, each step keeping to the days its month has: 31 March, 28 February, 28 January. */
function monthsBefore(now: number, months: number): number {
  const at = new Date(now);
  const year = at.getUTCFullYear();
  const month = at.getUTCMonth();
  let day = at.getUTCDate();
  // Every month has 28 days, so from there on nothing is cut.
  for (let step = 1; step <= months && day > 28; step += 1) {
    const daysInMonth = new Date(Date.UTC(year, month - step + 1, 0)).getUTCDate();
    day = Math.min(day, daysInMonth);
  }
  return at.setUTCFullYear(year, month - months, day);
}

/** 29 February becomes the 28th, even where the year arrived at is a leap year. */
function yearsBefore(now: number, years: number): number {
  const at = new Date(now);
  const leapDay = at.getUTCMonth() === 1 && at.getUTCDate() === 29;
  const day = leapDay && years > 0 ? 28 : at.getUTCDate();
  return at.setUTCFullYear(at.getUTCFullYear() - years, at.getUTCMonth(), day);
}
