/** The kinds of check, strongest first (`privacy-rules.md` 1). */
export const trusts = [
  "Closed shape",
  "Non-interference",
  "Released cells",
  "String rules",
  "This run",
] as const;

export type Trust = (typeof trusts)[number];

/**
 * Which kind of check found something. A closed shape is a proof; patterns of strings are a second
 * net. What is about the input, the ignores or the definitions' dates is neither.
 */
export function trustOf(rule: string): Trust {
  return trusts.find((trust) => RULES[trust].test(rule)) ?? "This run";
}

const RULES: Readonly<Record<Trust, RegExp>> = {
  "Closed shape": /^(?:(?:event|key|def|out|consent|egress|compat)\.|time\.period-too-fine$)/,
  "Non-interference": /^flow\./,
  "Released cells": /^(?:agg|link|diff)\./,
  "String rules": /^(?:secret|pii|path|net|id|time|text)\./,
  "This run": /^/,
};
