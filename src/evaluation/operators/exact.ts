import { isJson, jsonText } from "../json-text.ts";
import { FEW } from "../few-texts.ts";
import type { Judge, Matching, Operator, OperatorFamily, Prepared } from "../operator.ts";

/** Being one of the values asked for, whatever the case of its letters (`posthog-api.md` 5.4). */
export const exact: OperatorFamily = {
  exact: equality(true, (judge) => judge),
  is_not: equality(false, (judge) => (held, now) => {
    const answer = judge(held, now);
    return typeof answer === "boolean" ? !answer : answer;
  }),
};

function equality(answer: boolean, turn: (judge: Judge) => Judge): Operator {
  return {
    judgesNull: true,
    prepare: (asked, matching) => {
      const { usable, judge, wanted } = prepare(asked, matching);
      const few = wanted !== undefined && wanted.length <= FEW ? { wanted, answer } : undefined;
      return { usable, judge: turn(judge), few };
    },
  };
}

/** `wanted`: the texts asked for, where nothing but texts is. */
interface Equality extends Prepared {
  readonly wanted?: readonly string[];
}

function prepare(asked: unknown, { explicit }: Matching): Equality {
  const texts = (Array.isArray(asked) ? asked : [asked]).map(exactText);
  const usable = !texts.includes(undefined);
  // Only JSON is sure to be no deeper than the stack.
  const boolean = isJson(asked) && isBooleanLike(asked);
  if (boolean && (!explicit || isEmptyArray(asked))) {
    return { usable, judge: sameTruth(isTruthy(asked)) };
  }
  const oneOf = amongTexts(texts);
  if (!boolean) return { usable, judge: oneOf, ...(usable && { wanted: texts.filter(isText) }) };
  // No number, however PostHog spells it, reads `true` or `false`.
  const judge: Judge = (held, now) =>
    typeof held === "number" && Number.isFinite(held) ? false : oneOf(held, now);
  return { usable, judge };
}

/** A filter of only `true` and `false`, in any case or nesting, asks for the same truth. */
function sameTruth(wanted: boolean): Judge {
  return (held) => (isJson(held) ? isTruthy(held) === wanted : "context");
}

/** In list order: behind a value that cannot be spelled no other one is found. */
function amongTexts(texts: readonly (string | undefined)[]): Judge {
  const unspelled = texts.indexOf(undefined);
  const wanted = new Set(unspelled < 0 ? texts : texts.slice(0, unspelled));
  const miss = unspelled < 0 ? false : "definition";
  return (held) => {
    const said = exactText(held);
    if (said === undefined) return "context";
    return wanted.has(said) || miss;
  };
}

function exactText(value: unknown): string | undefined {
  if (typeof value !== "string") return jsonText(value)?.toLowerCase();
  return value.isWellFormed() ? value.toLowerCase() : undefined;
}

function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function isBooleanLike(value: unknown): boolean {
  if (typeof value === "boolean") return true;
  if (typeof value === "string") return ["true", "false"].includes(value.toLowerCase());
  return Array.isArray(value) && Array.from(value).every(isBooleanLike);
}

function isTruthy(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value.toLowerCase() === "true";
  return Array.isArray(value) && Array.from(value).every(isTruthy);
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}
