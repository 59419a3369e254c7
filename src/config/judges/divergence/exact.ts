import { asksProperty, type Condition, valuesOf } from "../../condition.ts";
import { isWhole } from "../../operands/number.ts";
import { isBooleanLike, isMixed, isTruthy } from "../../operands/truth.ts";
import { type Divergence, type Divergences, note, warning } from "./divergence.ts";

/** Equality of whole numbers, which have two spellings, and of truth values, which have two meanings. */
export const exact: Divergences = (condition) => {
  const { operator, value } = condition;
  if (!asksProperty(condition) || (operator !== "exact" && operator !== "is_not")) return [];
  if (Array.isArray(value) && value.length === 0) return [];
  return isBooleanLike(value) ? truth(condition) : wholeNumbers(valuesOf(condition));
};

function truth({ operator, value }: Condition): Divergence[] {
  if (isTruthy(value)) return [];
  const write = isMixed(value)
    ? 'write "is_set" for either of the two, or one of them'
    : `write "${operator === "exact" ? "is_not" : "exact"}" with true`;
  return [
    warning(
      "divergence.boolean",
      "In legacy matching false stands for every value but true, null and any text included, and in explicit matching for false alone; which one holds is set for the project, and older SDKs know the legacy one only",
      write,
    ),
  ];
}

function wholeNumbers(values: readonly unknown[]): Divergence[] {
  if (values.some((value) => typeof value === "number" && isWhole(value))) return [WHOLE_NUMBER];
  return values.some(isWhole) ? [WHOLE_TEXT] : [];
}

const WHOLE_NUMBER = warning(
  "divergence.integer",
  "The server spells 5 and 5.0 differently, JavaScript does not, so that the SDK leaves whole numbers undecided",
  'write the number as text and send it as text, or write "gte" and "lte" with it',
);

const WHOLE_TEXT = note(
  "divergence.integer-property",
  "A property that is sent as a whole number is undecided locally, and compared on the server",
  'send it as text, or write "gte" and "lte"',
);
