import { type Compare, type Comparison, double } from "../comparison.ts";

/** `gt`, `gte`, `lt` and `lte` against a number; a text is judged where it is a plain number. */
export const numeric = (sign: ">" | ">=" | "<" | "<="): Compare => {
  return (asked, _judge, dialect) => {
    const limit = typeof asked === "number" ? asked : Number.parseFloat(String(asked));
    if (!Number.isFinite(limit)) return "it compares with a text, not with a number";
    const isPlain = (held: string): string => dialect.matches(held, PLAIN);
    const comparison: Comparison = {
      number: (held) => `${held} ${sign} ${double(limit)}`,
      text: (held) =>
        `CAST(CASE WHEN ${isPlain(held)} THEN ${held} ELSE '0' END AS DOUBLE) ${sign} ${double(limit)}`,
      textBeyond: (held) => `NOT ${isPlain(held)}`,
    };
    return comparison;
  };
};

/** What every engine reads as the same double. Another text is read up to where it fails, or compared as a text. */
const PLAIN = "^-?[0-9]{1,30}([.][0-9]{1,30})?$";
