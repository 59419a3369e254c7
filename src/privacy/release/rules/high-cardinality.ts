import { isHighCardinality, type Spread } from "../link.ts";
import { STOP } from "../../hints.ts";
import type { JudgingRule } from "../../rule.ts";

export const highCardinality: JudgingRule<Spread> = {
  id: "link.high-cardinality",
  severity: "warning",
  why: "The property has too many values to be a class",
  hint: STOP,
  finds: isHighCardinality,
  examples: {
    finds: [{ rows: 500, people: 1, values: 101, pairs: 1 }],
    passes: [
      { rows: 500, people: 1, values: 100, pairs: 1 },
      { rows: 5_000, people: 1, values: 101, pairs: 1 },
    ],
  },
};
