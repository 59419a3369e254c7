import { jsonText } from "../../../evaluation/json-text.ts";
import type { Judge } from "../../../evaluation/operator.ts";
import { type Compare, double } from "../comparison.ts";
import { literal } from "../draft.ts";
import { lettersFor } from "../letters.ts";

/**
 * `exact` and `is_not`, whichever way they read their value. They tell texts apart by their lower
 * case, and only those asked for and "true" from all others; numbers alike. So the operator itself
 * is asked about each of these and about one other, and SQL only looks up its answers.
 */
export const exact: Compare = (asked, judge, dialect) => {
  const texts = ["true", ...(Array.isArray(asked) ? asked : [asked]).flatMap(spelled)];
  const letters = lettersFor(texts);
  if (letters === undefined) return "its letters have no lower case of their own";
  const numbers = texts.filter((text) => isFraction(text)).map(Number);
  const fractions = among(numbers, otherThan(numbers), judge, (held) => double(held));
  return {
    text: (held) => {
      const lower = letters.from === "" ? held : dialect.translate(held, letters.from, letters.to);
      return among(texts, `${texts.join("")}-`, judge, dialect.text)(lower);
    },
    number: (held) =>
      `CASE WHEN ${held} = floor(${held}) THEN ${literal(judge(1, NaN))} ELSE ${fractions(held)} END`,
  };
};

/** One of few values gets its own answer, all others get that of `other`. */
function among<T>(
  few: readonly T[],
  other: T,
  judge: Judge,
  write: (value: T) => string,
): (held: string) => string {
  const usual = judge(other, NaN);
  const special = [...new Set(few)].filter((value) => judge(value, NaN) !== usual);
  const [first] = special;
  if (first === undefined) return () => literal(usual);
  const answer = literal(judge(first, NaN));
  return (held) =>
    `CASE WHEN ${held} IN (${special.map(write).join(", ")}) THEN ${answer} ELSE ${literal(usual)} END`;
}

function spelled(value: unknown): string[] {
  const text = typeof value === "string" ? value : jsonText(value);
  return text === undefined ? [] : [text.toLowerCase()];
}

/** Whether a text is how JavaScript spells a number that is not whole. */
function isFraction(text: string): boolean {
  const number = Number(text);
  return Number.isFinite(number) && !Number.isInteger(number) && String(number) === text;
}

function otherThan(numbers: readonly number[]): number {
  let other = 0.5;
  while (numbers.includes(other)) other /= 2;
  return other;
}
