import { STOP } from "../../hints.ts";
import { digitsOf, isLuhn } from "../digits.ts";
import { spansOf, type SpanRule } from "../rule.ts";

export const creditCard: SpanRule = {
  id: "pii.credit-card",
  severity: "error",
  why: "The number of a payment card lets its holder pay",
  hint: STOP,
  needs: /\d{4}/,
  find: spansOf(
    /(?<![\d.])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{14,16})(?![\d.]\d|\d)/g,
    ([match]) => isCard(match),
  ),
  examples: {
    finds: ["4111 1111 1111 1111", "3782 822463 10005"],
    passes: ["4111 1111 1111 1112", "0000 0000 0000 0000"],
  },
};

function isCard(match: string): boolean {
  const digits = digitsOf(match);
  const number = digits.join("");
  const separators = new Set(match.match(/[ -]/g));
  const isLength =
    number.length === 14
      ? /^(?:30[0-5]|3[68])/.test(number)
      : number.length !== 15 || /^3[47]/.test(number);
  return (
    separators.size <= 1 &&
    isLength &&
    PREFIX.test(number) &&
    new Set(digits).size > 1 &&
    isLuhn(digits)
  );
}

const PREFIX =
  /^(?:4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|6011|65|64[4-9]|62|35|30[0-5]|3[68]|50|5[6-9]|6)/;
