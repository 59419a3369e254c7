import type { Condition } from "../condition.ts";
import { valuesOf } from "../condition.ts";
import { isWhole } from "../operands/number.ts";
import { isBooleanLike } from "../operands/truth.ts";

/** What `exact` and `is_not` leave: some texts, or all but some. */
export interface Spelling {
  readonly among: boolean;
  /** In lower case, as both sides compare. */
  readonly texts: ReadonlySet<string>;
  /** False where posthog-node cannot spell one of the values, and so never finds it. */
  readonly certain: boolean;
}

/** The texts of a list of texts and numbers; undefined for truth values, which match by meaning. */
export function spellingOf(condition: Condition): Spelling | undefined {
  const { operator, value } = condition;
  if (operator !== "exact" && operator !== "is_not") return undefined;
  const values = valuesOf(condition);
  if (isBooleanLike(value)) return undefined;
  return {
    among: operator === "exact",
    texts: new Set(values.map((each) => String(each).toLowerCase())),
    certain: !values.some((each) => typeof each === "number" && isWhole(each)),
  };
}

/** Whether whatever meets the first surely meets the second. */
export function isInside(inner: Spelling, { certain, among, texts }: Spelling): boolean {
  if (!certain) return false;
  if (inner.among) return [...inner.texts].every((text) => texts.has(text) === among);
  return !among && [...texts].every((text) => inner.texts.has(text));
}

/** Whether a value spelled like this may be met. */
export function admits({ among, texts }: Spelling, text: string): boolean {
  return texts.has(text) === among;
}
