import { areApart, type Constraint, haveSameSubject, remainingTexts } from "./constraint.ts";

/** A condition that nobody meets together with the others of its group. */
export interface Contradiction {
  /** The index of the condition that leaves nobody. */
  readonly index: number;
  /** The index of the one that it contradicts; undefined when it takes several. */
  readonly against: number | undefined;
}

/** The first condition that leaves nobody, given those before it; undefined when somebody may stay. */
export function contradictionIn(group: readonly Constraint[]): Contradiction | undefined {
  for (const [index, condition] of group.entries()) {
    const against = group.slice(0, index).findIndex((earlier) => areApart(earlier, condition));
    if (against >= 0) return { index, against };
  }
  const index = group.findIndex((condition) => isExhausted(condition, group));
  return index < 0 ? undefined : { index, against: undefined };
}

/** A list of which the other conditions leave nothing. An empty list asks for something else. */
function isExhausted(condition: Constraint, group: readonly Constraint[]): boolean {
  const { spelling: list } = condition;
  if (list?.among !== true) return false;
  const others = group.filter((other) => other !== condition && haveSameSubject(other, condition));
  return remainingTexts(list, others).length === 0;
}
