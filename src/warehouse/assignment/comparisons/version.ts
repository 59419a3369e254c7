import { textOf } from "../../../evaluation/operator.ts";
import type { Compare } from "../comparison.ts";

/**
 * The six comparisons of versions by their first three numbers (`posthog-api.md` 5.7). What stands
 * in a row is read where it is a plain version; numbers, which the evaluator reads as texts, are not.
 */
export const version = (sign: "=" | "<>" | ">" | ">=" | "<" | "<="): Compare => {
  return (asked, _judge, dialect) => {
    const wanted = numbersOf(textOf(asked) ?? "");
    if (!wanted.every(Number.isSafeInteger)) return "its version has numbers beyond 2^53";
    return {
      text: (held) => {
        const parts = PARTS.map((part) => `CAST('0' || ${dialect.captured(held, part)} AS BIGINT)`);
        return `(${parts.join(", ")}) ${sign} (${wanted.join(", ")})`;
      },
      number: () => "NULL",
      textBeyond: (held) => `NOT ${dialect.matches(held, PLAIN)}`,
      numberBeyond: () => "TRUE",
    };
  };
};

/** Of a version that the operator has found usable. */
function numbersOf(asked: string): number[] {
  const [release = ""] = asked.trim().replace(/^[vV]/, "").split(/[-+]/, 1);
  const [major = "", minor = "", patch = ""] = release.split(".");
  return [major, minor, patch].map(Number);
}

const NUMBER = "(?:0|[1-9][0-9]{0,14})";
const PLAIN = `^[vV]?${NUMBER}(?:[.]${NUMBER}){0,2}(?:[-+].*)?$`;
const PARTS = [
  "^[vV]?([0-9]{1,15})",
  "^[vV]?[0-9]{1,15}[.]([0-9]{1,15})",
  "^[vV]?[0-9]{1,15}[.][0-9]{1,15}[.]([0-9]{1,15})",
];
