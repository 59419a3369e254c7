/**
 * How a date is written. `relative`: `30d`. `moment`: a full time with its offset. `day` and
 * `local`: without an offset, so somebody's time zone decides. `number`: digits only. `loose`: what
 * JavaScript happens to read. `unreadable`: nothing that either side reads.
 */
export type DateForm = "relative" | "moment" | "day" | "local" | "number" | "loose" | "unreadable";

/** A number of hours, days, weeks, months or years ago (`posthog-api.md` 5.6). */
export const RELATIVE: RegExp = /^-?(\d{1,4})([hdwmy])$/;

const ISO = /^\d{4}-\d{2}-\d{2}(?:([T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Which of the forms a text has. */
export function dateFormOf(text: string): DateForm {
  const [, , unit] = RELATIVE.exec(text) ?? [];
  if (unit !== undefined) return "relative";
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return "number";
  const iso = ISO.exec(text);
  if (Number.isNaN(Date.parse(text))) return "unreadable";
  if (iso === null) return "loose";
  const [, time, offset] = iso;
  if (time === undefined) return "day";
  return offset === undefined ? "local" : "moment";
}
