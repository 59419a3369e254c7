import { isStableIdentifier, type Spread } from "../link.ts";
import { STOP } from "../../hints.ts";
import type { JudgingRule } from "../../rule.ts";

export const stableIdentifier: JudgingRule<Spread> = {
  id: "link.stable-identifier",
  severity: "warning",
  why: "The property behaves like an identifier, whatever its name",
  hint: STOP,
  finds: isStableIdentifier,
  examples: {
    finds: [
      { rows: 200, people: 20, values: 20, pairs: 20 },
      { rows: 200, people: 100, values: 95, pairs: 105 },
    ],
    passes: [
      { rows: 200, people: 19, values: 19, pairs: 19 },
      { rows: 200, people: 100, values: 50, pairs: 100 },
    ],
  },
};
