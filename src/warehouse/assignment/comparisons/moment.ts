import { type Compare, double } from "../comparison.ts";

/**
 * `is_date_before` and `is_date_after` against a fixed moment. A text is read where it is a date or
 * a moment in UTC as JSON writes them, a number where it is whole milliseconds (`posthog-api.md` 5.6).
 */
export const moment = (sign: "<" | ">"): Compare => {
  return (asked, judge, dialect) => {
    if (judge(0, NaN) === "clock") return "it counts from the moment of asking";
    const limit = new Date(typeof asked === "number" ? asked : String(asked));
    const said = limit.toISOString();
    if (said.length !== FULL) return "its year has more than four digits";
    return {
      // All of one form and length, so that their order as texts is that of the moments.
      text: (held) =>
        `(CASE length(${held}) WHEN 10 THEN ${held} || 'T00:00:00.000Z' WHEN 20 THEN substr(${held}, 1, 19) || '.000Z' ELSE ${held} END) ${sign} ${dialect.text(said)}`,
      number: (held) => `${held} ${sign} ${double(limit.valueOf())}`,
      textBeyond: (held) => `NOT ${dialect.matches(held, PLAIN)}`,
      numberBeyond: (held) => `NOT (${held} = floor(${held}) AND abs(${held}) <= 8.64e15)`,
    };
  };
};

const FULL = "2026-01-01T00:00:00.000Z".length;

/** Engines differ on the 30th of February, and on its 29th in most years. */
const DAY =
  "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)";
const TIME = "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{3})?Z";
const PLAIN = `^[0-9]{4}-${DAY}(?:${TIME})?$`;
