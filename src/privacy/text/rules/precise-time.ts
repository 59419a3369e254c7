import { any, spansOf, type SpanRule } from "../rule.ts";

export const preciseTime: SpanRule = {
  id: "time.precise-time",
  severity: "warning",
  why: "A moment to the minute or finer joins what others logged then",
  hint: "Send a coarser period",
  needs: /\d{4}/,
  find: any(
    spansOf(
      /(?<![\dA-Za-z])\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?(?:Z|[+-]\d{2}:?\d{2}))?|(?<!\d)\d{8}T\d{6}(?:\.\d+)?Z?(?![\dA-Za-z])|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4} \d{2}:\d{2}(?::\d{2})?(?: (?:GMT|UTC|[+-]\d{4}))?/g,
    ),
    spansOf(
      /(?<![\w.+-])\d{10}(?:\.\d{1,9})?(?![\w-]|\.\d)|(?<![\w.+-])(?:\d{13}|\d{16}|\d{19})(?![\w.-]\d|\w)/g,
      ([match]) => isEpoch(match),
    ),
  ),
  examples: {
    finds: ["2026-01-31T09:15:27Z", "1769850927", "Sat, 31 Jan 2026 09:15:27 GMT"],
    passes: ["2026-01-31", "09:15", "2026-W05", "9876543210123456"],
  },
};

/** Seconds, milliseconds, microseconds or nanoseconds from 2001 to the end of 2039. */
function isEpoch(match: string): boolean {
  const whole = match.split(".")[0] ?? "";
  const seconds = Number(whole) / 10 ** (whole.length - 10);
  return seconds >= 978_307_200 && seconds < 2_208_988_800;
}
