import { isJson, jsonText } from "../json-text.ts";
import { isAscii } from "../ascii.ts";
import type { Judge, Matching, Operator, OperatorFamily, Prepared } from "../operator.ts";

/** Being one of the values asked for, whatever the case of its letters (`posthog-api.md` 5.4). */
export const exact: OperatorFamily = {
  exact: equality((judge) => judge),
  is_not: equality((judge) => (held, now) => {
    const answer = judge(held, now);
    return typeof answer === "boolean" ? !answer : answer;
  }),
};

function equality(turn: (judge: Judge) => Judge): Operator {
  return {
    judgesNull: true,
    prepare: (asked, matching) => {
      const { usable, judge } = prepare(asked, matching);
      return { usable, judge: turn(judge) };
    },
  };
}

function prepare(asked: unknown, { explicit }: Matching): Prepared {
  const texts = (Array.isArray(asked) ? asked : [asked]).map(exactText);
  const usable = !texts.includes(undefined);
  // Only JSON is sure to be no deeper than the stack.
  const boolean = isJson(asked) && isBooleanLike(asked);
  if (boolean && (!explicit || isEmptyArray(asked))) {
    return { usable, judge: sameTruth(isTruthy(asked)) };
  }
  const oneOf = amongTexts(texts);
  if (!boolean) return { usable, judge: oneOf };
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
  const wanted = texts.slice(0, unspelled < 0 ? undefined : unspelled).filter(isText);
  const all = new Set(wanted);
  const miss = unspelled < 0 ? false : "definition";
  return (held) => {
    if (typeof held === "string" && wanted.length <= FEW && isAscii(held))
      return isAmong(held, wanted) || miss;
    const said = exactText(held);
    if (said === undefined) return "context";
    return all.has(said) || miss;
  };
}

/** Up to so many texts are compared one by one, which beats making a lower-case copy. */
const FEW = 8;

/** Whether an ASCII text is one of those in lower case. */
function isAmong(held: string, wanted: readonly string[]): boolean {
  for (let index = 0; index < wanted.length; index += 1)
    if (isFolded(held, wanted[index]!)) return true;
  return false;
}

function isFolded(held: string, wanted: string): boolean {
  if (held.length !== wanted.length) return false;
  for (let index = 0; index < held.length; index += 1) {
    const unit = held.charCodeAt(index);
    const folded = unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
    if (folded !== wanted.charCodeAt(index)) return false;
  }
  return true;
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
