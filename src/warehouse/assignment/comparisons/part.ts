import { fold } from "../../../evaluation/ascii.ts";
import { textOf } from "../../../evaluation/operator.ts";
import type { Dialect } from "../../dialect.ts";
import type { Compare } from "../comparison.ts";
import { ASCII_LETTERS } from "../letters.ts";

/** The operators on a part of a text; only ASCII letters lose their case (`posthog-api.md` 5.3). */
export const contains: Compare = part(
  ({ text }, held, wanted) => `position(${text(wanted)} IN ${held}) > 0`,
);
export const startsWith: Compare = part((dialect, held, wanted) =>
  dialect.startsWith(held, wanted),
);
export const endsWith: Compare = part((dialect, held, wanted) => dialect.endsWith(held, wanted));

export const negated =
  (compare: Compare): Compare =>
  (asked, judge, dialect) => {
    const comparison = compare(asked, judge, dialect);
    if (typeof comparison === "string") return comparison;
    return {
      ...comparison,
      text: (held) => `NOT ${comparison.text(held)}`,
      number: (held) => `NOT ${comparison.number(held)}`,
    };
  };

function part(holds: (dialect: Dialect, held: string, wanted: string) => string): Compare {
  return (asked, _judge, dialect) => {
    const { from, to } = ASCII_LETTERS;
    const wanted = fold(textOf(asked) ?? "");
    if (!wanted.isWellFormed()) return "its value is not Unicode";
    const text = (held: string): string =>
      `(${holds(dialect, dialect.translate(held, from, to), wanted)})`;
    return {
      text,
      number: (held) => text(`CAST(CAST(${whole(held)} AS BIGINT) AS VARCHAR)`),
      numberBeyond: (held) => `NOT ${isWhole(held)}`,
    };
  };
}

/** Whole numbers within 2^53 are spelled alike everywhere; of other numbers each engine has its own spelling. */
const isWhole = (held: string): string =>
  `(${held} = floor(${held}) AND abs(${held}) <= 9007199254740991)`;

const whole = (held: string): string => `CASE WHEN ${isWhole(held)} THEN ${held} ELSE 0 END`;
