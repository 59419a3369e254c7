import type { Operator, OperatorFamily } from "../operator.ts";

/** Whether a property was supplied at all. One that was not is unknown before it comes here. */
export const presence: OperatorFamily = {
  is_set: always(true),
  is_not_set: always(false),
};

function always(answer: boolean): Operator {
  const prepared = { usable: true, judge: () => answer };
  return { judgesNull: true, judgesUndefined: true, prepare: () => prepared };
}
