import type { FewTexts } from "./few-texts.ts";
import { isAmong, isPlain } from "./few-texts.ts";
import type { FlagProperty } from "./flag.ts";
import { unknown } from "./match.ts";
import type { Unknown } from "./match.ts";
import type { Doubt, Matching } from "./operator.ts";
import { textOf, UNUSABLE } from "./operator.ts";
import { operators } from "./operators.ts";
import { ABSENT, held } from "./person.ts";
import type { Judged } from "./scope.ts";

/** A condition on a property of the person or the group. */
export function propertyFilter(property: FlagProperty, matching: Matching): Judged {
  const key = nameOf(property);
  const inherited = key in Object.prototype;
  const operator = operators.get(property.operator || "exact");
  const { usable, judge, few } = operator?.prepare(property.value, matching) ?? UNUSABLE;
  const doubts = doubtsAbout(key, usable);
  const judgeAny: Judged["judge"] = (subject, { now }) => {
    let value = subject.properties[key];
    // Most properties are there; whether the others are is asked with more care.
    if (value === undefined || inherited) value = held(subject, key);
    if (value === ABSENT) return doubts.context;
    if (value === undefined && !operator?.judgesUndefined) return doubts.definition;
    if (value === null && !operator?.judgesNull) return false;
    const answer = judge(value, now);
    return typeof answer === "boolean" ? answer : doubts[answer];
  };
  return {
    judge: few === undefined || inherited ? judgeAny : quickly(key, few, judgeAny),
    lacks: usable ? [] : [key],
  };
}

/** Compares an ASCII text on the spot, and leaves everything else to the one who judges any. */
function quickly(
  key: string,
  { wanted, answer }: FewTexts,
  judgeAny: Judged["judge"],
): Judged["judge"] {
  return (subject, call) => {
    const value = subject.properties[key];
    return isPlain(value) ? isAmong(value, wanted) === answer : judgeAny(subject, call);
  };
}

/** A filter that could never be used is the definition's fault, whatever the context lacks. */
function doubtsAbout(key: string, usable: boolean): Readonly<Record<Doubt, Unknown>> {
  const definition = unknown("unsupported_definition", [key]);
  return {
    definition,
    context: usable ? unknown("missing_context", [key]) : definition,
    regex: unknown("unsupported_definition", [key], { regex: true }),
    clock: unknown("missing_context", ["now"]),
  };
}

/** Definitions are foreign data: a condition may name no property at all, or no text. */
function nameOf({ key }: { readonly key: unknown }): string {
  return textOf(key) ?? "";
}
