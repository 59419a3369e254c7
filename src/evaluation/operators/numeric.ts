import type { Operator, OperatorFamily } from "../operator.ts";
import { textOf, UNUSABLE } from "../operator.ts";

/** Comparing numbers, or texts where one side is no number. `"10abc"` counts as 10. */
export const numeric: OperatorFamily = {
  gt: comparing((held, asked) => held > asked),
  gte: comparing((held, asked) => held >= asked),
  lt: comparing((held, asked) => held < asked),
  lte: comparing((held, asked) => held <= asked),
};

interface Holds {
  (held: number, asked: number): boolean;
  (held: string, asked: string): boolean;
}

function comparing(holds: Holds): Operator {
  return {
    judgesNull: false,
    prepare: (asked) => {
      const wanted = textOf(asked);
      if (wanted === undefined) return UNUSABLE;
      const limit = numberOf(asked, wanted);
      return {
        usable: true,
        judge: (held) => {
          if (typeof held === "number" && isFinite(held) && isFinite(limit))
            return holds(held, limit);
          const said = textOf(held);
          if (said === undefined) return "context";
          const amount = numberOf(held, said);
          const numbers = Number.isFinite(limit) && Number.isFinite(amount);
          return numbers ? holds(amount, limit) : holds(said, wanted);
        },
      };
    },
  };
}

function numberOf(value: unknown, said: string): number {
  return typeof value === "number" ? value : Number.parseFloat(said);
}
